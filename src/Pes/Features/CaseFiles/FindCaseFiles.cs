using FluentValidation;
using MediatR;
using Pes.Features.Reference;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Text;
using Pes.Platform.Web;
using Pes.Ranking.Text;

namespace Pes.Features.CaseFiles;

/// <summary>The case files in the reader's scope, filtered and sorted, a page at a time.</summary>
public static class FindCaseFiles
{
    [Allows(Role.Counsellor, Role.CentreManager)]
    public sealed record Query : ScopedRequest, IQuery<Page>
    {
        /// <summary>Up to three words of the name in either script, a case number or a part of it, or a telephone number.</summary>
        public string? Q { get; init; }

        /// <summary>open or closed; both where none is given.</summary>
        public string? Status { get; init; }

        /// <summary>Only those of the reader.</summary>
        public bool Mine { get; init; }

        /// <summary>Where the jobseeker lives.</summary>
        public string? ProvinceCode { get; init; }

        /// <summary>Registered on this day in Cambodia or later.</summary>
        public DateOnly? From { get; init; }

        /// <summary>Registered on this day in Cambodia or earlier.</summary>
        public DateOnly? To { get; init; }

        /// <summary>A key of <see cref="Orders"/>.</summary>
        public string Sort { get; init; } = "newest";

        /// <summary>From 1.</summary>
        public int PageNumber { get; init; } = 1;

        public int PageSize { get; init; } = 25;
    }

    public sealed record Page(IReadOnlyList<Row> Rows, int Total, int PageNumber, int PageSize)
    {
        public int Pages => Math.Max(1, (Total + PageSize - 1) / PageSize);
    }

    public sealed record Row
    {
        public required Guid Id { get; init; }

        public required string Number { get; init; }

        public required string FamilyName { get; init; }

        public required string GivenName { get; init; }

        public required string FamilyNameLatin { get; init; }

        public required string GivenNameLatin { get; init; }

        public required string Status { get; init; }

        public required DateTime OpenedAt { get; init; }

        public required DateOnly? BornOn { get; init; }

        public required string? ProvinceCode { get; init; }

        public required string? Phone { get; init; }

        public required string? CounsellorName { get; init; }

        /// <summary>The first occupation wanted, an ISCO-08 unit group.</summary>
        public required string? IscoCode { get; init; }

        public string Name => PersonName.Shown(FamilyName, GivenName, FamilyNameLatin, GivenNameLatin);
    }

    /// <summary>The orders of the list: a word of the address and its statement.</summary>
    public static IReadOnlyList<string> Orders { get; } = ["newest", "oldest", "name", "number"];

    public sealed class Validator : AbstractValidator<Query>
    {
        public Validator(Vocabulary vocabulary)
        {
            RuleFor(q => q.Q).MaximumLength(100);
            RuleFor(q => q.Status).Must(s => s is null or CaseStatus.Open or CaseStatus.Closed).WithErrorCode("unknown-code");
            RuleFor(q => q.ProvinceCode).Province(vocabulary);
            RuleFor(q => q.Sort).Must(s => Orders.Contains(s, StringComparer.Ordinal)).WithErrorCode("unknown-code");
            RuleFor(q => q.PageNumber).InclusiveBetween(1, 100_000);
            RuleFor(q => q.PageSize).InclusiveBetween(1, 100);
        }
    }

    public sealed class Handler(Database db) : IRequestHandler<Query, Outcome<Page>>
    {
        private const string ConditionsSql = $"""
            FROM CaseFile c
            JOIN Person p ON p.Id = c.PersonId
            WHERE {Scope.SeesCaseSql}
              AND (@Status IS NULL OR c.Status = @Status)
              AND (@CounsellorId IS NULL OR c.CounsellorId = @CounsellorId)
              AND (@ProvinceCode IS NULL OR p.ProvinceCode = @ProvinceCode)
              AND (@From IS NULL OR c.OpenedAt >= @From)
              AND (@Before IS NULL OR c.OpenedAt < @Before)
              AND (@Khmer1 IS NULL OR CHARINDEX(@Khmer1, p.NameKey) > 0)
              AND (@Khmer2 IS NULL OR CHARINDEX(@Khmer2, p.NameKey) > 0)
              AND (@Khmer3 IS NULL OR CHARINDEX(@Khmer3, p.NameKey) > 0)
              AND (@Latin1 IS NULL OR CHARINDEX(@Latin1, p.LatinKey) > 0)
              AND (@Latin2 IS NULL OR CHARINDEX(@Latin2, p.LatinKey) > 0)
              AND (@Latin3 IS NULL OR CHARINDEX(@Latin3, p.LatinKey) > 0)
              AND (@Number IS NULL OR CHARINDEX(@Number, c.Number) > 0 OR p.Phone = @Phone)
            """;

        private const string CountSql = $"SELECT COUNT(*) {ConditionsSql}";

        private const string RowsSql = $"""
            SELECT c.Id, c.Number, p.FamilyName, p.GivenName, p.FamilyNameLatin, p.GivenNameLatin, c.Status, c.OpenedAt, p.BornOn, p.ProvinceCode, p.Phone,
                   (SELECT a.DisplayName FROM Account a WHERE a.Id = c.CounsellorId) AS CounsellorName,
                   (SELECT MIN(w.IscoCode) FROM WishOccupation w WHERE w.PersonId = p.Id AND w.Rank = 1) AS IscoCode
            {ConditionsSql}
            """;

        private const string NewestSql = $"{RowsSql} ORDER BY c.OpenedAt DESC, c.Seq DESC OFFSET @Skip ROWS FETCH NEXT @Take ROWS ONLY";

        private const string OldestSql = $"{RowsSql} ORDER BY c.OpenedAt, c.Seq OFFSET @Skip ROWS FETCH NEXT @Take ROWS ONLY";

        private const string ByNameSql = $"{RowsSql} ORDER BY p.SortKey, c.Seq OFFSET @Skip ROWS FETCH NEXT @Take ROWS ONLY";

        private const string ByNumberSql = $"{RowsSql} ORDER BY c.Number, c.Seq OFFSET @Skip ROWS FETCH NEXT @Take ROWS ONLY";

        // Whole statements, so that no order is spliced in from a request.
        private static readonly Dictionary<string, string> Statements = new(StringComparer.Ordinal)
        {
            ["newest"] = NewestSql,
            ["oldest"] = OldestSql,
            ["name"] = ByNameSql,
            ["number"] = ByNumberSql,
        };

        public async Task<Outcome<Page>> Handle(Query query, CancellationToken cancellationToken)
        {
            var words = Formats.AsciiDigits(query.Q ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            var isNumber = words.Length > 0 && words.All(w => w.All(c => char.IsAsciiDigit(c) || c is '-' or '+'));
            string[] khmer = isNumber ? [] : [.. words.Where(w => KhmerText.HasKhmer(w)).Select(KhmerText.FoldKey).Where(k => k.Length > 0)];
            string[] latin = isNumber ? [] : [.. words.Where(w => !KhmerText.HasKhmer(w)).Select(w => Sought(KhmerText.LatinNameKey(w)))];
            var args = new
            {
                query.Scope.SessionId,
                query.Scope.OwnCasesOf,
                query.Status,
                CounsellorId = query.Mine ? query.Scope.AccountId : (Guid?)null,
                query.ProvinceCode,
                From = query.From is { } from ? Formats.BeginsUtc(from) : (DateTime?)null,
                Before = query.To is { } to ? Formats.BeginsUtc(to.AddDays(1)) : (DateTime?)null,
                Khmer1 = khmer.ElementAtOrDefault(0),
                Khmer2 = khmer.ElementAtOrDefault(1),
                Khmer3 = khmer.ElementAtOrDefault(2),
                Latin1 = latin.ElementAtOrDefault(0),
                Latin2 = latin.ElementAtOrDefault(1),
                Latin3 = latin.ElementAtOrDefault(2),
                Number = isNumber ? string.Concat(words) : null,
                Phone = isNumber ? PhoneNumber.Normalise(string.Concat(words)) : null,
                Skip = (query.PageNumber - 1) * query.PageSize,
                Take = query.PageSize,
            };
            return new Page(
                await db.QueryAsync<Row>(Statements[query.Sort], args, cancellationToken),
                await db.SingleAsync<int>(CountSql, args, cancellationToken),
                query.PageNumber,
                query.PageSize);
        }

        // A word without a letter (a sign, another script) is in no name.
        private static string Sought(string key) => key.Length > 0 ? key : "?";
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.Get("/case-files", ([AsParameters] Filter filter, ApiEdge edge) => edge.Ask(filter.Query with { Scope = edge.Scope }))
            .For<Query>("Case files in scope, filtered and sorted, a page at a time");

    /// <summary>The query string of the endpoint.</summary>
    public sealed record Filter(string? Q, string? Status, bool? Mine, string? Province, DateOnly? From, DateOnly? To, string? Sort, int? Page, int? Size)
    {
        internal Query Query => new()
        {
            Q = Q,
            Status = string.IsNullOrEmpty(Status) ? null : Status,
            Mine = Mine ?? false,
            ProvinceCode = string.IsNullOrEmpty(Province) ? null : Province,
            From = From,
            To = To,
            Sort = string.IsNullOrEmpty(Sort) ? "newest" : Sort,
            PageNumber = Page ?? 1,
            PageSize = Size ?? 25,
        };
    }
}
