using MediatR;
using Microsoft.Extensions.Localization;
using Pes.Features.RankingModels;
using Pes.Features.Reference;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Text;
using Pes.Platform.Web;

namespace Pes.Features.Matching;

/// <summary>One jobseeker with one vacancy, on a list or not: every reason, what is missing, and what keeps it off the list.</summary>
public static class ExplainMatch
{
    [Allows(Role.Counsellor, Role.CentreManager)]
    public sealed record Query : ScopedRequest, IQuery<Answer>
    {
        public required Guid CaseFileId { get; init; }

        public required Guid VacancyId { get; init; }
    }

    public sealed record Answer
    {
        public required MatchedCase Case { get; init; }

        public required Guid VacancyId { get; init; }

        public required string? TitleEn { get; init; }

        public required string? TitleKm { get; init; }

        public required string EmployerNameEn { get; init; }

        public required string? EmployerNameKm { get; init; }

        public required string ModelVersion { get; init; }

        /// <summary>1 (weak) to 5 (strong).</summary>
        public required int Band { get; init; }

        /// <summary>In the unit of the version: what is usual, the weights of all reasons and the rest sum to it.</summary>
        public required int Score { get; init; }

        /// <summary>What the version gives before it knows anything of the pair.</summary>
        public required int Usual { get; init; }

        /// <summary>What no reason tells.</summary>
        public required int Rest { get; init; }

        /// <summary>For and against, the weightiest first.</summary>
        public required IReadOnlyList<ShownReason> Reasons { get; init; }

        public required IReadOnlyList<ShownReason> Missing { get; init; }

        /// <summary>Why a list leaves it out; empty where none does.</summary>
        public required IReadOnlyList<string> Barriers { get; init; }
    }

    public sealed class Handler(Database db, RankingInCharge ranking, Vocabulary vocabulary, IStringLocalizer<MatchingWords> words, TimeProvider clock) : IRequestHandler<Query, Outcome<Answer>>
    {
        public async Task<Outcome<Answer>> Handle(Query request, CancellationToken cancellationToken)
        {
            var scope = request.Scope;
            var today = clock.TodayInCambodia();
            if (await MatchedCase.OfAsync(db, scope, request.CaseFileId, cancellationToken) is not { } found
                || await new JobseekerProfiles(db, vocabulary).OfCaseAsync(scope, request.CaseFileId, today, cancellationToken) is not { } jobseeker
                || await new VacancyReading(vocabulary).OneAsync(db, request.VacancyId, today, cancellationToken) is not { } vacancy)
            {
                return Refusal.NotFound;
            }

            var match = (await ranking.CurrentAsync(cancellationToken)).Explain(jobseeker, vacancy, today);
            var card = (await VacancyCard.OfAsync(db, [request.VacancyId], cancellationToken))[request.VacancyId];
            var sentences = new ReasonSentences(words, vocabulary);
            return new Answer
            {
                Case = found,
                VacancyId = request.VacancyId,
                TitleEn = card.TitleEn,
                TitleKm = card.TitleKm,
                EmployerNameEn = card.EmployerNameEn,
                EmployerNameKm = card.EmployerNameKm,
                ModelVersion = match.ModelVersion,
                Band = match.Band,
                Score = match.Score,
                Usual = match.Usual,
                Rest = match.Rest,
                Reasons = [.. match.Reasons.Select(sentences.Of)],
                Missing = [.. match.Missing.Select(sentences.Of)],
                Barriers = [.. match.Barriers.Select(sentences.Of)],
            };
        }
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.Get("/case-files/{caseFileId:guid}/matches/{vacancyId:guid}", (Guid caseFileId, Guid vacancyId, ApiEdge edge) =>
                edge.Ask(new Query { CaseFileId = caseFileId, VacancyId = vacancyId, Scope = edge.Scope }))
            .For<Query>("Why a vacancy fits a jobseeker or does not");
}
