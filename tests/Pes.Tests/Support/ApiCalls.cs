using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Pes.Tests.Support;

/// <summary>Calls of the API as a client makes them: a POST has its own key.</summary>
public static class ApiCalls
{
    public static async Task<HttpResponseMessage> SendAsync(this HttpClient api, string path, object body, HttpMethod? method = null)
    {
        using var request = new HttpRequestMessage(method ?? HttpMethod.Post, new Uri(path, UriKind.Relative)) { Content = JsonContent.Create(body) };
        if (request.Method == HttpMethod.Post)
        {
            request.Headers.Add("Idempotency-Key", Guid.CreateVersion7().ToString("N"));
        }

        return await api.SendAsync(request);
    }

    /// <summary>Sends, expects 201 and gives the id of what was made.</summary>
    public static async Task<Guid> CreatedAsync(this HttpClient api, string path, object body)
    {
        var response = await api.SendAsync(path, body);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.Created, text);
        return JsonDocument.Parse(text).RootElement.GetProperty("id").GetGuid();
    }

    /// <summary>Reads, expects 200.</summary>
    public static async Task<JsonElement> ReadAsync(this HttpClient api, string path)
    {
        var response = await api.GetAsync(new Uri(path, UriKind.Relative));
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.OK, $"{response.StatusCode}: {text}");
        return JsonDocument.Parse(text).RootElement;
    }
}
