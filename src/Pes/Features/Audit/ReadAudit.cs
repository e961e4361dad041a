using FluentValidation;
using MediatR;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Text;
using Pes.Platform.Web;

namespace Pes.Features.Audit;

/// <summary>An auditor reads who did what, newest first. Persons stand there by pseudonym; the reading is a row of its own.</summary>
public static class ReadAudit
{
    private const int PageSize = 50;

    [Allows(Role.Auditor)]
    public sealed record Query : ScopedRequest, IQuery<Page>, IAuditedRead
    {
        /// <summary>Id of the account that acted.</summary>
        public string? Account { get; init; }

        /// <summary>Name of the operation, for example <c>refer-to-vacancy</c>.</summary>
        public string? Operation { get; init; }

        /// <summary>Id of what was read or changed.</summary>
        public string? Subject { get; init; }

        /// <summary>Pseudonym of the person concerned.</summary>
        public string? Person { get; init; }

        /// <summary>First day in Cambodia.</summary>
        public DateOnly? From { get; init; }

        /// <summary>Last day in Cambodia.</summary>
        public DateOnly? Until { get; init; }

        /// <summary>From 1.</summary>
        public int PageNumber { get; init; } = 1;

        AuditSubject IAuditedRead.Subject => new("audit", null, Guid.TryParse(Person, out var person) ? person : null, $"page={PageNumber}");
    }

    /// <param name="HasNext">Whether older rows follow.</param>
    public sealed record Page(IReadOnlyList<Row> Rows, int PageNumber, bool HasNext);

    public sealed record Row
    {
        public required long Sequence { get; init; }

        /// <summary>UTC.</summary>
        public required DateTime At { get; init; }

        public required Guid AccountId { get; init; }

        /// <summary>Null for the product itself.</summary>
        public required string? AccountName { get; init; }

        public required string Operation { get; init; }

        public required string SubjectKind { get; init; }

        public required Guid? SubjectId { get; init; }

        public required Guid? PersonId { get; init; }

        public required string? Detail { get; init; }
    }

    public sealed class Validator : AbstractValidator<Query>
    {
        public Validator()
        {
            RuleFor(q => q.Account).Must(BeAnId).WithErrorCode("not-an-id");
            RuleFor(q => q.Subject).Must(BeAnId).WithErrorCode("not-an-id");
            RuleFor(q => q.Person).Must(BeAnId).WithErrorCode("not-an-id");
            RuleFor(q => q.Operation).MaximumLength(80);
            RuleFor(q => q.PageNumber).InclusiveBetween(1, 100_000);
        }

        private static bool BeAnId(string? text) => string.IsNullOrWhiteSpace(text) || Guid.TryParse(text, out _);
    }

    public sealed class Handler(Database db) : IRequestHandler<Query, Outcome<Page>>
    {
        private const string RowsSql = """
            SELECT r.Sequence, r.At, r.AccountId, a.DisplayName AS AccountName, r.Operation, r.SubjectKind, r.SubjectId, r.PersonId, r.Detail
            FROM AuditRow r
            LEFT JOIN Account a ON a.Id = r.AccountId
            WHERE (@AccountId IS NULL OR r.AccountId = @AccountId)
              AND (@SubjectId IS NULL OR r.SubjectId = @SubjectId)
              AND (@PersonId IS NULL OR r.PersonId = @PersonId)
              AND (@Operation IS NULL OR r.Operation = @Operation)
              AND (@FromUtc IS NULL OR r.At >= @FromUtc)
              AND (@UntilUtc IS NULL OR r.At < @UntilUtc)
            ORDER BY r.Sequence DESC
            OFFSET @Skip ROWS FETCH NEXT @Take ROWS ONLY
            """;

        public async Task<Outcome<Page>> Handle(Query query, CancellationToken cancellationToken)
        {
            var rows = await db.QueryAsync<Row>(
                RowsSql,
                new
                {
                    AccountId = Id(query.Account),
                    SubjectId = Id(query.Subject),
                    PersonId = Id(query.Person),
                    Operation = string.IsNullOrWhiteSpace(query.Operation) ? null : query.Operation.Trim(),
                    FromUtc = query.From is { } from ? Formats.BeginsUtc(from) : (DateTime?)null,
                    UntilUtc = query.Until is { } until ? Formats.BeginsUtc(until.AddDays(1)) : (DateTime?)null,
                    Skip = (query.PageNumber - 1) * PageSize,
                    Take = PageSize + 1,
                },
                cancellationToken);
            return new Page([.. rows.Take(PageSize)], query.PageNumber, rows.Count > PageSize);
        }

        private static Guid? Id(string? text) => Guid.TryParse(text, out var id) ? id : null;
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.Get("/audit", (string? account, string? operation, string? subject, string? person, DateOnly? from, DateOnly? until, int? page, ApiEdge edge) =>
                edge.Ask(new Query
                {
                    Account = account, Operation = operation, Subject = subject, Person = person, From = from, Until = until,
                    PageNumber = page ?? 1, Scope = edge.Scope,
                }))
            .For<Query>("Read the audit trail");
}
