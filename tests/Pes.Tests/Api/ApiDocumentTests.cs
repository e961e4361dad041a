using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using Pes.Platform.Requests;
using Pes.Platform.Web;
using Pes.Platform.Web.Api;
using Pes.Tests.Support;

namespace Pes.Tests.Api;

public sealed class ApiDocumentTests(PesHost host) : IClassFixture<PesHost>
{
    private static readonly HashSet<string> NotTheApi = new(StringComparer.Ordinal) { "/api/docs", "/api/docs/{operation}" };

    [Fact]
    public async Task The_document_is_OpenApi_3_1_without_errors()
    {
        var result = OpenApiDocument.Parse(System.Text.Encoding.UTF8.GetString(await BytesAsync()), "json");
        Assert.NotNull(result.Document);
        Assert.Equal(OpenApiSpecVersion.OpenApi3_1, result.Diagnostic!.SpecificationVersion);
        Assert.Empty(result.Diagnostic.Errors.Select(e => $"{e.Pointer}: {e.Message}"));
        Assert.NotEmpty(result.Document.Paths);
    }

    [Fact]
    public async Task Every_route_of_the_API_is_in_the_document_and_the_other_way_round()
    {
        var routes = host.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => Template(e).StartsWith("/api/", StringComparison.Ordinal) && !NotTheApi.Contains(Template(e)))
            .SelectMany(e => (e.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["ANY"]).Select(m => $"{m} {Template(e)}"))
            .Order(StringComparer.Ordinal);
        var described = (await OperationsAsync()).Select(o => $"{o.Method} {o.Path}").Order(StringComparer.Ordinal);
        Assert.Equal(routes, described);
    }

    [Fact]
    public async Task Every_operation_says_who_what_and_every_status()
    {
        var operations = await OperationsAsync();
        Assert.Equal(operations.Count, operations.Select(o => o.Id).Distinct(StringComparer.Ordinal).Count());
        var document = await ReadAsync();
        var tags = document["tags"]!.AsArray().ToDictionary(t => t!["name"]!.GetValue<string>(), t => (string?)t!["description"], StringComparer.Ordinal);
        Assert.All(operations, operation =>
        {
            Assert.False(string.IsNullOrWhiteSpace((string?)operation.Node["summary"]), operation.Id);
            Assert.False(string.IsNullOrWhiteSpace(tags[(string)operation.Node["tags"]![0]!]), $"{operation.Id}: describe its tag in Features/ApiDocs/Guide.cs");
            foreach (var status in (string[])["429", "500", "503"])
            {
                Assert.True(operation.Responses.ContainsKey(status), $"{operation.Id} does not say {status}");
            }

            Assert.Equal(operation.Node["requestBody"] is not null, operation.Responses.ContainsKey("415"));
            Assert.Contains(operation.Node["parameters"]!.AsArray(), p => (string?)p!["$ref"] == "#/components/parameters/AcceptLanguage");
        });
        var keyed = host.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<IEndpointNameMetadata>() is not null && e.Metadata.GetMetadata<SendsRequest>() is not null)
            .ToDictionary(
                e => e.Metadata.GetMetadata<IEndpointNameMetadata>()!.EndpointName,
                e => e.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods.Contains("POST", StringComparer.Ordinal) && e.Metadata.GetMetadata<NeedsNoKey>() is null,
                StringComparer.Ordinal);
        Assert.All(operations.Where(o => keyed.ContainsKey(o.Id)), operation => Assert.Equal(
            keyed[operation.Id],
            operation.Node["parameters"]!.AsArray().Any(p => (string?)p!["$ref"] == "#/components/parameters/IdempotencyKey")));
    }

    [Fact]
    public async Task What_stands_in_the_route_does_not_stand_in_the_body_nor_does_the_scope()
    {
        var document = await ReadAsync();
        var bodies = 0;
        foreach (var operation in await OperationsAsync())
        {
            if (operation.Node["requestBody"]?["content"]?["application/json"]?["schema"] is not JsonObject schema)
            {
                continue;
            }

            bodies++;
            var fields = ((JsonSchema.Resolve(document, schema)["properties"] as JsonObject) ?? []).Select(p => p.Key).ToArray();
            var inRoute = operation.Node["parameters"]!.AsArray().Where(p => (string?)p!["in"] == "path").Select(p => p!["name"]!.GetValue<string>());
            Assert.Empty(fields.Intersect(inRoute, StringComparer.OrdinalIgnoreCase).Select(f => $"{operation.Id}.{f}"));
            Assert.DoesNotContain("scope", fields, StringComparer.OrdinalIgnoreCase);
        }

        Assert.True(bodies > 0);
    }

    [Fact]
    public void A_route_parameter_has_the_name_of_the_field_it_gives()
    {
        foreach (var endpoint in host.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            if (endpoint.Metadata.GetMetadata<SendsRequest>()?.Type is { } request && typeof(ScopedRequest).IsAssignableFrom(request))
            {
                Assert.Empty(endpoint.RoutePattern.Parameters.Select(p => p.Name)
                    .Except(request.GetProperties().Select(p => p.Name), StringComparer.OrdinalIgnoreCase)
                    .Select(name => $"{request.FullName} has no {name} of its route {Template(endpoint)}"));
            }
        }
    }

    [Fact]
    public async Task Every_example_fits_its_schema()
    {
        var document = await ReadAsync();
        var schema = new JsonSchema(document);
        var seen = 0;
        foreach (var operation in await OperationsAsync())
        {
            foreach (var (place, content) in operation.Contents(document))
            {
                if (content["example"] is { } example)
                {
                    seen++;
                    Assert.Empty(schema.Faults(content["schema"]!.AsObject(), example).Select(f => $"{operation.Id} {place}: {f}"));
                }
            }
        }

        Assert.True(seen > 0);
    }

    [Fact]
    public async Task The_document_needs_no_sign_in_and_says_so_of_nothing_else()
    {
        using var client = host.App.GetTestClient();
        using var response = await client.GetAsync(new Uri(ApiDocument.Address, UriKind.Relative));
        Assert.Equal(System.Net.HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType!.MediaType);
        var document = await ReadAsync();
        Assert.Equal("bearer", (string?)document["components"]!["securitySchemes"]!["bearer"]!["scheme"]);
        Assert.NotEmpty(document["security"]!.AsArray());
    }

    private static string Template(RouteEndpoint endpoint) =>
        "/" + string.Join('/', endpoint.RoutePattern.PathSegments.Select(s => string.Concat(s.Parts.Select(p => p switch
        {
            Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart literal => literal.Content,
            Microsoft.AspNetCore.Routing.Patterns.RoutePatternParameterPart parameter => "{" + parameter.Name + "}",
            _ => "",
        }))));

    private async Task<byte[]> BytesAsync() => (await host.App.Services.GetRequiredService<ApiDocument>().JsonAsync()).ToArray();

    private async Task<JsonObject> ReadAsync() => (JsonObject)JsonNode.Parse(await BytesAsync())!;

    private async Task<IReadOnlyList<ApiOperation>> OperationsAsync() => ApiOperation.All(await ReadAsync());
}
