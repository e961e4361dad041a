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

/// <summary>Of what a vacancy asks and a jobseeker lacks: the single things that would lift it most in her list.</summary>
public static class WhatWouldChange
{
    private const int Shown = 3;

    [Allows(Role.Counsellor, Role.CentreManager)]
    public sealed record Query : ScopedRequest, IQuery<Answer>
    {
        public required Guid CaseFileId { get; init; }

        public required Guid VacancyId { get; init; }
    }

    public sealed record Answer
    {
        public required string ModelVersion { get; init; }

        /// <summary>What lifts it most first, three at most; empty where nothing does, or the vacancy is not live.</summary>
        public required IReadOnlyList<Change> Changes { get; init; }
    }

    /// <param name="Gain">A skill, or a licence or certificate.</param>
    /// <param name="Sentence">Its name in the reader's language.</param>
    /// <param name="PlaceBefore">In the ranking of all live vacancies; null where a condition keeps it out or it is too far down to have a place.</param>
    public sealed record Change(Gain Gain, string Sentence, int? PlaceBefore, int? PlaceAfter);

    public sealed class Handler(
        Database db, VacancySnapshotSource source, RankingInCharge ranking, SpreadSettings spread, Vocabulary vocabulary, IStringLocalizer<MatchingWords> words, IConfiguration configuration, TimeProvider clock)
        : IRequestHandler<Query, Outcome<Answer>>
    {
        public async Task<Outcome<Answer>> Handle(Query request, CancellationToken cancellationToken)
        {
            var today = clock.TodayInCambodia();
            if (await new JobseekerProfiles(db, vocabulary).OfCaseAsync(request.Scope, request.CaseFileId, today, cancellationToken) is not { } jobseeker
                || !(await VacancyCard.OfAsync(db, [request.VacancyId], cancellationToken)).TryGetValue(request.VacancyId, out var card))
            {
                return Refusal.NotFound;
            }

            if (!PlainOrder.IsSwitchedOn(configuration))
            {
                return new Answer { ModelVersion = PlainOrder.Version, Changes = [] };
            }

            var version = await ranking.CurrentAsync(cancellationToken);
            var picture = await source.CurrentAsync(cancellationToken);
            if (picture.BySeq(card.Seq) is not { } vacancy || version.RowOf(picture, vacancy) is not { } row)
            {
                return new Answer { ModelVersion = version.Name, Changes = [] };
            }

            var sentences = new ReasonSentences(words, vocabulary);
            var gains = version.WhatIf(jobseeker, picture, today, spread).ForVacancy(row, vacancy.Profile);
            return new Answer
            {
                ModelVersion = version.Name,
                Changes = [.. gains.Take(Shown).Select(g => new Change(g.Gain, sentences.Of(g.Gain), g.PlaceBefore, g.PlaceAfter))],
            };
        }
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.Get("/case-files/{caseFileId:guid}/matches/{vacancyId:guid}/changes", (Guid caseFileId, Guid vacancyId, ApiEdge edge) =>
                edge.Ask(new Query { CaseFileId = caseFileId, VacancyId = vacancyId, Scope = edge.Scope }))
            .For<Query>("What would lift a vacancy most in the list of a jobseeker");
}
