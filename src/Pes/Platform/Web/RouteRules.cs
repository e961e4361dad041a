using System.Reflection;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Web.Api;

namespace Pes.Platform.Web;

public static class RouteRules
{
    /// <summary>
    /// Gives a route the rule of the request it sends, its name and its place in the API document. The attribute on the
    /// request is the only place where the roles stand.
    /// </summary>
    /// <typeparam name="TRequest">The command or query behind the route.</typeparam>
    /// <param name="contentType">Of the answer of a query, where it is not JSON.</param>
    public static RouteHandlerBuilder For<TRequest>(this RouteHandlerBuilder route, string summary, string? contentType = null)
        where TRequest : MediatR.IBaseRequest
    {
        var rule = typeof(TRequest).GetCustomAttribute<AllowsAttribute>()
            ?? throw new InvalidOperationException($"{typeof(TRequest).FullName} names no roles: add [Allows(…)].");
        var feature = typeof(TRequest).Namespace!.Split('.')[^1];
        route.Add(endpoint => RouteFields.Take(
            typeof(TRequest), ((RouteEndpointBuilder)endpoint).RoutePattern.Parameters.Select(p => p.Name)));
        route.RequireAuthorization(rule)
            .WithMetadata(new SendsRequest(typeof(TRequest)))
            .WithName(OperationName.Of(typeof(TRequest)))
            .WithSummary(summary)
            .WithTags(feature)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status429TooManyRequests);
        if (typeof(ICommand).IsAssignableFrom(typeof(TRequest)))
        {
            route.ProducesProblem(StatusCodes.Status409Conflict)
                .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
                .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
            return ValueOf(typeof(TRequest)) == typeof(Done)
                ? route.Produces(StatusCodes.Status204NoContent)
                : route.Produces(StatusCodes.Status201Created, typeof(Created<>).MakeGenericType(ValueOf(typeof(TRequest))));
        }

        return route.Produces(StatusCodes.Status200OK, ValueOf(typeof(TRequest)), contentType);
    }

    private static Type ValueOf(Type request) => request.GetInterfaces()
        .Single(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(MediatR.IRequest<>))
        .GetGenericArguments()[0].GetGenericArguments()[0];
}
