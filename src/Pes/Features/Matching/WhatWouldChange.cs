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
    [Allows(Role.Counsellor, Role.CentreManager)]
    public sealed record Query : ScopedRequest, IQuery<Answer>
    {
        public required Guid CaseFileId { get; init; }

        public required Guid VacancyId { get; init; }
    }

    public sealed record Answer
    {
        public required string ModelVersion { get; init; }

        /// <summary>Where this answer is kept; null where nothing is ranked or the vacancy is not live.</summary>
        public Guid? KeptId { get; init; }

        /// <summary>How many first places of the list count.</summary>
        public int Places => MatchVacancies.PageSize;

        /// <summary>What lifts it most first, three at most; empty where nothing does, or the vacancy is not live.</summary>
        public required IReadOnlyList<Change> Changes { get; init; }
    }

    /// <param name="Gain">A skill, or a licence or certificate.</param>
    /// <param name="Sentence">Its name in the reader's language.</param>
    /// <param name="PlaceBefore">Among all live vacancies within her reach; null where a condition keeps it out or it is too far down to have a place.</param>
    /// <param name="Entering">Vacancies, this one or others, that would come among the first places.</param>
    public sealed record Change(Gain Gain, string Sentence, int? PlaceBefore, int? PlaceAfter, int Entering);

    public sealed class Handler(
        Database db, ISender sender, VacancySnapshotSource source, RankingInCharge ranking, SpreadSettings spread, Vocabulary vocabulary, IStringLocalizer<MatchingWords> words, IConfiguration configuration, TimeProvider clock)
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
            if (picture.BySeq(card.Seq) is not { } vacancy)
            {
                return new Answer { ModelVersion = version.Name, Changes = [] };
            }

            var rule = spread.RuleOf(version);
            var answers = new GainQuestion(version, jobseeker, picture, today, rule).OfPair(vacancy);
            var kept = await sender.Send(
                new KeepGains.Command
                {
                    Scope = request.Scope,
                    Asked = GainsOf.Pair,
                    CaseFileId = request.CaseFileId,
                    VacancyId = request.VacancyId,
                    ModelVersion = version.Name,
                    Considered = picture.Count,
                    Input = GainInput.Of(today, rule) with { Jobseeker = jobseeker, Vacancies = [vacancy.Profile] },
                    Answers = answers,
                },
                cancellationToken);
            var sentences = new ReasonSentences(words, vocabulary);
            return kept.Refusal is { } refusal
                ? refusal
                : new Answer
                {
                    ModelVersion = version.Name,
                    KeptId = kept.Value,
                    Changes = [.. answers.Select(a => new Change(a.Gain, sentences.Of(a.Gain), a.PlaceBefore, a.PlaceAfter, a.Entering))],
                };
        }
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.Get("/case-files/{caseFileId:guid}/matches/{vacancyId:guid}/changes", (Guid caseFileId, Guid vacancyId, ApiEdge edge) =>
                edge.Ask(new Query { CaseFileId = caseFileId, VacancyId = vacancyId, Scope = edge.Scope }))
            .For<Query>("What would lift a vacancy most in the list of a jobseeker");
}
