using MediatR;
using Microsoft.Extensions.Localization;
using Pes.Features.RankingModels;
using Pes.Features.Reference;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Text;
using Pes.Platform.Web;
using Pes.Ranking.WhatIf;

namespace Pes.Features.Matching;

/// <summary>The skills, licences and certificates that would open most to a jobseeker, counted by ranking again with each.</summary>
public static class ValueOfSkills
{
    private const int Shown = 10;

    [Allows(Role.Counsellor, Role.CentreManager)]
    public sealed record Query : ScopedRequest, IQuery<Answer>
    {
        public required Guid CaseFileId { get; init; }
    }

    public sealed record Answer
    {
        public required MatchedCase Case { get; init; }

        public required string ModelVersion { get; init; }

        /// <summary>False where ranking is switched off; then nothing is counted.</summary>
        public required bool IsRanked { get; init; }

        /// <summary>How many first places of the list count.</summary>
        public required int Places { get; init; }

        /// <summary>What opens most first, ten at most.</summary>
        public required IReadOnlyList<Row> Rows { get; init; }
    }

    /// <param name="Value">How many vacancies would enter the first places, be as good as those, and open.</param>
    /// <param name="Sentence">Its name in the reader's language.</param>
    public sealed record Row(GainValue Value, string Sentence);

    public sealed class Handler(
        Database db, VacancySnapshotSource source, RankingInCharge ranking, SpreadSettings spread, Vocabulary vocabulary, IStringLocalizer<MatchingWords> words, IConfiguration configuration, TimeProvider clock)
        : IRequestHandler<Query, Outcome<Answer>>
    {
        public async Task<Outcome<Answer>> Handle(Query request, CancellationToken cancellationToken)
        {
            var today = clock.TodayInCambodia();
            if (await MatchedCase.WithProfileAsync(db, vocabulary, request.Scope, request.CaseFileId, today, cancellationToken) is not var (found, jobseeker))
            {
                return Refusal.NotFound;
            }

            var isRanked = PlainOrder.IsSwitchedOn(configuration);
            var version = isRanked ? await ranking.CurrentAsync(cancellationToken) : RankingVersion.Prior;
            var picture = await source.CurrentAsync(cancellationToken);
            var sentences = new ReasonSentences(words, vocabulary);
            return new Answer
            {
                Case = found,
                ModelVersion = isRanked ? version.Name : PlainOrder.Version,
                IsRanked = isRanked,
                Places = MatchVacancies.PageSize,
                Rows = isRanked
                    ? [.. version.WhatIf(jobseeker, picture, today, spread).Values(Shown, MatchVacancies.PageSize).Select(v => new Row(v, sentences.Of(v.Gain)))]
                    : [],
            };
        }
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.Get("/case-files/{caseFileId:guid}/gains", (Guid caseFileId, ApiEdge edge) => edge.Ask(new Query { CaseFileId = caseFileId, Scope = edge.Scope }))
            .For<Query>("The skills, licences and certificates that would open most to a jobseeker");
}
