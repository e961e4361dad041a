using Pes.Features.RankingModels;
using Pes.Ranking;
using Pes.Ranking.Allocation;
using Pes.Ranking.WhatIf;

namespace Pes.Features.Matching;

/// <summary>Asks what a gain would change for one jobseeker, over all live vacancies and by one version. For one caller at a time.</summary>
internal sealed class GainQuestion(RankingVersion version, JobseekerProfile jobseeker, VacancyPicture picture, DateOnly today, SpreadRule rule)
{
    private const int OfPairShown = 3;

    private const int OfPersonShown = 10;

    private readonly WhatIfRanking whatIf = version.WhatIf(jobseeker, picture, today, rule);

    /// <summary>Of each vacancy of a list the one gain that lifts it most, in the order of the list; those that nothing lifts or that are live no more are left out.</summary>
    /// <param name="vacancies">As the list was made of them, with their numbers.</param>
    public IReadOnlyList<GainAnswer> OfList(IEnumerable<(long Seq, VacancyProfile Profile)> vacancies)
    {
        List<(int Row, VacancyProfile Vacancy)> rows = [];
        foreach (var (seq, profile) in vacancies)
        {
            if (picture.BySeq(seq) is { } live && version.RowOf(picture, live) is { } row)
            {
                rows.Add((row, profile));
            }
        }

        return [.. whatIf.Lifts(rows, MatchVacancies.PageSize).Zip(rows).Where(l => l.First is not null).Select(l => OfPair(l.First!.Pair, l.Second.Vacancy, l.First.Entering))];
    }

    /// <summary>What lifts one live vacancy most, and what else that brings; empty where nothing does.</summary>
    public IReadOnlyList<GainAnswer> OfPair(LiveVacancy vacancy)
    {
        List<PairGain> gains = version.RowOf(picture, vacancy) is { } row ? [.. whatIf.ForVacancy(row, vacancy.Profile).Take(OfPairShown)] : [];
        return [.. gains.Zip(whatIf.Entering([.. gains.Select(g => g.Gain)], MatchVacancies.PageSize)).Select(g => OfPair(g.First, vacancy.Profile, g.Second.Count))];
    }

    /// <summary>What opens most to her, and the vacancies that would come among the first places with any of it.</summary>
    public (IReadOnlyList<GainAnswer> Answers, IReadOnlyList<VacancyProfile> Entering) OfPerson()
    {
        var values = whatIf.Values(OfPersonShown, MatchVacancies.PageSize);
        var entering = whatIf.Entering([.. values.Select(v => v.Gain)], MatchVacancies.PageSize);
        var vacancies = entering.SelectMany(rows => rows).Distinct().ToDictionary(row => row, row => version.VacancyAt(picture, row));
        return ([.. values.Zip(entering).Select(v => OfValue(v.First, v.Second.Select(row => vacancies[row])))], [.. vacancies.Values.OrderBy(v => v.Id)]);
    }

    private static GainAnswer OfPair(PairGain pair, VacancyProfile vacancy, int entering) => new()
    {
        Kind = pair.Gain.Kind,
        Id = pair.Gain.Id,
        Scores = [new(vacancy.Id, pair.ScoreBefore, pair.ScoreAfter)],
        PlaceBefore = pair.PlaceBefore,
        PlaceAfter = pair.PlaceAfter,
        Entering = entering,
    };

    private GainAnswer OfValue(GainValue value, IEnumerable<VacancyProfile> entering) => new()
    {
        Kind = value.Gain.Kind,
        Id = value.Gain.Id,
        Scores = [.. entering.Select(v => ScoreOf(value.Gain, v))],
        Entering = value.Entering,
        Passing = value.Passing,
        Opened = value.Opened,
    };

    private GainScore ScoreOf(Gain gain, VacancyProfile vacancy)
    {
        var (before, after) = whatIf.ScoresOf(gain, vacancy);
        return new(vacancy.Id, before, after);
    }
}
