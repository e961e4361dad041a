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

/// <summary>
/// Of each row of a kept list the one missing skill, licence or certificate that would lift it most, and what else that would open: for the jobseeker as the
/// list had her, by the version that made the list. Told once, it is kept with the list and told the same again.
/// </summary>
public static class LiftsOfList
{
    /// <summary>Why nothing can be said.</summary>
    public static readonly IReadOnlyList<string> Reasons = [SwitchedOff, OtherList, OtherVersion, OtherDay];

    private const string SwitchedOff = "off";

    private const string OtherList = "list";

    private const string OtherVersion = "version";

    private const string OtherDay = "day";

    [Allows(Role.Counsellor, Role.CentreManager)]
    public sealed record Query : ScopedRequest, IQuery<Answer>
    {
        public required Guid CaseFileId { get; init; }

        /// <summary>The list that is shown.</summary>
        public required Guid RunId { get; init; }
    }

    public sealed record Answer
    {
        public required MatchedCase Case { get; init; }

        /// <summary>How many first places of the list count.</summary>
        public required int Places { get; init; }

        /// <summary>Why nothing is said: ranking is switched off ("off"), the list is not kept ("list"), or it was made by another version ("version") or on another day ("day") than lists are now; else null.</summary>
        public required string? WithoutWhy { get; init; }

        /// <summary>In the order of the list; a row that nothing lifts is left out.</summary>
        public required IReadOnlyList<Row> Rows { get; init; }
    }

    /// <param name="Place">In the list that is shown.</param>
    /// <param name="Sentence">What is missing, in the reader's language.</param>
    /// <param name="IsAllMissing">The list names nothing else as missing in this row.</param>
    /// <param name="PlaceBefore">Among all live vacancies within her reach, without filters and officers' marks; null where it is too far down to have a place.</param>
    /// <param name="Entering">Vacancies that would come among the first places.</param>
    public sealed record Row(Guid VacancyId, int Place, string? TitleEn, string? TitleKm, string Sentence, bool IsAllMissing, int? PlaceBefore, int? PlaceAfter, int Entering);

    public sealed class Handler(
        Database db, ISender sender, VacancySnapshotSource source, RankingInCharge ranking, SpreadSettings spread, Vocabulary vocabulary, IStringLocalizer<MatchingWords> words, IConfiguration configuration, TimeProvider clock)
        : IRequestHandler<Query, Outcome<Answer>>
    {
        private const string RunSql = """
            SELECT r.ModelVersion, r.Input, g.Answers
            FROM MatchRun r
            LEFT JOIN GainRun g ON g.RunId = r.Id AND g.Asked = 'list'
            WHERE r.Id = @RunId AND r.CaseFileId = @CaseFileId
            """;

        public async Task<Outcome<Answer>> Handle(Query request, CancellationToken cancellationToken)
        {
            if (await MatchedCase.OfAsync(db, request.Scope, request.CaseFileId, cancellationToken) is not { } found)
            {
                return Refusal.NotFound;
            }

            var run = await db.FirstOrDefaultAsync<Run>(RunSql, new { request.RunId, request.CaseFileId }, cancellationToken);
            var input = run is null ? null : RunInput.Parse(run.Input);
            var version = await ranking.CurrentAsync(cancellationToken);
            var why = (run, input) switch
            {
                _ when !PlainOrder.IsSwitchedOn(configuration) => SwitchedOff,
                (null, _) or (_, null) or (_, { Jobseeker: null }) => OtherList,
                _ when run.ModelVersion != version.Name => OtherVersion,
                _ when input.Today != clock.TodayInCambodia() => OtherDay,
                _ => null,
            };
            if (why is not null)
            {
                return new Answer { Case = found, Places = MatchVacancies.PageSize, WithoutWhy = why, Rows = [] };
            }

            var cards = await VacancyCard.OfAsync(db, input!.Vacancies.Select(v => v.Id), cancellationToken);
            var answers = run!.Answers is { } kept ? GainAnswer.Parse(kept) : null;
            if (answers is null)
            {
                var rule = spread.RuleOf(version);
                var picture = await source.CurrentAsync(cancellationToken);
                answers = new GainQuestion(version, input.Jobseeker!, picture, input.Today, rule).OfList(input.Vacancies.Where(v => cards.ContainsKey(v.Id)).Select(v => (cards[v.Id].Seq, v)));
                var command = new KeepGains.Command
                {
                    Scope = request.Scope,
                    Asked = GainsOf.List,
                    CaseFileId = request.CaseFileId,
                    RunId = request.RunId,
                    ModelVersion = version.Name,
                    Considered = picture.Count,
                    Input = GainInput.Of(input.Today, rule),
                    Answers = answers,
                };
                if ((await sender.Send(command, cancellationToken)).Refusal is { } refusal)
                {
                    return refusal;
                }
            }

            var sentences = new ReasonSentences(words, vocabulary);
            var alone = input.Vacancies.Where(v => version.Explain(input.Jobseeker!, v, input.Today).Missing.Count == 1).Select(v => v.Id).ToHashSet();
            var places = input.Vacancies.Index().ToDictionary(v => v.Item.Id, v => ((input.Page - 1) * MatchVacancies.PageSize) + v.Index + 1);
            return new Answer
            {
                Case = found,
                Places = MatchVacancies.PageSize,
                WithoutWhy = null,
                Rows = [.. answers.Select(a => RowOf(a, cards[a.Scores[0].VacancyId], places, alone, sentences))],
            };
        }

        private static Row RowOf(GainAnswer answer, VacancyCard card, Dictionary<Guid, int> places, HashSet<Guid> alone, ReasonSentences sentences) =>
            new(card.Id, places[card.Id], card.TitleEn, card.TitleKm, sentences.Of(answer.Gain), alone.Contains(card.Id), answer.PlaceBefore, answer.PlaceAfter, answer.Entering);

        private sealed record Run
        {
            public required string ModelVersion { get; init; }

            public required byte[] Input { get; init; }

            public required string? Answers { get; init; }
        }
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.Get("/case-files/{caseFileId:guid}/match-runs/{runId:guid}/lifts", (Guid caseFileId, Guid runId, ApiEdge edge) =>
                edge.Ask(new Query { CaseFileId = caseFileId, RunId = runId, Scope = edge.Scope }))
            .For<Query>("Of each row of a list what would lift it most");
}
