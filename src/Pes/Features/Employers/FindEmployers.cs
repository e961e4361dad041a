using FluentValidation;
using MediatR;
using Pes.Features.Reference;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Features.Employers;

/// <summary>The employers of the nation, filtered, a page at a time.</summary>
public static class FindEmployers
{
    [Allows(Role.Counsellor, Role.CentreManager, Role.Administrator)]
    public sealed record Query : ScopedRequest, IQuery<Page>
    {
        /// <summary>Words of the name in either script, or the registration number.</summary>
        public string? Q { get; init; }

        public string? Status { get; init; }

        public string? ProvinceCode { get; init; }

        /// <summary>ISIC section or division.</summary>
        public string? SectorCode { get; init; }

        /// <summary>From 1.</summary>
        public int PageNumber { get; init; } = 1;

        public int PageSize { get; init; } = 25;
    }

    public sealed class Validator : AbstractValidator<Query>
    {
        public Validator()
        {
            RuleFor(q => q.Q).MaximumLength(200);
            RuleFor(q => q.Status).Must(s => string.IsNullOrEmpty(s) || EmployerStatus.All.Contains(s, StringComparer.Ordinal)).WithErrorCode("unknown-code");
            RuleFor(q => q.ProvinceCode).MaximumLength(2);
            RuleFor(q => q.SectorCode).MaximumLength(4);
            RuleFor(q => q.PageNumber).InclusiveBetween(1, 100_000);
            RuleFor(q => q.PageSize).InclusiveBetween(1, 100);
        }
    }

    public sealed record Page(IReadOnlyList<Row> Rows, int Total, int PageNumber, int PageSize, IReadOnlyDictionary<string, int> ByStatus);

    public sealed record Row
    {
        public required Guid Id { get; init; }

        public required string NameEn { get; init; }

        public string? NameKm { get; init; }

        public required string Status { get; init; }

        public string? SectorCode { get; init; }

        public string? SizeCode { get; init; }

        public string? ProvinceCode { get; init; }

        public required int LiveVacancies { get; init; }

        public required int OpeningsLeft { get; init; }

        public string Name => RequestLanguage.IsKhmer ? NameKm ?? NameEn : NameEn;
    }

    public sealed class Handler(Database db) : IRequestHandler<Query, Outcome<Page>>
    {
        private const string ConditionsSql = """
            FROM Employer e
            WHERE (@ProvinceCode IS NULL OR e.ProvinceCode = @ProvinceCode)
              AND (@SectorCode IS NULL OR e.SectorCode = @SectorCode OR e.SectorCode IN (SELECT s.Code FROM Sector s WHERE s.ParentCode = @SectorCode))
              AND (@Word1 IS NULL OR e.NameKey LIKE @Word1 OR e.NameKmKey LIKE @Word1 OR e.RegistrationNumber = @Number)
              AND (@Word2 IS NULL OR e.NameKey LIKE @Word2 OR e.NameKmKey LIKE @Word2)
              AND (@Word3 IS NULL OR e.NameKey LIKE @Word3 OR e.NameKmKey LIKE @Word3)
            """;

        private const string CountSql = $"SELECT e.Status, COUNT(*) AS Number {ConditionsSql} GROUP BY e.Status";

        private const string RowsSql = $"""
            SELECT e.Id, e.NameEn, e.NameKm, e.Status, e.SectorCode, e.SizeCode, e.ProvinceCode,
                   (SELECT COUNT(*) FROM Vacancy v WHERE v.EmployerId = e.Id AND v.Status = 'live') AS LiveVacancies,
                   (SELECT COALESCE(SUM(v.Openings - v.Taken), 0) FROM Vacancy v WHERE v.EmployerId = e.Id AND v.Status = 'live') AS OpeningsLeft
            {ConditionsSql}
              AND (@Status IS NULL OR e.Status = @Status)
            ORDER BY e.NameKey, e.Seq
            OFFSET @Skip ROWS FETCH NEXT @Take ROWS ONLY
            """;

        public async Task<Outcome<Page>> Handle(Query request, CancellationToken cancellationToken)
        {
            var words = SearchWords.Of(request.Q);
            var args = new
            {
                ProvinceCode = Given(request.ProvinceCode),
                SectorCode = Given(request.SectorCode),
                Word1 = words.ElementAtOrDefault(0),
                Word2 = words.ElementAtOrDefault(1),
                Word3 = words.ElementAtOrDefault(2),
                Number = request.Q?.Trim().ToUpperInvariant(),
                Status = Given(request.Status),
                Skip = (request.PageNumber - 1) * request.PageSize,
                Take = request.PageSize,
            };
            var byStatus = (await db.QueryAsync<StatusCount>(CountSql, args, cancellationToken)).ToDictionary(c => c.Status, c => c.Number, StringComparer.Ordinal);
            return new Page(
                await db.QueryAsync<Row>(RowsSql, args, cancellationToken),
                args.Status is { } status ? byStatus.GetValueOrDefault(status) : byStatus.Values.Sum(),
                request.PageNumber,
                request.PageSize,
                byStatus);
        }

        private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

        private sealed record StatusCount
        {
            public required string Status { get; init; }

            public required int Number { get; init; }
        }
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.Get("/employers", ([AsParameters] Filter filter, ApiEdge edge) => edge.Ask(filter.Query with { Scope = edge.Scope }))
            .For<Query>("Employers, filtered, a page at a time");

    /// <summary>The query string of the endpoint.</summary>
    public sealed record Filter(string? Q, string? Status, string? Province, string? Sector, int? Page, int? Size)
    {
        internal Query Query => new()
        {
            Q = Q,
            Status = Status,
            ProvinceCode = Province,
            SectorCode = Sector,
            PageNumber = Page ?? 1,
            PageSize = Size ?? 25,
        };
    }
}
