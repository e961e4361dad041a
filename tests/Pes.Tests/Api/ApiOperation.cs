using System.Text.Json.Nodes;

namespace Pes.Tests.Api;

/// <summary>One operation of the document as a client sees it.</summary>
public sealed record ApiOperation(string Method, string Path, JsonObject Node)
{
    public string Id => (string?)Node["operationId"] ?? $"{Method} {Path}";

    public JsonObject Responses => Node["responses"]!.AsObject();

    public static IReadOnlyList<ApiOperation> All(JsonObject document) =>
    [
        .. from path in document["paths"]!.AsObject()
           from operation in path.Value!.AsObject()
           where operation.Value is JsonObject { } node && node.ContainsKey("responses")
           select new ApiOperation(operation.Key.ToUpperInvariant(), path.Key, (JsonObject)operation.Value!),
    ];

    /// <summary>The bodies of the request and of every status, with where each stands.</summary>
    public IEnumerable<(string Place, JsonObject Content)> Contents(JsonObject document)
    {
        foreach (var content in (Node["requestBody"]?["content"] as JsonObject)?.Select(c => c.Value!.AsObject()) ?? [])
        {
            yield return ("request", content);
        }

        foreach (var status in Responses.Select(r => r.Key))
        {
            foreach (var content in (Response(document, status)!["content"] as JsonObject)?.Select(c => c.Value!.AsObject()) ?? [])
            {
                yield return (status, content);
            }
        }
    }

    /// <summary>The response of a status, or null where the document does not know it.</summary>
    public JsonObject? Response(JsonObject document, string status) =>
        Responses[status] is JsonObject response ? JsonSchema.Resolve(document, response) : null;

    /// <summary>Parameters with shared ones looked up.</summary>
    public IEnumerable<JsonObject> Parameters(JsonObject document) =>
        Node["parameters"]!.AsArray().Select(p => JsonSchema.Resolve(document, p!.AsObject()));
}
