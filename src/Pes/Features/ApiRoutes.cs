namespace Pes.Features;

/// <summary>The API's table of contents: one line an endpoint, under /api/v1.</summary>
public static class ApiRoutes
{
    public static void MapApi(this IEndpointRouteBuilder app)
    {
        Home.SwitchLanguage.Map(app);

        var api = app.MapGroup("/api/v1");

        Accounts.StartSession.Map(api);
        Accounts.SignOut.Map(api);
        Accounts.ReadOwnAccount.Map(api);
        Accounts.FindAccounts.Map(api);
        Accounts.ReadAccount.Map(api);
        Accounts.InviteAccount.Map(api);
        Accounts.InviteEmployerAccount.Map(api);
        Accounts.ReinviteAccount.Map(api);
        Accounts.ChangeAccountPlace.Map(api);
        Accounts.DisableAccount.Map(api);
        Accounts.EnableAccount.Map(api);
    }
}
