using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Identity;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Features.Accounts;

/// <summary>Centre staff give a person of a company an account for that company, by a link that is mailed or handed over.</summary>
public static class InviteEmployerAccount
{
    [Allows(Role.Counsellor, Role.CentreManager, Role.Administrator)]
    public sealed record Command : ScopedRequest, ICommand<Guid>
    {
        public Guid EmployerId { get; init; }

        public string UserName { get; init; } = "";

        public string DisplayName { get; init; } = "";

        public string? Email { get; init; }

        /// <summary><c>km</c> or <c>en</c>.</summary>
        public string Language { get; init; } = "km";

        public AuditSubject Subject(Guid value) => new("account", value, Detail: $"employer={EmployerId:D}");
    }

    public sealed class Validator : AbstractValidator<Command>
    {
        public Validator()
        {
            RuleFor(c => c.UserName).NotEmpty().MaximumLength(120).Matches(@"^[\w.@+\-]+$");
            RuleFor(c => c.DisplayName).NotEmpty().MaximumLength(120);
            RuleFor(c => c.Email).EmailAddress().MaximumLength(200).When(c => !string.IsNullOrEmpty(c.Email));
            RuleFor(c => c.Language).Must(l => l is "km" or "en").WithErrorCode("unknown-code");
        }
    }

    public sealed class Handler(Database db, AccountStore store, Invitations invitations, ILookupNormalizer normaliser, TimeProvider clock)
        : IRequestHandler<Command, Outcome<Guid>>
    {
        private const string FactsSql = """
            SELECT (SELECT COUNT(*) FROM Account WHERE NormalisedUserName = @Name) AS Named,
                   (SELECT COUNT(*) FROM Employer WHERE Id = @EmployerId) AS Employers
            """;

        public async Task<Outcome<Guid>> Handle(Command command, CancellationToken cancellationToken)
        {
            var name = normaliser.NormalizeName(command.UserName)!;
            var facts = await db.SingleAsync<Facts>(FactsSql, new { Name = name, command.EmployerId }, cancellationToken);
            if (Refuse(facts) is { } refusal)
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
                Role = Role.Employer,
                ScopeKind = AccountPlace.Company,
                EmployerId = command.EmployerId,
                Language = command.Language,
                SecurityStamp = Account.NewStamp(),
                CreatedAt = clock.GetUtcNow().UtcDateTime,
            };
            await store.CreateAsync(account, cancellationToken);
            await invitations.IssueAsync(db, account, cancellationToken);
            return account.Id;
        }
    }

    internal static Refusal? Refuse(Facts facts) => facts switch
    {
        { Employers: 0 } => Refusal.NotFound,
        { Named: > 0 } => Refusal.Invalid(new FieldError(nameof(Command.UserName), "user-name-taken")),
        _ => null,
    };

    internal sealed record Facts
    {
        public required int Named { get; init; }

        public required int Employers { get; init; }
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.Post("/employers/{employerId:guid}/accounts", (Guid employerId, Command body, ApiEdge edge) =>
                edge.Create(body with { EmployerId = employerId, Scope = edge.Scope }, id => $"/accounts/{id}"))
            .For<Command>("Invite a person of a company");
}
