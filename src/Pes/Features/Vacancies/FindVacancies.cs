using System.Text.Json;
using FluentValidation;
using MediatR;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Web;
using Pes.Ranking.Search;

namespace Pes.Features.Vacancies;

/// <summary>The vacancies of the nation for staff, of its own company for an employer; filtered, counted, a page at a time.</summary>
public static class FindVacancies
{
    private const int MostRows = 100;

    [Allows(Role.Counsellor, Role.CentreManager, Role.Employer, Role.Monitor, Role.Administrator)]
    public sealed record Query : ScopedRequest, IQuery<Page>
    {
        /// <summary>Words of title, employer, skills, places, text and number, all of which must be there; in "quotes" as they stand.</summary>
        public string? Q { get; init; }

        public string? Status { get; init; }

        public string? ProvinceCode { get; init; }

        /// <summary>ISCO-08 code of one to four digits.</summary>
        public string? Isco { get; init; }

        public bool Flagged { get; init; }

        public Guid? EmployerId { get; init; }

        public string? ContractCode { get; init; }

        public string? HoursCode { get; init; }

        /// <summary>A band of <see cref="VacancyFacets.WageBands"/>, riel a month.</summary>
        public long? WageBand { get; init; }

        /// <summary>Whether to count by province, occupation, contract, hours and wage.</summary>
        public bool Facets { get; init; }

        /// <summary>best (by words where there are any, newest otherwise), newest, closing, oldest or title.</summary>
        public string Sort { get; init; } = Handler.Best;

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
            RuleFor(q => q.ContractCode).MaximumLength(40);
            RuleFor(q => q.HoursCode).MaximumLength(40);
            RuleFor(q => q.WageBand).Must(b => b is null || VacancyFacets.WageBands.Contains(b.Value)).WithErrorCode("unknown-code");
            RuleFor(q => q.Sort).Must(Handler.Orders.ContainsKey).WithErrorCode("unknown-code");
            RuleFor(q => q.PageNumber).InclusiveBetween(1, 100_000);
            RuleFor(q => q.PageSize).InclusiveBetween(1, MostRows);
        }
    }

    /// <param name="ByStatus">Counts whatever status is filtered by.</param>
    /// <param name="Facets">Where they were asked for: counts of what was found; those of a facet that is filtered by, as if it were not.</param>
    /// <param name="Corrections">Words of the search that no vacancy has, and what was searched instead.</param>
    /// <param name="SomeWords">No vacancy has all the words: those that have any are shown.</param>
    public sealed record Page(
        IReadOnlyList<Row> Rows, int Total, int PageNumber, int PageSize, IReadOnlyDictionary<string, int> ByStatus, IReadOnlyList<FacetCount> Facets,
        IReadOnlyList<SearchCorrection> Corrections, bool SomeWords);

    /// <summary>A word that was searched for, in a title: from which letter, and how many.</summary>
    public sealed record Mark(int Start, int Length);

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

        /// <summary>Words of <see cref="Title"/> that were searched for.</summary>
        public IReadOnlyList<Mark> TitleMarks { get; init; } = [];

        /// <summary>In the reader's language where there is one.</summary>
        public string Title => VacancyWording.InReadersLanguage(TitleEn, TitleKm);

        public string EmployerName => VacancyWording.InReadersLanguage(EmployerNameEn, EmployerNameKm);
    }

    public sealed class Handler(Database db, VacancySearchSource search) : IRequestHandler<Query, Outcome<Page>>
    {
        internal const string Best = "best";

        private const string ConditionsSql = """
            FROM Vacancy v
            JOIN Employer e ON e.Id = v.EmployerId
            WHERE (@EmployerId IS NULL OR v.EmployerId = @EmployerId)
              AND (@ProvinceCode IS NULL OR EXISTS (SELECT 1 FROM VacancyPlace p WHERE p.VacancyId = v.Id AND p.ProvinceCode = @ProvinceCode))
              AND (@Isco IS NULL OR v.IscoCode LIKE @Isco)
              AND (@Flagged = 0 OR EXISTS (SELECT 1 FROM VacancyFlag f WHERE f.VacancyId = v.Id AND f.ResolvedAt IS NULL))
              AND (@ContractCode IS NULL OR v.ContractCode = @ContractCode)
              AND (@HoursCode IS NULL OR v.HoursCode = @HoursCode)
              AND (@WageFrom IS NULL OR COALESCE(v.MonthlyWageToKhr, v.MonthlyWageFromKhr) >= @WageFrom)
              AND (@WageBelow IS NULL OR COALESCE(v.MonthlyWageToKhr, v.MonthlyWageFromKhr) < @WageBelow)
              AND (@Ids IS NULL OR v.Id IN (SELECT value FROM OPENJSON(@Ids)))
            """;

        private const string AllowedSql = $"SELECT v.Id {ConditionsSql}";

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

        // Of lists without words by the tables; what was found by words is put in order by the index.
        internal static readonly IReadOnlyDictionary<string, (string Sql, SearchOrder Order)> Orders = new Dictionary<string, (string Sql, SearchOrder Order)>(StringComparer.Ordinal)
        {
            [Best] = (NewestSql, SearchOrder.Best),
            ["newest"] = (NewestSql, SearchOrder.Newest),
            ["oldest"] = (OldestSql, SearchOrder.Oldest),
            ["closing"] = (ClosingSql, SearchOrder.Closing),
            ["title"] = (TitleSql, SearchOrder.Title),
        };

        public async Task<Outcome<Page>> Handle(Query request, CancellationToken cancellationToken)
        {
            var conditions = new Conditions
            {
                EmployerId = VacancyScope.EmployerOf(request.Scope) ?? request.EmployerId,
                ProvinceCode = Given(request.ProvinceCode),
                Isco = Given(request.Isco) is { } isco ? isco + "%" : null,
                Flagged = request.Flagged,
                ContractCode = Given(request.ContractCode),
                HoursCode = Given(request.HoursCode),
                WageFrom = request.WageBand,
                WageBelow = request.WageBand is { } band ? VacancyFacets.WageBelow(band) : null,
                Status = Given(request.Status),
                Skip = (request.PageNumber - 1) * request.PageSize,
                Take = request.PageSize,
            };
            var text = Given(request.Q);
            VacancySearch? found = null;
            if (text is not null || request.Facets)
            {
                // What only the tables know, the reader's scope first of all, is asked of them; the index finds and counts within it.
                var asksTables = conditions.EmployerId is not null || conditions.Flagged || conditions.Isco is { Length: > 2 };
                var allowed = asksTables ? await db.QueryAsync<Guid>(AllowedSql, new Conditions { EmployerId = conditions.EmployerId, Isco = conditions.Isco, Flagged = conditions.Flagged }, cancellationToken) : null;
                found = VacancySearch.Of(await search.CurrentAsync(cancellationToken), request, allowed);
            }

            var within = text is null ? conditions : conditions with { Ids = JsonSerializer.Serialize(found!.Ids), Skip = 0 };
            var byStatus = text is null
                ? (await db.QueryAsync<StatusCount>(CountSql, within, cancellationToken)).ToDictionary(c => c.Status, c => c.Number, StringComparer.Ordinal)
                : found!.ByStatus;
            var rows = await db.QueryAsync<Row>(Orders[request.Sort].Sql, within, cancellationToken);
            var places = await db.QueryAsync<PlaceRow>(PlacesSql, new { Ids = JsonSerializer.Serialize(rows.Select(r => r.Id)) }, cancellationToken);
            var byVacancy = places.ToLookup(p => p.VacancyId, p => p.ProvinceCode);
            var page = rows.Select(r => r with { ProvinceCodes = [.. byVacancy[r.Id]], TitleMarks = text is null ? [] : found!.Marks(r.Title) });
            return new Page(
                [.. text is null ? page : page.OrderBy(r => found!.Ids.IndexOf(r.Id))],
                conditions.Status is { } status ? byStatus.GetValueOrDefault(status) : byStatus.Values.Sum(),
                request.PageNumber,
                request.PageSize,
                byStatus,
                request.Facets ? found!.Facets : [],
                found?.Corrections ?? [],
                found?.SomeWords ?? false);
        }

        private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

        private sealed record Conditions
        {
            public Guid? EmployerId { get; init; }

            public string? ProvinceCode { get; init; }

            public string? Isco { get; init; }

            public bool Flagged { get; init; }

            public string? ContractCode { get; init; }

            public string? HoursCode { get; init; }

            public long? WageFrom { get; init; }

            public long? WageBelow { get; init; }

            public string? Status { get; init; }

            /// <summary>JSON; null where any may be.</summary>
            public string? Ids { get; init; }

            public int Skip { get; init; }

            public int Take { get; init; }
        }

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
        api.Get("/vacancies", ([AsParameters] Filter filter, ApiEdge edge) => edge.Ask(filter.Query with { Scope = edge.Scope }))
            .For<Query>("Vacancies, filtered, a page at a time");

    /// <summary>The query string of the endpoint.</summary>
    public sealed record Filter(
        string? Q, string? Status, string? Province, string? Isco, string? Contract, string? Hours, long? Wage, bool? Flagged, Guid? EmployerId,
        bool? Facets, string? Sort, int? Page, int? Size)
    {
        internal Query Query => new()
        {
            Q = Q,
            Status = Status,
            ProvinceCode = Province,
            Isco = Isco,
            ContractCode = Contract,
            HoursCode = Hours,
            WageBand = Wage,
            Flagged = Flagged ?? false,
            EmployerId = EmployerId,
            Facets = Facets ?? false,
            Sort = Sort ?? Handler.Best,
            PageNumber = Page ?? 1,
            PageSize = Size ?? 25,
        };
    }
}
