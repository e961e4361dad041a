using FluentValidation;
using MediatR;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Features.Accounts;

/// <summary>The accounts of the installation by part of a name, role and state, newest first.</summary>
public static class FindAccounts
{
    public const int PageSize = 50;

    [Allows(Pes.Platform.Security.Role.Administrator)]
    public sealed record Query : ScopedRequest, IQuery<Found>
    {
        /// <summary>Part of the sign-in name, small or capital.</summary>
        public string? Text { get; init; }

        public Role? Role { get; init; }

        /// <summary>1 for the first page.</summary>
        public int Page { get; init; } = 1;
    }

    public sealed record Found(int Total, IReadOnlyList<Row> Rows);

    public sealed record Row
    {
        public required Guid Id { get; init; }

        public required string UserName { get; init; }

        public required string DisplayName { get; init; }

        public required Role Role { get; init; }

        public required string ScopeKind { get; init; }

        public Guid? CentreId { get; init; }

        public string? ProvinceCode { get; init; }

        public DateTime? DisabledAt { get; init; }

        public DateTime? LockoutEndAt { get; init; }

        public required bool HasPassword { get; init; }

        public required int Passkeys { get; init; }

        public required bool HasApp { get; init; }
    }

    public sealed class Validator : AbstractValidator<Query>
    {
        public Validator()
        {
            RuleFor(q => q.Text).MaximumLength(120);
            RuleFor(q => q.Page).InclusiveBetween(1, 100_000);
        }
    }

    public sealed class Handler(Database db) : IRequestHandler<Query, Outcome<Found>>
    {
        private const string CountSql = """
            SELECT COUNT(*) FROM Account a
            WHERE (@Text IS NULL OR CHARINDEX(@Text, a.NormalisedUserName) > 0) AND (@Role IS NULL OR a.Role = @Role)
            """;

        private const string RowsSql = """
            SELECT a.Id, a.UserName, a.DisplayName, a.Role, a.ScopeKind, a.CentreId, a.ProvinceCode, a.DisabledAt, a.LockoutEndAt,
                   CASE WHEN a.PasswordHash IS NULL THEN 0 ELSE 1 END AS HasPassword, a.TotpEnabled AS HasApp,
                   (SELECT COUNT(*) FROM AccountPasskey p WHERE p.AccountId = a.Id) AS Passkeys
            FROM Account a
            WHERE (@Text IS NULL OR CHARINDEX(@Text, a.NormalisedUserName) > 0) AND (@Role IS NULL OR a.Role = @Role)
            ORDER BY a.Seq DESC
            OFFSET @Skip ROWS FETCH NEXT @Take ROWS ONLY
            """;

        public async Task<Outcome<Found>> Handle(Query query, CancellationToken cancellationToken)
        {
            var args = new
            {
                Text = string.IsNullOrWhiteSpace(query.Text) ? null : query.Text.Trim().ToUpperInvariant(),
                Role = query.Role?.ToString(),
                Skip = (query.Page - 1) * PageSize,
                Take = PageSize,
            };
            return new Found(await db.SingleAsync<int>(CountSql, args, cancellationToken), await db.QueryAsync<Row>(RowsSql, args, cancellationToken));
        }
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.Get("/accounts", (string? text, Role? role, int? page, ApiEdge edge) =>
                edge.Ask(new Query { Text = text, Role = role, Page = page ?? 1, Scope = edge.Scope }))
            .For<Query>("Find accounts");
}
