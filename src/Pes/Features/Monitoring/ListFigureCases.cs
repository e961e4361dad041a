using System.Security.Cryptography;
using FluentValidation;
using MediatR;
using Pes.Features.Reference;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Text;
using Pes.Platform.Web;

namespace Pes.Features.Monitoring;

/// <summary>The cases behind a centre's figure: officers see case numbers of their scope, a monitor pseudonyms.</summary>
public static class ListFigureCases
{
    private const int PageSize = 50;

    [Allows(Role.Monitor, Role.CentreManager, Role.Counsellor)]
    public sealed record Query : ScopedRequest, IQuery<Answer>, IAuditedRead
    {
        public FigureFilter Filter { get; init; } = new();

        /// <summary>From 1.</summary>
        public int Page { get; init; } = 1;

        public AuditSubject Subject => new("figures", Filter.CentreId, Detail: $"measure={Filter.Measure} cases");
    }

    public sealed record Answer(FigureFilter Filter, DateOnly From, DateOnly To, int Total, int Pages, IReadOnlyList<Case> Cases);

    /// <param name="CaseFileId">Null for a reader who sees pseudonyms.</param>
    /// <param name="Name">The case number, or the pseudonym.</param>
    /// <param name="At">When what is counted happened.</param>
    /// <param name="Outcome">The state of the referral, the evidence of the placement, or the state of the case.</param>
    public sealed record Case(Guid? CaseFileId, string Name, DateTime At, string Outcome);

    public sealed class Validator : AbstractValidator<Query>
    {
        public Validator(Vocabulary vocabulary)
        {
            RuleFor(q => q.Filter).NotNull().SetValidator(new FigureFilterValidator(vocabulary));
            RuleFor(q => q.Filter.Measure).NotEqual(Measure.Vacancies).WithErrorCode("not-of-persons");
            RuleFor(q => q.Page).InclusiveBetween(1, 100_000);
        }
    }

    public sealed class Handler(Database db, AuditKey key, TimeProvider clock) : IRequestHandler<Query, Outcome<Answer>>
    {
        private const string WithinSql = $"""
            {Scope.SeesCaseSql} AND (@CentreId IS NULL OR c.CentreId = @CentreId)
            AND (@ProvinceCode IS NULL OR c.CentreId IN (SELECT pc.Id FROM Centre pc WHERE pc.ProvinceCode = @ProvinceCode))
            """;

        private const string RegisteredSql = $"SELECT c.Id, c.Number, c.OpenedAt AS At, c.Status AS Outcome FROM CaseFile c WHERE c.OpenedAt >= @Begins AND c.OpenedAt < @Ends AND {WithinSql}";

        private const string ReferredSql = $"""
            SELECT c.Id, c.Number, r.SentAt AS At, r.Status AS Outcome FROM Referral r JOIN CaseFile c ON c.Id = r.CaseFileId
            WHERE r.SentAt >= @Begins AND r.SentAt < @Ends AND {WithinSql}
            """;

        private const string PlacedSql = $"""
            SELECT c.Id, c.Number, pl.CreatedAt AS At, s.EvidenceGrade AS Outcome
            FROM Placement pl JOIN PlacementVersion s ON s.PlacementId = pl.Id AND s.IsCurrent = 1 JOIN CaseFile c ON c.Id = pl.CaseFileId
            WHERE pl.CreatedAt >= @Begins AND pl.CreatedAt < @Ends AND {WithinSql}
            """;

        private const string NewestPage = "ORDER BY At DESC, Number OFFSET @Skip ROWS FETCH NEXT @Take ROWS ONLY";

        private const string RegisteredCountSql = $"SELECT COUNT(*) FROM ({RegisteredSql}) counted";

        private const string RegisteredPageSql = $"SELECT Id, Number, At, Outcome FROM ({RegisteredSql}) counted {NewestPage}";

        private const string ReferredCountSql = $"SELECT COUNT(*) FROM ({ReferredSql}) counted";

        private const string ReferredPageSql = $"SELECT Id, Number, At, Outcome FROM ({ReferredSql}) counted {NewestPage}";

        private const string PlacedCountSql = $"SELECT COUNT(*) FROM ({PlacedSql}) counted";

        private const string PlacedPageSql = $"SELECT Id, Number, At, Outcome FROM ({PlacedSql}) counted {NewestPage}";

        public async Task<Outcome<Answer>> Handle(Query query, CancellationToken cancellationToken)
        {
            var filter = query.Filter;
            var period = FigurePeriod.Last(filter.Months, clock.TodayInCambodia());
            var (count, page) = filter.Measure switch
            {
                Measure.Referrals or Measure.Answers => (ReferredCountSql, ReferredPageSql),
                Measure.Placements => (PlacedCountSql, PlacedPageSql),
                _ => (RegisteredCountSql, RegisteredPageSql),
            };
            var args = new
            {
                query.Scope.SessionId,
                query.Scope.OwnCasesOf,
                filter.CentreId,
                filter.ProvinceCode,
                Begins = Formats.BeginsUtc(period.From),
                Ends = Formats.BeginsUtc(period.To),
                Skip = (query.Page - 1) * PageSize,
                Take = PageSize,
            };
            var total = await db.SingleAsync<int>(count, args, cancellationToken);
            var rows = await db.QueryAsync<Row>(page, args, cancellationToken);
            var named = query.Scope.Role != Role.Monitor;
            return new Answer(
                filter, period.From, period.To, total, (total + PageSize - 1) / PageSize,
                [.. rows.Select(r => new Case(named ? r.Id : null, named ? r.Number : Pseudonym(r.Id), r.At, r.Outcome))]);
        }

        /// <summary>The same name for the same case, which nobody can turn back without the key of the audit chain.</summary>
        internal string Pseudonym(Guid caseFileId) => Convert.ToHexString(HMACSHA256.HashData(key.Bytes, caseFileId.ToByteArray()))[..10];

        private sealed record Row
        {
            public required Guid Id { get; init; }

            public required string Number { get; init; }

            public required DateTime At { get; init; }

            public required string Outcome { get; init; }
        }
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.Get("/figures/cases", ([AsParameters] FigureQuestion question, int? page, ApiEdge edge) => edge.Ask(new Query { Filter = question.Filter, Page = page ?? 1, Scope = edge.Scope }))
            .For<Query>("List the cases behind a figure");
}
