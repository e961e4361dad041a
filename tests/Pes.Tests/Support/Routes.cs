using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Pes.Platform.Security;

namespace Pes.Tests.Support;

/// <summary>One method of one route of the running product, with the metadata that routing will see.</summary>
public sealed partial record Route(string Method, string Pattern, EndpointMetadataCollection Metadata, bool IsPage)
{
    public AllowsAttribute? Allows => Metadata.GetMetadata<AllowsAttribute>();

    public bool IsAnonymous => Metadata.GetMetadata<IAllowAnonymous>() is not null;

    public bool IsApi => Pattern.StartsWith("/api/", StringComparison.Ordinal);

    public bool IsFile => Metadata.Any(m => m.GetType().Name == "StaticAssetDescriptor");

    /// <summary>The pattern with an id that nobody has in place of each parameter.</summary>
    public string Address => Parameter().Replace(Pattern, m => m.Value switch
    {
        var text when text.Contains("regex(^(km|en)$)", StringComparison.Ordinal) => "km",
        var text when text.Contains(":guid", StringComparison.Ordinal) => "0198c0de-0000-7000-8000-000000000001",
        var text when text.Contains(":int", StringComparison.Ordinal) => "1",
        // The first of the words that the route knows.
        var text when Word().Match(text) is { Success: true } word => word.Groups["word"].Value,
        _ => "x1",
    });

    public override string ToString() => $"{Method} {Pattern}";

    public static async Task<IReadOnlyList<Route>> AllAsync(PesHost host)
    {
        List<Route> routes = [];
        var loader = host.App.Services.GetRequiredService<PageLoader>();
        foreach (var endpoint in host.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            var pattern = "/" + (endpoint.RoutePattern.RawText ?? "").TrimStart('/');
            if (endpoint.Metadata.GetMetadata<PageActionDescriptor>() is { } page)
            {
                var compiled = await loader.LoadAsync(page, EndpointMetadataCollection.Empty);
                var metadata = compiled.Endpoint?.Metadata ?? new EndpointMetadataCollection(compiled.EndpointMetadata);
                routes.Add(new Route("GET", pattern, metadata, IsPage: true));
                routes.Add(new Route("POST", pattern, metadata, IsPage: true));
                continue;
            }

            foreach (var method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"])
            {
                routes.Add(new Route(method, pattern, endpoint.Metadata, IsPage: false));
            }
        }

        return routes;
    }

    [GeneratedRegex(@"regex\(\^\((?<word>[\w-]+)\|", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Word();

    [GeneratedRegex(@"\{(?:[^{}]|\{[^{}]*\})+\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Parameter();
}
