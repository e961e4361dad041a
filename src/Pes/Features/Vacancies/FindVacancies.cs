using FluentValidation;
using MediatR;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Web;
using Pes.Features.Reference;

namespace Pes.Features.Vacancies;

/// <summary>The vacancies of the nation for staff, of its own company for an employer; filtered, counted, a page at a time.</summary>
public static class FindVacancies
{
    private const int MostRows = 100;

    [Allows(Role.Counsellor, Role.CentreManager, Role.Employer, Role.Monitor, Role.Administrator)]
    public sealed record Query : ScopedRequest, IQuery<Page>
    {
        /// <summary>Words of the title, the employer's name, or the number.</summary>
        public string? Q { get; init; }

        public string? Status { get; init; }

        public string? ProvinceCode { get; init; }

        /// <summary>ISCO-08 code of one to four digits.</summary>
        public string? Isco { get; init; }

        public bool Flagged { get; init; }

        public Guid? EmployerId { get; init; }

        /// <summary>newest, closing, oldest or title.</summary>
        public string Sort { get; init; } = "newest";

        /// <summary>From 1.</summary>
        public int PageNumber { get; init; } = 1;

        public int PageSize { get; init; } = 25;
    }

    public sealed class Validator : AbstractValidator<Query>
    {
        public Validator()
        {
            RuleFor(q => q.Q).MaximumLength(200);
            RuleFor(q => q.Status).Must(s => string.IsNullOrEmpty(s) || VacancyStatus.All.Contains(s, StringComparer.Ordinal)).WithErrorCode("unknown-code");
            RuleFor(q => q.ProvinceCode).MaximumLength(2);
            RuleFor(q => q.Isco).MaximumLength(4).Must(i => i is null || i.All(char.IsAsciiDigit)).WithErrorCode("unknown-code");
            RuleFor(q => q.Sort).Must(Handler.Orders.ContainsKey).WithErrorCode("unknown-code");
            RuleFor(q => q.PageNumber).InclusiveBetween(1, 100_000);
            RuleFor(q => q.PageSize).InclusiveBetween(1, MostRows);
        }
    }

    public sealed record Page(IReadOnlyList<Row> Rows, int Total, int PageNumber, int PageSize, IReadOnlyDictionary<string, int> ByStatus);

    public sealed record Row
    {
        public required Guid Id { get; init; }

        public required string Number { get; init; }

        public required Guid EmployerId { get; init; }

        public required string EmployerNameEn { get; init; }

        public string? EmployerNameKm { get; init; }

        public required string Status { get; init; }

        public string? TitleEn { get; init; }

        public string? TitleKm { get; init; }

        public string? IscoCode { get; init; }

        public required int Openings { get; init; }

        public required int Taken { get; init; }

        /// <summary>Riel a month.</summary>
        public long? MonthlyWageFromKhr { get; init; }

        /// <summary>Riel a month.</summary>
        public long? MonthlyWageToKhr { get; init; }

        public required DateOnly ClosesOn { get; init; }

        public DateTime? PublishedAt { get; init; }

        public required DateTime CreatedAt { get; init; }

        public required int OpenFlags { get; init; }

        public IReadOnlyList<string> ProvinceCodes { get; init; } = [];

        /// <summary>In the reader's language where there is one.</summary>
        public string Title => VacancyWording.InReadersLanguage(TitleEn, TitleKm);

        public string EmployerName => VacancyWording.InReadersLanguage(EmployerNameEn, EmployerNameKm);
    }

    public sealed class Handler(Database db) : IRequestHandler<Query, Outcome<Page>>
    {
        private const string ConditionsSql = """
            FROM Vacancy v
            JOIN Employer e ON e.Id = v.EmployerId
            WHERE (@EmployerId IS NULL OR v.EmployerId = @EmployerId)
              AND (@ProvinceCode IS NULL OR EXISTS (SELECT 1 FROM VacancyPlace p WHERE p.VacancyId = v.Id AND p.ProvinceCode = @ProvinceCode))
              AND (@Isco IS NULL OR v.IscoCode LIKE @Isco)
              AND (@Flagged = 0 OR EXISTS (SELECT 1 FROM VacancyFlag f WHERE f.VacancyId = v.Id AND f.ResolvedAt IS NULL))
              AND (@Word1 IS NULL OR v.SearchKey LIKE @Word1 OR e.NameKey LIKE @Word1 OR e.NameKmKey LIKE @Word1 OR v.Number = @Number)
              AND (@Word2 IS NULL OR v.SearchKey LIKE @Word2 OR e.NameKey LIKE @Word2 OR e.NameKmKey LIKE @Word2)
              AND (@Word3 IS NULL OR v.SearchKey LIKE @Word3 OR e.NameKey LIKE @Word3 OR e.NameKmKey LIKE @Word3)
            """;

        private const string CountSql = $"SELECT v.Status, COUNT(*) AS Number {ConditionsSql} GROUP BY v.Status";

        private const string RowsSql = $"""
            SELECT v.Id, v.Number, v.EmployerId, e.NameEn AS EmployerNameEn, e.NameKm AS EmployerNameKm, v.Status, v.TitleEn, v.TitleKm, v.IscoCode,
                   v.Openings, v.Taken, v.MonthlyWageFromKhr, v.MonthlyWageToKhr, v.ClosesOn, v.PublishedAt, v.CreatedAt,
                   (SELECT COUNT(*) FROM VacancyFlag f WHERE f.VacancyId = v.Id AND f.ResolvedAt IS NULL) AS OpenFlags
            {ConditionsSql}
              AND (@Status IS NULL OR v.Status = @Status)
            """;

        private const string NewestSql = $"""
            {RowsSql}
            ORDER BY CASE WHEN v.PublishedAt IS NULL THEN v.CreatedAt ELSE v.PublishedAt END DESC, v.Seq DESC
            OFFSET @Skip ROWS FETCH NEXT @Take ROWS ONLY
            """;

        private const string OldestSql = $"""
            {RowsSql}
            ORDER BY v.Seq
            OFFSET @Skip ROWS FETCH NEXT @Take ROWS ONLY
            """;

        private const string ClosingSql = $"""
            {RowsSql}
            ORDER BY v.ClosesOn, v.Seq
            OFFSET @Skip ROWS FETCH NEXT @Take ROWS ONLY
            """;

        private const string TitleSql = $"""
            {RowsSql}
            ORDER BY v.SearchKey, v.Seq
            OFFSET @Skip ROWS FETCH NEXT @Take ROWS ONLY
            """;

        private const string PlacesSql = """
            SELECT p.VacancyId, p.ProvinceCode FROM VacancyPlace p WHERE p.VacancyId IN (SELECT value FROM OPENJSON(@Ids)) ORDER BY p.ProvinceCode
            """;

        internal static readonly IReadOnlyDictionary<string, string> Orders = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["newest"] = NewestSql,
            ["oldest"] = OldestSql,
            ["closing"] = ClosingSql,
            ["title"] = TitleSql,
        };

        public async Task<Outcome<Page>> Handle(Query request, CancellationToken cancellationToken)
        {
            var words = SearchWords.Of(request.Q);
            var args = new
            {
                EmployerId = VacancyScope.EmployerOf(request.Scope) ?? request.EmployerId,
                ProvinceCode = Given(request.ProvinceCode),
                Isco = Given(request.Isco) is { } isco ? isco + "%" : null,
                request.Flagged,
                Word1 = words.ElementAtOrDefault(0),
                Word2 = words.ElementAtOrDefault(1),
                Word3 = words.ElementAtOrDefault(2),
                Number = request.Q?.Trim().ToUpperInvariant(),
                Status = Given(request.Status),
                Skip = (request.PageNumber - 1) * request.PageSize,
                Take = request.PageSize,
            };
            var counts = await db.QueryAsync<StatusCount>(CountSql, args, cancellationToken);
            var rows = await db.QueryAsync<Row>(Orders[request.Sort], args, cancellationToken);
            var places = await db.QueryAsync<PlaceRow>(
                PlacesSql, new { Ids = System.Text.Json.JsonSerializer.Serialize(rows.Select(r => r.Id)) }, cancellationToken);
            var byVacancy = places.ToLookup(p => p.VacancyId, p => p.ProvinceCode);
            var byStatus = counts.ToDictionary(c => c.Status, c => c.Number, StringComparer.Ordinal);
            return new Page(
                [.. rows.Select(r => r with { ProvinceCodes = [.. byVacancy[r.Id]] })],
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

        private sealed record PlaceRow
        {
            public required Guid VacancyId { get; init; }

            public required string ProvinceCode { get; init; }
        }
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/vacancies", ([AsParameters] Filter filter, ApiEdge edge) => edge.Ask(filter.Query with { Scope = edge.Scope }))
            .For<Query>("Vacancies, filtered, a page at a time");

    /// <summary>The query string of the endpoint.</summary>
    public sealed record Filter(
        string? Q, string? Status, string? Province, string? Isco, bool? Flagged, Guid? EmployerId, string? Sort, int? Page, int? Size)
    {
        internal Query Query => new()
        {
            Q = Q,
            Status = Status,
            ProvinceCode = Province,
            Isco = Isco,
            Flagged = Flagged ?? false,
            EmployerId = EmployerId,
            Sort = Sort ?? "newest",
            PageNumber = Page ?? 1,
            PageSize = Size ?? 25,
        };
    }
}
