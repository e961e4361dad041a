using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Identity;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Features.Accounts;

/// <summary>An administrator makes an account and its one-time enrolment link.</summary>
public static class InviteAccount
{
    [Allows(Role.Administrator)]
    public sealed record Command : ScopedRequest, ICommand<Guid>
    {
        public string UserName { get; init; } = "";

        public string DisplayName { get; init; } = "";

        /// <summary>Where the link is mailed to; without it the administrator hands the link over.</summary>
        public string? Email { get; init; }

        public Role Role { get; init; }

        /// <summary><c>own-cases</c>, <c>centre</c>, <c>province</c>, <c>nation</c> or <c>company</c>.</summary>
        public string ScopeKind { get; init; } = "";

        public Guid? CentreId { get; init; }

        public string? ProvinceCode { get; init; }

        public Guid? EmployerId { get; init; }

        /// <summary><c>km</c> or <c>en</c>.</summary>
        public string Language { get; init; } = "km";

        public AuditSubject Subject(Guid value) => new("account", value, Detail: $"role={Role} scope={ScopeKind}");
    }

    public sealed class Validator : AbstractValidator<Command>
    {
        public Validator()
        {
            RuleFor(c => c.UserName).NotEmpty().MaximumLength(120).Matches(@"^[\w.@+\-]+$");
            RuleFor(c => c.DisplayName).NotEmpty().MaximumLength(120);
            RuleFor(c => c.Email).EmailAddress().MaximumLength(200).When(c => !string.IsNullOrEmpty(c.Email));
            RuleFor(c => c.Role).Must(AccountPlace.Roles.Contains).WithErrorCode("unknown-code");
            RuleFor(c => c.Language).Must(l => l is "km" or "en").WithErrorCode("unknown-code");
        }
    }

    public sealed class Handler(Database db, AccountStore store, Invitations invitations, ILookupNormalizer normaliser, TimeProvider clock)
        : IRequestHandler<Command, Outcome<Guid>>
    {
        private const string FactsSql = """
            SELECT (SELECT COUNT(*) FROM Account WHERE NormalisedUserName = @Name) AS Named,
                   (SELECT COUNT(*) FROM Centre WHERE Id = @CentreId) AS Centres,
                   (SELECT COUNT(*) FROM Province WHERE Code = @ProvinceCode) AS Provinces,
                   (SELECT COUNT(*) FROM Employer WHERE Id = @EmployerId) AS Employers
            """;

        public async Task<Outcome<Guid>> Handle(Command command, CancellationToken cancellationToken)
        {
            var name = normaliser.NormalizeName(command.UserName)!;
            var facts = await db.SingleAsync<Facts>(FactsSql, new { Name = name, command.CentreId, command.ProvinceCode, command.EmployerId }, cancellationToken);
            if (Refuse(command, facts) is { } refusal)
            {
                return refusal;
            }

            var account = new Account
            {
                Id = Guid.CreateVersion7(),
                UserName = command.UserName,
                NormalisedUserName = name,
                DisplayName = command.DisplayName.Trim(),
                Email = string.IsNullOrEmpty(command.Email) ? null : command.Email,
                Role = command.Role,
                ScopeKind = command.ScopeKind,
                CentreId = command.ScopeKind is AccountPlace.Centre or AccountPlace.OwnCases ? command.CentreId : null,
                ProvinceCode = command.ScopeKind == AccountPlace.Province ? command.ProvinceCode : null,
                EmployerId = command.ScopeKind == AccountPlace.Company ? command.EmployerId : null,
                Language = command.Language,
                SecurityStamp = Account.NewStamp(),
                CreatedAt = clock.GetUtcNow().UtcDateTime,
            };
            await store.CreateAsync(account, cancellationToken);
            await invitations.IssueAsync(db, account, cancellationToken);
            return account.Id;
        }
    }

    internal static Refusal? Refuse(Command command, Facts facts) =>
        AccountPlace.Refuse(
            command.Role, command.ScopeKind,
            facts.Centres == 1 ? command.CentreId : null, facts.Provinces == 1 ? command.ProvinceCode : null, facts.Employers == 1 ? command.EmployerId : null)
            is var (field, code) ? Refusal.Invalid(new FieldError(field, code))
        : facts.Named > 0 ? Refusal.Invalid(new FieldError(nameof(command.UserName), "user-name-taken"))
        : null;

    internal sealed record Facts
    {
        public required int Named { get; init; }

        public required int Centres { get; init; }

        public required int Provinces { get; init; }

        public required int Employers { get; init; }
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.Post("/accounts", (Command body, ApiEdge edge) => edge.Create(body with { Scope = edge.Scope }, id => $"/accounts/{id}"))
            .For<Command>("Make an account and its one-time enrolment link");
}
