using Pes.Ranking.Allocation;
using Pes.Ranking.Pairs;

namespace Pes.Ranking.WhatIf;

/// <summary>
/// By a learned model, through both stages. The first stage is asked anew with each gain. Of the candidates only those
/// that ask for it, or for a skill near it, are scored anew: the others have the score of holding one skill more that they do not ask (a feature
/// counts her skills), or the score of today where a licence is gained; each is kept once it was worked out.
/// </summary>
internal sealed class LearnedWhatIf : WhatIfRanking
{
    // A skill that no vacancy asks.
    private static readonly Gain Unasked = new(GainKind.Skill, int.MaxValue);

    private readonly VacancyIndex vacancies;
    private readonly LearnedRanking model;
    private readonly int day;
    private readonly SpreadRule rule;
    private readonly int candidates;
    private readonly SearchScratch scratch = new();
    private readonly int[] rows;
    private readonly int[] scores;
    private readonly Dictionary<int, int> scoresToday = [];
    private readonly Dictionary<int, int> scoresWithOneSkillMore = [];

    public LearnedWhatIf(JobseekerProfile jobseeker, VacancyIndex vacancies, LearnedRanking model, DateOnly today, SpreadRule rule, int candidates)
        : base(jobseeker)
    {
        (this.vacancies, this.model, day, this.rule, this.candidates) = (vacancies, model, today.DayNumber, rule, candidates);
        (rows, scores) = (new int[candidates], new int[candidates]);
        scratch.Fit(candidates);
    }

    private protected override void Prepare(IReadOnlyCollection<Gain> gains)
    {
    }

    private protected override RankedVacancies Now() => Rank(Jobseeker, null, scoresToday);

    private protected override RankedVacancies With(Gain gain) =>
        Rank(gain.AddedTo(Jobseeker), gain, gain.Kind == GainKind.Skill ? scoresWithOneSkillMore : scoresToday);

    private protected override RankedVacancies HoldingEveryLicence() =>
        Rank(Jobseeker with { Licences = [.. Jobseeker.Licences, .. vacancies.Licences] }, null, []);

    private protected override IEnumerable<Gain> MissingFor(int row)
    {
        var vacancy = vacancies.ViewOf(row);
        return
        [
            .. CodeSet.NotHeld(vacancy.Licences.ToArray(), Jobseeker.Licences).Select(id => new Gain(GainKind.Licence, id)),
            .. CodeSet.NotHeld([.. vacancy.Essential, .. vacancy.Useful], Jobseeker.Skills).Distinct().Select(id => new Gain(GainKind.Skill, id)),
        ];
    }

    private protected override int ScoreOf(JobseekerProfile jobseeker, VacancyProfile vacancy) =>
        ScoreOf(jobseeker, PackedVacancies.Of([(0, vacancy)]).At(0));

    private protected override int Yardstick(GainKind kind, int row) =>
        ScoreOf(kind == GainKind.Skill ? Unasked.AddedTo(Jobseeker) : Jobseeker, vacancies.ViewOf(row));

    private int ScoreOf(JobseekerProfile jobseeker, VacancyView vacancy)
    {
        Span<byte> bins = stackalloc byte[PairFeatures.Count];
        PairBins.Fill(PackedJobseekers.Of([(0, jobseeker)]).At(0), vacancy, day, bins, stride: 1);
        return Standing(model.Score(bins), vacancy);
    }

    // By what a row stands in the list, in the unit of matches: its score less what it gives way.
    private int Standing(int score, VacancyView vacancy) =>
        model.Finer(score) - rule.Yield(vacancy.Facts.ReferralsPending, vacancy.Facts.OpeningsLeft);

    /// <param name="known">Scores that hold for this profile wherever the gain is not asked; those worked out are added.</param>
    private RankedVacancies Rank(JobseekerProfile jobseeker, Gain? gain, Dictionary<int, int> known)
    {
        var found = vacancies.Coarse.Top(vacancies.CoarseQueryOf(jobseeker, model), scratch.Hits.AsSpan(0, candidates), scratch.Coarse);
        var own = PackedJobseekers.Of([(0, jobseeker)]).At(0);
        HashSet<int> asking = [], moved = [];
        var (count, anew) = (0, 0);
        for (var place = 0; place < found; place++)
        {
            var row = scratch.Hits[place].Id;
            var vacancy = vacancies.ViewOf(row);
            var isMoved = gain is { } gained && (Asks(vacancy, gained) || (gained.Kind == GainKind.Skill && vacancy.Near.Contains(gained.Id)));
            rows[count] = row;
            if (isMoved)
            {
                moved.Add(count);
                if (Asks(vacancy, gain!.Value))
                {
                    asking.Add(count);
                }
            }
            else if (known.TryGetValue(row, out scores[count]))
            {
                count++;
                continue;
            }

            // Scored together below; the position says where each belongs.
            if (PairBins.IsBarred(own, vacancy, day, suggesting: false))
            {
                scores[count] = RankedVacancies.Barred;
                Keep(known, row, RankedVacancies.Barred, isMoved);
            }
            else
            {
                PairBins.Fill(own, vacancy, day, scratch.Columns.AsSpan(anew), scratch.Stride);
                scratch.Ids[anew++] = count;
            }

            count++;
        }

        model.Score(scratch.Columns, scratch.Stride, scratch.Scores.AsSpan(0, anew));
        for (var i = 0; i < anew; i++)
        {
            var at = scratch.Ids[i];
            scores[at] = Standing(scratch.Scores[i], vacancies.ViewOf(rows[at]));
            Keep(known, rows[at], scores[at], moved.Contains(at));
        }

        return new(Order(asks: false), ScoredRows.Empty, Order(asks: true));

        ScoredRows Order(bool asks)
        {
            int[] at = [.. Enumerable.Range(0, count).Where(i => asking.Contains(i) == asks)];
            return ScoredRows.Of(Array.ConvertAll(at, i => rows[i]), Array.ConvertAll(at, i => scores[i]));
        }
    }

    private static void Keep(Dictionary<int, int> known, int row, int score, bool isMoved)
    {
        if (!isMoved)
        {
            known[row] = score;
        }
    }

    private static bool Asks(VacancyView vacancy, Gain gain) => gain.Kind == GainKind.Licence
        ? vacancy.Licences.Contains(gain.Id)
        : vacancy.Essential.Contains(gain.Id) || vacancy.Useful.Contains(gain.Id);
}
