using MediatR;
using Microsoft.Extensions.Localization;
using Pes.Features.Reference;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Features.Accounts;

/// <summary>Another role, centre or province; every session of the account ends, so that none keeps the old right.</summary>
public static class ChangeAccountPlace
{
    [Allows(Role.Administrator)]
    public sealed record Command : ScopedRequest, ICommand<Done>
    {
        public Guid AccountId { get; init; }

        public Role Role { get; init; }

        /// <summary><c>own-cases</c>, <c>centre</c>, <c>province</c>, <c>nation</c> or <c>company</c>.</summary>
        public string ScopeKind { get; init; } = "";

        public Guid? CentreId { get; init; }

        public string? ProvinceCode { get; init; }

        public Guid? EmployerId { get; init; }

        public int Version { get; init; }

        public AuditSubject Subject(Done value) => new("account", AccountId, Detail: $"role={Role} scope={ScopeKind}");
    }

    /// <summary>The fields that two administrators may have changed at once.</summary>
    private sealed record Place(Role Role, string ScopeKind, Guid? CentreId, string? ProvinceCode, Guid? EmployerId);

    public sealed class Handler(Database db, AccountStore store, AccountSessions sessions, Vocabulary vocabulary, IStringLocalizer<AccountsWords> words) : IRequestHandler<Command, Outcome<Done>>
    {
        private const string FactsSql = """
            SELECT (SELECT COUNT(*) FROM Centre WHERE Id = @CentreId) AS Centres,
                   (SELECT COUNT(*) FROM Province WHERE Code = @ProvinceCode) AS Provinces,
                   (SELECT COUNT(*) FROM Employer WHERE Id = @EmployerId) AS Employers
            """;

        private const string ChangeSql = """
            UPDATE Account
            SET Role = @Role, ScopeKind = @ScopeKind, CentreId = @CentreId, ProvinceCode = @ProvinceCode, EmployerId = @EmployerId,
                SecurityStamp = @Stamp, Version = Version + 1
            WHERE Id = @AccountId AND Version = @Version
            """;

        public async Task<Outcome<Done>> Handle(Command command, CancellationToken cancellationToken)
        {
            var account = await store.FindAsync(command.AccountId, cancellationToken);
            var facts = await db.SingleAsync<Facts>(FactsSql, new { command.CentreId, command.ProvinceCode, command.EmployerId }, cancellationToken);
            if (Refuse(command, account, facts) is { } refusal)
            {
                return refusal;
            }

            var rows = await db.ExecuteAsync(
                ChangeSql,
                new
                {
                    command.AccountId,
                    Role = command.Role.ToString(),
                    command.ScopeKind,
                    CentreId = command.ScopeKind is AccountPlace.Centre or AccountPlace.OwnCases ? command.CentreId : null,
                    ProvinceCode = command.ScopeKind == AccountPlace.Province ? command.ProvinceCode : null,
                    EmployerId = command.ScopeKind == AccountPlace.Company ? command.EmployerId : null,
                    Stamp = Account.NewStamp(),
                    command.Version,
                },
                cancellationToken);
            if (rows == 0)
            {
                return Refusal.Stale(
                    new Place(account!.Role, account.ScopeKind, account.CentreId, account.ProvinceCode, account.EmployerId),
                    new Place(command.Role, command.ScopeKind, command.CentreId, command.ProvinceCode, command.EmployerId)).InWords(Told);
            }

            await sessions.EndAllAsync(db, command.AccountId, cancellationToken);
            return default(Done);
        }

        private string Told(string field, string text) => field switch
        {
            nameof(Place.Role) => words["role-" + text],
            nameof(Place.ScopeKind) => words["scope-" + text],
            nameof(Place.CentreId) => vocabulary.Centre(Guid.Parse(text)),
            nameof(Place.ProvinceCode) => vocabulary.Province(text),
            _ => text,
        };
    }

    internal static Refusal? Refuse(Command command, Account? account, Facts facts) => account switch
    {
        null or { Role: Role.Jobseeker } => Refusal.NotFound,
        { Id: var id } when id == command.Scope.AccountId => new("not-own-account"),
        _ when AccountPlace.Refuse(
            command.Role, command.ScopeKind,
            facts.Centres == 1 ? command.CentreId : null, facts.Provinces == 1 ? command.ProvinceCode : null, facts.Employers == 1 ? command.EmployerId : null)
            is var (field, code) => Refusal.Invalid(new FieldError(field, code)),
        _ => null,
    };

    internal sealed record Facts
    {
        public required int Centres { get; init; }

        public required int Provinces { get; init; }

        public required int Employers { get; init; }
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.Put("/accounts/{accountId:guid}/place", (Guid accountId, Command body, ApiEdge edge) =>
                edge.Do(body with { AccountId = accountId, Scope = edge.Scope }))
            .For<Command>("Change role, centre or province; ends the account's sessions");
}
