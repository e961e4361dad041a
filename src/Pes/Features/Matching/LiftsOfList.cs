using MediatR;
using Microsoft.Extensions.Localization;
using Pes.Features.RankingModels;
using Pes.Features.Reference;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Text;
using Pes.Platform.Web;
using Pes.Ranking;

namespace Pes.Features.Matching;

/// <summary>Of each row of a kept list the one missing skill, licence or certificate that would lift it most, and what else that would open.</summary>
public static class LiftsOfList
{
    [Allows(Role.Counsellor, Role.CentreManager)]
    public sealed record Query : ScopedRequest, IQuery<Answer>
    {
        public required Guid CaseFileId { get; init; }

        /// <summary>The list that is shown.</summary>
        public required Guid RunId { get; init; }
    }

    /// <param name="Places">How many first places of the list count.</param>
    /// <param name="Rows">In the order of the list; a row that nothing lifts is left out.</param>
    public sealed record Answer(int Places, IReadOnlyList<Row> Rows);

    /// <param name="Sentence">What is missing, in the reader's language.</param>
    /// <param name="PlaceBefore">In the list of all live vacancies; null where it is too far down to have a place.</param>
    /// <param name="Entering">Vacancies that would enter the first places.</param>
    public sealed record Row(Guid VacancyId, string Sentence, int? PlaceBefore, int? PlaceAfter, int Entering);

    public sealed class Handler(
        Database db, VacancySnapshotSource source, RankingInCharge ranking, SpreadSettings spread, Vocabulary vocabulary, IStringLocalizer<MatchingWords> words, IConfiguration configuration, TimeProvider clock)
        : IRequestHandler<Query, Outcome<Answer>>
    {
        private const string RowsSql = """
            SELECT v.Seq
            FROM MatchRun r
            JOIN MatchRow m ON m.RunId = r.Id
            JOIN Vacancy v ON v.Id = m.SubjectId
            WHERE r.Id = @RunId AND r.CaseFileId = @CaseFileId
            ORDER BY m.Rank
            """;

        public async Task<Outcome<Answer>> Handle(Query request, CancellationToken cancellationToken)
        {
            var today = clock.TodayInCambodia();
            if (await new JobseekerProfiles(db, vocabulary).OfCaseAsync(request.Scope, request.CaseFileId, today, cancellationToken) is not { } jobseeker)
            {
                return Refusal.NotFound;
            }

            var seqs = await db.QueryAsync<long>(RowsSql, new { request.RunId, request.CaseFileId }, cancellationToken);
            if (!PlainOrder.IsSwitchedOn(configuration) || seqs.Count == 0)
            {
                return new Answer(MatchVacancies.PageSize, []);
            }

            var version = await ranking.CurrentAsync(cancellationToken);
            var picture = await source.CurrentAsync(cancellationToken);
            List<(int Row, VacancyProfile Vacancy)> rows = [];
            foreach (var vacancy in seqs.Select(picture.BySeq).OfType<LiveVacancy>())
            {
                if (version.RowOf(picture, vacancy) is { } row)
                {
                    rows.Add((row, vacancy.Profile));
                }
            }

            var sentences = new ReasonSentences(words, vocabulary);
            var lifts = version.WhatIf(jobseeker, picture, today, spread).Lifts(rows, MatchVacancies.PageSize);
            return new Answer(MatchVacancies.PageSize, [.. rows.Zip(lifts).Where(r => r.Second is not null).Select(r => RowOf(r.First.Vacancy, r.Second!, sentences))]);
        }

        private static Row RowOf(VacancyProfile vacancy, Pes.Ranking.WhatIf.Lift lift, ReasonSentences sentences) =>
            new(vacancy.Id, sentences.Of(lift.Pair.Gain), lift.Pair.PlaceBefore, lift.Pair.PlaceAfter, lift.Entering);
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.Get("/case-files/{caseFileId:guid}/match-runs/{runId:guid}/lifts", (Guid caseFileId, Guid runId, ApiEdge edge) =>
                edge.Ask(new Query { CaseFileId = caseFileId, RunId = runId, Scope = edge.Scope }))
            .For<Query>("Of each row of a list what would lift it most");
}
