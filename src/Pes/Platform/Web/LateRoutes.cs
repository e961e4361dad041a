using System.Diagnostics.CodeAnalysis;

namespace Pes.Platform.Web;

/// <summary>
/// Routes whose code is made when somebody first asks for them. The framework makes it for all routes as soon as the first request comes,
/// whatever that asks for: some hundreds of methods are compiled then that no first page needs. What a route says of itself is there from the start.
/// </summary>
public static class LateRoutes
{
    public static RouteHandlerBuilder Get(this IEndpointRouteBuilder api, [StringSyntax("Route")] string pattern, Delegate handler) => Map(api, HttpMethods.Get, pattern, handler);

    public static RouteHandlerBuilder Post(this IEndpointRouteBuilder api, [StringSyntax("Route")] string pattern, Delegate handler) => Map(api, HttpMethods.Post, pattern, handler);

    public static RouteHandlerBuilder Put(this IEndpointRouteBuilder api, [StringSyntax("Route")] string pattern, Delegate handler) => Map(api, HttpMethods.Put, pattern, handler);

    public static RouteHandlerBuilder Delete(this IEndpointRouteBuilder api, [StringSyntax("Route")] string pattern, Delegate handler) => Map(api, HttpMethods.Delete, pattern, handler);

    private static RouteHandlerBuilder Map(IEndpointRouteBuilder api, string method, string pattern, Delegate handler) =>
        RouteHandlerServices.Map(api, pattern, handler, [method], RequestDelegateFactory.InferMetadata, MakeLate);

    private static RequestDelegateResult MakeLate(Delegate handler, RequestDelegateFactoryOptions options, RequestDelegateMetadataResult? metadata)
    {
        var made = new Lazy<RequestDelegate>(() => RequestDelegateFactory.Create(handler, options, metadata).RequestDelegate);
        return new(context => made.Value(context), metadata?.EndpointMetadata ?? []);
    }
}
