using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Pes.Platform.Web.Api;

/// <summary>What the document says beside what it reads from the routes.</summary>
/// <param name="Title">The API's name.</param>
/// <param name="Description">Markdown: what a client has to know before the first call.</param>
/// <param name="Tags">What each feature is about, by the last part of its namespace.</param>
/// <param name="Examples">Example values by field name in camel case, or by operation and parameter; an array is the whole value of a list.</param>
public sealed record ApiGuide(string Title, string Description, IReadOnlyDictionary<string, string> Tags, IReadOnlyDictionary<string, JsonNode> Examples);

/// <summary>The OpenAPI 3.1 document of the API: made once from the routes, then served from memory.</summary>
public sealed class ApiDocument(IServiceProvider services)
{
    public const string Name = "v1";

    public const string Address = "/openapi/v1.json";

    private Task<Made>? made;

    public async Task<ReadOnlyMemory<byte>> JsonAsync() => (await MadeAsync()).Json;

    /// <summary>The document as a client reads it; not to be changed.</summary>
    public async Task<JsonObject> ReadAsync() => (await MadeAsync()).Tree;

    // Two first readers at once make it twice, which harms nobody.
    private Task<Made> MadeAsync() => made is { IsFaulted: false } ready ? ready : made = MakeAsync();

    private async Task<Made> MakeAsync()
    {
        var document = await services.GetRequiredKeyedService<IOpenApiDocumentProvider>(Name).GetOpenApiDocumentAsync();
        using var json = new MemoryStream();
        await document.SerializeAsJsonAsync(json, OpenApiSpecVersion.OpenApi3_1);
        return new Made(json.ToArray(), JsonNode.Parse(json.ToArray())!.AsObject());
    }

    private sealed record Made(ReadOnlyMemory<byte> Json, JsonObject Tree);
}

public static class ApiDocumentServices
{
    public static void AddApiDocument(this IServiceCollection services)
    {
        services.AddSingleton<ApiDocument>();
        services.AddSingleton<XmlSummaries>();
        services.AddOpenApi(ApiDocument.Name, o =>
        {
            o.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            o.ShouldInclude = d => d.RelativePath?.StartsWith("api/", StringComparison.Ordinal) == true;
            // Every slice has a Command or a Query: the slice tells them apart.
            o.CreateSchemaReferenceId = info => OpenApiOptions.CreateDefaultSchemaReferenceId(info) is { } id
                ? (info.Type.DeclaringType is { IsGenericType: false } slice ? slice.Name + id : id)
                : null;
            o.AddSchemaTransformer<SchemaRules>();
            o.AddOperationTransformer<OperationRules>();
            o.AddDocumentTransformer<DocumentRules>();
        });
    }

    public static void MapApiDocument(this IEndpointRouteBuilder app) =>
        app.Get(ApiDocument.Address, async (ApiDocument document) =>
            Results.Bytes(await document.JsonAsync(), "application/json; charset=utf-8")).AllowAnonymous().ExcludeFromDescription();
}
