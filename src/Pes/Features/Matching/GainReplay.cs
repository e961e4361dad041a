using Pes.Features.RankingModels;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Text;

namespace Pes.Features.Matching;

/// <summary>Makes a kept answer about gains again: every score with and without each gain from what is kept, and its checksum.</summary>
public sealed class GainReplay(Database db, RankingInCharge ranking, VacancySnapshotSource source, TimeProvider clock)
{
    private const string GainsSql = """
        SELECT g.Asked, g.VacancyId, g.ModelVersion, g.Considered, g.Input, g.Answers, g.Checksum, r.Input AS ListInput
        FROM GainRun g
        LEFT JOIN MatchRun r ON r.Id = g.RunId
        WHERE g.Id = @RunId
        """;

    internal async Task<Outcome<ReplayMatchRun.Answer>> AnswerAsync(Guid runId, CancellationToken ct)
    {
        if (await db.FirstOrDefaultAsync<Kept>(GainsSql, new { RunId = runId }, ct) is not { } kept)
        {
            return Refusal.NotFound;
        }

        if (await ranking.OfAsync(kept.ModelVersion, ct) is not { } version)
        {
            return new Refusal("ranking-version-unknown", kept.ModelVersion);
        }

        // What was kept is not there any more, so nothing of it is made again.
        if (GainChecksum.Of(kept.ModelVersion, kept.Considered, kept.Input, kept.Answers) != kept.Checksum)
        {
            return new ReplayMatchRun.Answer(kept.ModelVersion, 0, IsIdentical: false, []);
        }

        var list = kept.ListInput is { } bytes ? RunInput.Parse(bytes) : null;
        var input = GainInput.Parse(kept.Input);
        var whole = input with { Jobseeker = input.Jobseeker ?? list?.Jobseeker, Vacancies = list is null ? input.Vacancies : list.Vacancies };
        var answers = GainAnswer.Parse(kept.Answers);
        var differences = Differences(kept.Asked, whole, version, answers);
        bool? isSame = whole.Today == clock.TodayInCambodia() ? GainAnswer.ToText(await AgainAsync(kept, whole, version, ct)) == kept.Answers : null;
        return new ReplayMatchRun.Answer(kept.ModelVersion, answers.Count, differences.Count == 0, differences, isSame);
    }

    /// <returns>Answers (from 1) of which a score comes out otherwise, or whose count is not that of the scores that are kept.</returns>
    internal static IReadOnlyList<int> Differences(string asked, GainInput input, RankingVersion version, IReadOnlyList<GainAnswer> answers)
    {
        var whatIf = version.WhatIf(input.Jobseeker!, VacancyPicture.Of([], input.Today), input.Today, input.Rule);
        var vacancies = input.Vacancies.ToDictionary(v => v.Id);
        return [.. answers.Index().Where(a => !IsSame(a.Item)).Select(a => a.Index + 1)];

        bool IsSame(GainAnswer answer) =>
            (asked != GainsOf.Person || answer.Entering == answer.Scores.Count)
            && answer.Scores.All(s => vacancies.TryGetValue(s.VacancyId, out var vacancy) && whatIf.ScoresOf(answer.Gain, vacancy) == (s.Before, s.After));
    }

    private async Task<IReadOnlyList<GainAnswer>> AgainAsync(Kept kept, GainInput input, RankingVersion version, CancellationToken ct)
    {
        var picture = await source.CurrentAsync(ct);
        var question = new GainQuestion(version, input.Jobseeker!, picture, input.Today, input.Rule);
        if (kept.Asked == GainsOf.Person)
        {
            return question.OfPerson().Answers;
        }

        var cards = await VacancyCard.OfAsync(db, input.Vacancies.Select(v => v.Id), ct);
        return kept.Asked == GainsOf.List
            ? question.OfList(input.Vacancies.Where(v => cards.ContainsKey(v.Id)).Select(v => (cards[v.Id].Seq, v)))
            : picture.BySeq(cards[kept.VacancyId!.Value].Seq) is { } live ? question.OfPair(live) : [];
    }

    private sealed record Kept
    {
        public required string Asked { get; init; }

        public required Guid? VacancyId { get; init; }

        public required string ModelVersion { get; init; }

        public required int Considered { get; init; }

        public required byte[] Input { get; init; }

        public required string Answers { get; init; }

        public required string Checksum { get; init; }

        public required byte[]? ListInput { get; init; }
    }
}
