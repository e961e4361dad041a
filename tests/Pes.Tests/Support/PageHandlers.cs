using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Pes.Tests.Support;

/// <summary>The names of a page's handlers of a route's method, as an address says them; empty for the one without a name.</summary>
public static class PageHandlers
{
    public static IEnumerable<string> Of(Route route) =>
        route.Metadata.GetMetadata<CompiledPageActionDescriptor>()?.HandlerMethods
            .Where(h => h.HttpMethod.Equals(route.Method, StringComparison.OrdinalIgnoreCase))
            .Select(h => (h.Name ?? "").ToLowerInvariant()) ?? [];
}
