namespace Pes.Features;

/// <summary>The API's table of contents: one line an endpoint, under /api/v1.</summary>
public static class ApiRoutes
{
    public static void MapApi(this IEndpointRouteBuilder app)
    {
        Home.SwitchLanguage.Map(app);

        var api = app.MapGroup("/api/v1");
    }
}
