using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using Pes.Tests.Support;

namespace Pes.Tests.Faults;

/// <summary>An officer's client of the API at one address. A write that broke off says nothing: it is sent again under its key.</summary>
public sealed class Officer : IDisposable
{
    private readonly string cookie;

    public Officer(int port, string token, string cookie = "")
    {
        this.cookie = cookie;
        Client = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false })
        {
            BaseAddress = new Uri($"http://127.0.0.1:{port}/api/v1/"),
            Timeout = TimeSpan.FromSeconds(60),
        };
        Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    public HttpClient Client { get; }

    /// <summary>Why reads got no answer.</summary>
    public ConcurrentQueue<string> Broken { get; } = [];

    /// <summary>Registers an employer, or with a key that begins with J a jobseeker, who fills eleven tables. Null where the connection broke.</summary>
    public Task<HttpStatusCode?> WriteAsync(string key) => key[0] == 'J'
        ? PostAsync("case-files", key, new
        {
            familyName = "ម៉ៅ",
            givenName = "ស្រីល័ក្ខ",
            givenNameLatin = key,
            sex = "female",
            bornOn = "1999-04-05",
            phone = "012000418",
            provinceCode = "15",
            educationCode = "lower-secondary",
            priorityGroups = (string[])["idpoor"],
            consents = (string[])["case-work", "share-with-employer", "contact-by-sms"],
            wishOccupations = (string[])["8153"],
            wishProvinces = (string[])["15"],
        })
        : PostAsync("employers", key, new
        {
            details = new { nameEn = $"Company {key}", registrationNumber = key, provinceCode = "15", kindCode = "private", phone = "012345678" },
            isAnother = true,
        });

    private async Task<HttpStatusCode?> PostAsync(string path, string key, object body)
    {
        try
        {
            using var response = await Client.SendAsync(path, body, key: key);
            return response.StatusCode == HttpStatusCode.Created || response.Content.Headers.ContentType?.MediaType is "application/problem+json" or "text/html"
                ? response.StatusCode
                : throw new InvalidOperationException($"{(int)response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>Reads a list to its end.</summary>
    public Task<HttpStatusCode?> ReadAsync() => GetAsync("employers");

    /// <summary>Opens the first page with the session of a browser; without one it leads to the sign-in.</summary>
    public Task<HttpStatusCode?> HomeAsync() => GetAsync("/");

    private async Task<HttpStatusCode?> GetAsync(string path)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
            if (path == "/")
            {
                request.Headers.Add("Cookie", cookie);
            }

            using var response = await Client.SendAsync(request);
            return response.StatusCode;
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
        {
            Broken.Enqueue($"{path}: {exception.GetBaseException().Message}");
            return null;
        }
    }

    public void Dispose() => Client.Dispose();
}
