using System.Text.Json.Serialization;
using MediatR;
using Microsoft.Extensions.Localization;
using Pes.Features.Reference;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Features.Matching;

/// <summary>The reports of absurd matches that wait for an answer, the oldest first, for those in charge of the ranking: the vacancy and why the pair stood there, nothing of who the jobseeker is.</summary>
public static class ListMatchReports
{
    /// <summary>The reports that wait, p, with what was done, a.</summary>
    internal const string WaitingSql = "FROM MatchReport p JOIN MatchAction a ON a.Id = p.ActionId WHERE p.AnsweredAt IS NULL AND a.UndoneAt IS NULL";

    private const int Most = 50;

    [Allows(Role.Administrator)]
    public sealed record Query : ScopedRequest, IQuery<Answer>, IAuditedRead
    {
        public AuditSubject Subject => new("match-report", null);
    }

    /// <param name="Waiting">All that wait; the oldest are listed.</param>
    public sealed record Answer(int Waiting, IReadOnlyList<WaitingReport> Reports);

    public record WaitingReport
    {
        public required Guid Id { get; init; }

        public required DateTime ReportedAt { get; init; }

        /// <summary>The officer's words.</summary>
        public required string? Comment { get; init; }

        public required Guid VacancyId { get; init; }

        public required string? TitleEn { get; init; }

        public required string? TitleKm { get; init; }

        /// <summary>Unit group of ISCO-08; null where the vacancy is not coded.</summary>
        public required string? IscoCode { get; init; }

        /// <summary>vacancies or jobseekers: on which list.</summary>
        public required string Direction { get; init; }

        /// <summary>The version that had ranked the pair.</summary>
        public required string? ModelVersion { get; init; }

        /// <summary>In the list, from 1; null where it was reported outside a list.</summary>
        public required int? Place { get; init; }

        /// <summary>1 (weak) to 5 (strong).</summary>
        public required int? Band { get; init; }

        /// <summary>For and against, the weightiest first, and what is missing: as they were kept.</summary>
        public required IReadOnlyList<ShownReason> Reasons { get; init; }
    }

    public sealed class Handler(Database db, Vocabulary vocabulary, IStringLocalizer<MatchingWords> words) : IRequestHandler<Query, Outcome<Answer>>
    {
        private const string CountSql = $"SELECT COUNT(*) {WaitingSql}";

        private const string RowsSql = """
            SELECT a.Id, a.TakenAt AS ReportedAt, a.Reason AS Comment, a.VacancyId, v.TitleEn, v.TitleKm, v.IscoCode, a.Direction, p.ModelVersion, p.Place, p.Band, p.Reasons AS ReasonsText
            FROM MatchReport p
            JOIN MatchAction a ON a.Id = p.ActionId
            JOIN Vacancy v ON v.Id = a.VacancyId
            WHERE p.AnsweredAt IS NULL AND a.UndoneAt IS NULL
            ORDER BY a.Seq
            OFFSET @Skip ROWS FETCH NEXT @Take ROWS ONLY
            """;

        public async Task<Outcome<Answer>> Handle(Query request, CancellationToken cancellationToken)
        {
            var sentences = new ReasonSentences(words, vocabulary);
            var rows = await db.QueryAsync<Row>(RowsSql, new { Skip = 0, Take = Most }, cancellationToken);
            return new Answer(
                await db.SingleAsync<int>(CountSql, new { }, cancellationToken),
                [.. rows.Select(row => row with { Reasons = row.ReasonsText is { } kept ? [.. RowRecord.Parse(kept).AllKept.Select(sentences.Of)] : [] })]);
        }

        private sealed record Row : WaitingReport
        {
            [JsonIgnore]
            public string? ReasonsText { get; init; }
        }
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.Get("/match-reports", (ApiEdge edge) => edge.Ask(new Query { Scope = edge.Scope }))
            .For<Query>("The reports of absurd matches that wait for an answer");
}
