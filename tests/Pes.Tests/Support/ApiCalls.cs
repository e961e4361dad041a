using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Pes.Tests.Support;

/// <summary>Calls of the API as a client makes them: a POST has an Idempotency-Key of its own unless one is given.</summary>
internal static class ApiCalls
{
    public static async Task<HttpResponseMessage> SendAsync(
        this HttpClient api, string path, object? body, HttpMethod? method = null, string? key = null, CancellationToken ct = default)
    {
        using var request = new HttpRequestMessage(method ?? HttpMethod.Post, new Uri(path, UriKind.Relative)) { Content = JsonContent.Create(body ?? new object()) };
        if (request.Method == HttpMethod.Post)
        {
            request.Headers.Add("Idempotency-Key", key ?? Guid.CreateVersion7().ToString("N"));
        }

        return await api.SendAsync(request, ct);
    }

    public static Task<HttpResponseMessage> SendOnceAsync(this HttpClient api, string path, object? body, string? key = null) =>
        api.SendAsync(path, body, key: key);

    /// <summary>The id of what was made.</summary>
    public static async Task<Guid> CreatedAsync(this HttpClient api, string path, object? body)
    {
        var response = await api.SendOnceAsync(path, body);
        Assert.True(response.StatusCode == HttpStatusCode.Created, $"{path}: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetGuid();
    }

    public static async Task DoneAsync(this HttpClient api, string path, object? body)
    {
        var response = await api.SendOnceAsync(path, body);
        Assert.True(response.StatusCode == HttpStatusCode.NoContent, $"{path}: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
    }

    /// <summary>The code of the refusal.</summary>
    public static async Task<string?> RefusedAsync(this HttpClient api, string path, object? body)
    {
        var response = await api.SendOnceAsync(path, body);
        Assert.True((int)response.StatusCode is >= 400 and < 500, $"{path}: {(int)response.StatusCode}");
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString();
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
