using System.CommandLine;
using MediatR;
using Pes.Features.Accounts;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Cli;

/// <summary>Accounts from the command line: the first administrator above all.</summary>
internal static class User
{
    private const string CentreSql = "SELECT Id FROM Centre WHERE Code = @Code OR ProvinceCode = @Code ORDER BY Code";

    private const string AccountSql = "SELECT Id FROM Account WHERE NormalisedUserName = @Name";

    public static Command Command() => new("user", "Make and disable accounts.") { Add(), Disable() };

    private static Command Add()
    {
        var name = new Option<string>("--name") { Description = "User name, for example sok.dara.", Required = true };
        var display = new Option<string?>("--display") { Description = "Name as others see it; the user name where none is given." };
        var role = new Option<Role?>("--role") { Description = "Counsellor, CentreManager, Monitor, Trainer, Auditor, Employer or Administrator." };
        var admin = new Option<bool>("--admin") { Description = "The same as --role Administrator." };
        var centre = new Option<string?>("--centre") { Description = "Code of the job centre." };
        var province = new Option<string?>("--province") { Description = "Code of the province, two digits." };
        var employer = new Option<Guid?>("--employer") { Description = "Id of the employer." };
        var email = new Option<string?>("--email") { Description = "Where the link is mailed to as well." };
        var language = new Option<string>("--language") { Description = "km or en.", DefaultValueFactory = _ => "km" };
        language.AcceptOnlyFromAmong("km", "en");
        var command = new Command("add", "Make an account and print its one-time enrolment link.") { name, display, role, admin, centre, province, employer, email, language };
        command.SetAction(async (parsed, ct) =>
        {
            var chosen = parsed.GetValue(admin) ? Role.Administrator : parsed.GetValue(role) ?? throw new CommandException("Say --role ROLE or --admin.");
            await using var app = PesApp.Build([]);
            await using var scope = app.Services.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<Database>();
            Guid? centreId = null;
            if (parsed.GetValue(centre) is { } code)
            {
                centreId = await db.FirstOrDefaultAsync<Guid?>(CentreSql, new { Code = code }, ct) ?? throw new CommandException($"There is no job centre {code}.");
            }

            var outcome = await scope.ServiceProvider.GetRequiredService<ISender>().Send(
                new InviteAccount.Command
                {
                    Scope = Scope.Product,
                    UserName = parsed.GetValue(name)!,
                    DisplayName = parsed.GetValue(display) ?? parsed.GetValue(name)!,
                    Email = parsed.GetValue(email),
                    Role = chosen,
                    ScopeKind = (chosen, centreId, parsed.GetValue(province)) switch
                    {
                        (Role.Employer, _, _) => AccountPlace.Company,
                        (_, not null, _) => AccountPlace.Centre,
                        (_, _, not null) => AccountPlace.Province,
                        _ => AccountPlace.Nation,
                    },
                    CentreId = centreId,
                    ProvinceCode = parsed.GetValue(province),
                    EmployerId = parsed.GetValue(employer),
                    Language = parsed.GetValue(language)!,
                },
                ct);
            var id = Value(scope.ServiceProvider, outcome);
            Console.WriteLine($"Account {parsed.GetValue(name)} is made. This link begins it; it works once, for {Invitations.Lasts.Days} days:");
            Console.WriteLine(await scope.ServiceProvider.GetRequiredService<Invitations>().LinkAsync(db, id, null, ct));
            return 0;
        });
        return command;
    }

    private static Command Disable()
    {
        var name = new Argument<string>("name") { Description = "User name." };
        var command = new Command("disable", "Disable an account and end its sessions.") { name };
        command.SetAction(async (parsed, ct) =>
        {
            await using var app = PesApp.Build([]);
            await using var scope = app.Services.CreateAsyncScope();
            var id = await scope.ServiceProvider.GetRequiredService<Database>()
                .FirstOrDefaultAsync<Guid?>(AccountSql, new { Name = parsed.GetValue(name)!.ToUpperInvariant() }, ct)
                ?? throw new CommandException($"There is no account {parsed.GetValue(name)}.");
            Value(scope.ServiceProvider, await scope.ServiceProvider.GetRequiredService<ISender>().Send(new DisableAccount.Command { Scope = Scope.Product, AccountId = id }, ct));
            Console.WriteLine($"Account {parsed.GetValue(name)} is disabled and its sessions are ended.");
            return 0;
        });
        return command;
    }

    private static T Value<T>(IServiceProvider services, Outcome<T> outcome)
    {
        if (outcome.Refusal is not { } refusal)
        {
            return outcome.Value;
        }

        System.Globalization.CultureInfo.CurrentUICulture = RequestLanguage.English;
        var sentences = services.GetRequiredService<RefusalSentences>();
        throw new CommandException(refusal.Fields.Count == 0
            ? sentences.Of(refusal)
            : string.Join(' ', refusal.Fields.Select(f => $"{f.Field}: {sentences.Of(f)}")));
    }
}
