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
    [Allows(Role.Counsellor, Role.CentreManager)]
    public sealed record Query : ScopedRequest, IQuery<Answer>
    {
        public required Guid CaseFileId { get; init; }
    }

    public sealed record Answer
    {
        public required MatchedCase Case { get; init; }

        public required string ModelVersion { get; init; }

        /// <summary>Where this answer is kept; null where nothing is ranked.</summary>
        public required Guid? KeptId { get; init; }

        /// <summary>False where ranking is switched off; then nothing is counted.</summary>
        public required bool IsRanked { get; init; }

        /// <summary>How many first places of the list count.</summary>
        public required int Places { get; init; }

        /// <summary>What opens most first, ten at most.</summary>
        public required IReadOnlyList<Row> Rows { get; init; }
    }

    /// <param name="Value">How many vacancies would enter the first places, be as good as those, and open.</param>
    /// <param name="Sentence">Its name in the reader's language.</param>
    /// <param name="Vacancies">That would come among the first places.</param>
    public sealed record Row(GainValue Value, string Sentence, IReadOnlyList<Entrant> Vacancies);

    public sealed record Entrant(Guid VacancyId, string? TitleEn, string? TitleKm, string EmployerNameEn, string? EmployerNameKm);

    public sealed class Handler(
        Database db, ISender sender, VacancySnapshotSource source, RankingInCharge ranking, SpreadSettings spread, Vocabulary vocabulary, IStringLocalizer<MatchingWords> words, IConfiguration configuration, TimeProvider clock)
        : IRequestHandler<Query, Outcome<Answer>>
    {
        public async Task<Outcome<Answer>> Handle(Query request, CancellationToken cancellationToken)
        {
            var today = clock.TodayInCambodia();
            if (await MatchedCase.WithProfileAsync(db, vocabulary, request.Scope, request.CaseFileId, today, cancellationToken) is not var (found, jobseeker))
            {
                return Refusal.NotFound;
            }

            if (!PlainOrder.IsSwitchedOn(configuration))
            {
                return new Answer { Case = found, ModelVersion = PlainOrder.Version, KeptId = null, IsRanked = false, Places = MatchVacancies.PageSize, Rows = [] };
            }

            var version = await ranking.CurrentAsync(cancellationToken);
            var picture = await source.CurrentAsync(cancellationToken);
            var rule = spread.RuleOf(version);
            var (answers, entering) = new GainQuestion(version, jobseeker, picture, today, rule).OfPerson();
            var kept = await sender.Send(
                new KeepGains.Command
                {
                    Scope = request.Scope,
                    Asked = GainsOf.Person,
                    CaseFileId = request.CaseFileId,
                    ModelVersion = version.Name,
                    Considered = picture.Count,
                    Input = GainInput.Of(today, rule) with { Jobseeker = jobseeker, Vacancies = entering },
                    Answers = answers,
                },
                cancellationToken);
            var sentences = new ReasonSentences(words, vocabulary);
            var cards = await VacancyCard.OfAsync(db, entering.Select(v => v.Id), cancellationToken);
            return kept.Refusal is { } refusal
                ? refusal
                : new Answer
                {
                    Case = found,
                    ModelVersion = version.Name,
                    KeptId = kept.Value,
                    IsRanked = true,
                    Places = MatchVacancies.PageSize,
                    Rows = [.. answers.Select(a => new Row(new GainValue(a.Gain, a.Entering, a.Passing, a.Opened), sentences.Of(a.Gain), [.. a.Scores.Select(s => EntrantOf(cards[s.VacancyId]))]))],
                };
        }

        private static Entrant EntrantOf(VacancyCard card) => new(card.Id, card.TitleEn, card.TitleKm, card.EmployerNameEn, card.EmployerNameKm);
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.Get("/case-files/{caseFileId:guid}/gains", (Guid caseFileId, ApiEdge edge) => edge.Ask(new Query { CaseFileId = caseFileId, Scope = edge.Scope }))
            .For<Query>("The skills, licences and certificates that would open most to a jobseeker");
}
