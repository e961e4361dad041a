using FsCheck.Fluent;
using Pes.Ranking.Coarse;
using Pes.Ranking.Learning;
using Pes.Ranking.Pairs;
using Pes.Ranking.Tests.Models;
using Xunit;

namespace Pes.Ranking.Tests.Pairs;

public sealed class LearnedMatcherTests
{
    private const int Rows = 900;

    private const int Portion = 100;

    private static readonly List<(int Id, VacancyProfile Vacancy)> Vacancies =
        [.. Given.Vacancies.Drawn(Rows, 1_000).Zip(Given.OtherPlaces.Drawn(Rows, 1_000)).Select((v, i) => (i, v.First with { OtherPlaces = v.Second, IsWholeProvince = i % 5 == 0, LicencesRequired = i % 9 == 0 ? [i % 3] : [], LicencesByLaw = i % 14 == 0 ? [i % 4] : [], IsHazardous = i % 6 == 0 }))];

    private static readonly List<(int Id, JobseekerProfile Jobseeker)> Jobseekers =
        [.. Given.Jobseekers.Drawn(Rows, 1_000).Select((j, i) => (i, j with { Licences = i % 2 == 0 ? [0, 1] : [], MayBeSuggested = i % 7 != 0 }))];

    private static readonly LearnedRanking Model = new(Learnt());

    private static readonly LearnedMatcher Matcher = new("test-1", Model);

    private static IEnumerable<(JobseekerProfile J, VacancyProfile V)> Pairs => Enumerable.Range(0, 3_000).Select(i => (Jobseekers[i % Rows].Jobseeker, Vacancies[(i * 7) % Rows].Vacancy));

    [Fact]
    public void Usual_reasons_and_rest_sum_to_the_score_which_is_the_models()
    {
        var withRest = 0;
        foreach (var (jobseeker, vacancy) in Pairs)
        {
            var match = Matcher.Explain(jobseeker, vacancy, Given.Today);
            Assert.Equal(match.Score, match.Usual + match.Rest + match.Reasons.Sum(r => (long)r.Weight));
            Assert.Equal(match.Score, match.Usual + match.Contributions.Sum(c => (long)c.Points));
            Assert.Equal(0, match.Score % 256);
            withRest += match.Rest != 0 ? 1 : 0;
        }

        Assert.True(withRest > 100, $"{withRest} pairs with a term that has no fact");
    }

    [Fact]
    public void Reasons_have_the_facts_of_the_prior_and_the_direction_of_the_model()
    {
        var (together, apart, moves) = (0, 0, 0);
        foreach (var (jobseeker, vacancy) in Pairs)
        {
            var prior = Ranking.Matcher.Prior.Explain(jobseeker, vacancy, Given.Today).Reasons.ToDictionary(r => r.Term);
            var match = Matcher.Explain(jobseeker, vacancy, Given.Today);
            Assert.Equal(match.Reasons.OrderByDescending(r => Math.Abs(r.Weight)).ThenBy(r => r.Term), match.Reasons);
            foreach (var reason in match.Reasons)
            {
                Assert.Equal(reason.Weight > 0 ? Direction.For : Direction.Against, reason.Direction);
                Assert.NotEqual(ReasonKind.None, reason.Kind);
                if (reason.Kind == ReasonKind.CareerMove)
                {
                    // The prior has no such fact: it stands in for one that the model would contradict.
                    var move = jobseeker.CareerMoves.Single(m => m.To == vacancy.Occupation);
                    Assert.Equal((Term.Occupation, Direction.For, false), (reason.Term, reason.Direction, reason.IsFactAlone));
                    Assert.Equal((new Argument(Unit.Occupation, move.From), new Argument(Unit.PerMille, move.Share * 5)), (reason.First, reason.Second));
                    Assert.True(!prior.TryGetValue(Term.Occupation, out var other) || other.Direction == Direction.Against);
                    moves++;
                    continue;
                }

                if (PairFeatures.All.Any(m => m.Own == reason.Kind))
                {
                    continue;
                }

                var known = prior.TryGetValue(reason.Term, out var fact);
                Assert.Equal(reason.IsFactAlone, !known || fact.Direction != reason.Direction);
                Assert.True(!known || (fact.Kind, fact.First, fact.Second) == (reason.Kind, reason.First, reason.Second));
                (together, apart) = reason.IsFactAlone ? (together, apart + 1) : (together + 1, apart);
            }
        }

        Assert.True(together > 1_000 && apart > 100, $"{together} {apart}");
        Assert.True(moves > 10, $"{moves}");
    }

    [Fact]
    public void Near_skills_licences_hazard_and_last_work_are_told_by_themselves_with_what_the_model_makes_of_each()
    {
        Dictionary<ReasonKind, int> told = [];
        foreach (var (jobseeker, vacancy) in Pairs)
        {
            var match = Matcher.Explain(jobseeker, vacancy, Given.Today);
            var features = Contributions(jobseeker, vacancy);
            foreach (var meaning in PairFeatures.All.Where(m => m.Own != ReasonKind.None))
            {
                var fact = meaning.Own switch
                {
                    ReasonKind.NearSkills when vacancy.NearSkills.Intersect(jobseeker.Skills).ToList() is [var first, .. var others] => (new Argument(Unit.SkillId, first), new Argument(Unit.Count, others.Count)),
                    ReasonKind.Licences when vacancy.LicencesRequired.Union(vacancy.LicencesByLaw).ToList() is { Count: > 0 } asked => (new Argument(Unit.Count, asked.Intersect(jobseeker.Licences).Count()), new Argument(Unit.Count, asked.Count)),
                    ReasonKind.Hazardous when vacancy.IsHazardous => (default, default),
                    ReasonKind.LastWork => LastWork(jobseeker, vacancy),
                    _ => ((Argument, Argument)?)null,
                };
                var own = match.Reasons.Where(r => r.Kind == meaning.Own).ToList();
                if (fact is not { } known || features[(int)meaning.Feature] == 0)
                {
                    Assert.Empty(own);
                    continue;
                }

                var reason = Assert.Single(own);
                var speaksFor = meaning.Own == ReasonKind.NearSkills || (meaning.Own == ReasonKind.Licences && known.Item1 == known.Item2);
                Assert.Equal((features[(int)meaning.Feature], meaning.Term, known), (reason.Weight, reason.Term, (reason.First, reason.Second)));
                Assert.Equal(meaning.Own is ReasonKind.Hazardous or ReasonKind.LastWork || speaksFor != (reason.Direction == Direction.For), reason.IsFactAlone);
                told[reason.Kind] = told.GetValueOrDefault(reason.Kind) + 1;
            }

            // What the sentence of a term tells is the rest of it.
            foreach (var reason in match.Reasons.Where(r => PairFeatures.All.All(m => m.Own != r.Kind)))
            {
                Assert.Equal(PairFeatures.All.Where(m => m.Term == reason.Term && m.Own == ReasonKind.None).Sum(m => features[(int)m.Feature]), reason.Weight);
            }
        }

        Assert.True(told.Count == 4 && told.Values.All(n => n > 20), string.Join(' ', told));
    }

    [Fact]
    public void By_terms_alone_reasons_are_as_older_lists_kept_them_and_the_score_is_the_same()
    {
        var others = 0;
        foreach (var (jobseeker, vacancy) in Pairs.Take(500))
        {
            var (now, before) = (Matcher.Explain(jobseeker, vacancy, Given.Today), Matcher.Explain(jobseeker, vacancy, Given.Today, ReasonTable.TermsAlone));
            Assert.All(before.Reasons, r => Assert.Equal(before.Contributions[(int)r.Term].Points, r.Weight));
            Assert.Equal((now.Score, now.Band, now.Usual), (before.Score, before.Band, before.Usual));
            Assert.Equal(before.Score, before.Usual + before.Rest + before.Reasons.Sum(r => (long)r.Weight));
            others += now.Reasons.SequenceEqual(before.Reasons) ? 0 : 1;
        }

        Assert.True(others > 50, $"{others}");
    }

    [Fact]
    public void Hazard_is_counted_with_the_hours_as_its_reason_is_grouped_and_with_experience_as_lists_kept_it_before()
    {
        var moved = 0;
        foreach (var (jobseeker, vacancy) in Pairs.Take(500))
        {
            var (now, before) = (Matcher.Explain(jobseeker, vacancy, Given.Today), Matcher.Explain(jobseeker, vacancy, Given.Today, ReasonTable.HazardWithExperience));
            var hazard = now.Reasons.FirstOrDefault(r => r.Kind == ReasonKind.Hazardous);
            Assert.Equal((now.Score, now.InputsChecksum), (before.Score, before.InputsChecksum));
            Assert.Equal(
                now.Reasons.Select(r => r.Kind == ReasonKind.Hazardous ? r with { Term = Term.Experience } : r).ToHashSet(),
                before.Reasons.ToHashSet());
            Assert.True(!vacancy.IsHazardous || hazard.Weight == now.Contributions[(int)Term.WorkHours].Points - before.Contributions[(int)Term.WorkHours].Points);
            moved += hazard.Kind == ReasonKind.Hazardous && hazard.Term == Term.WorkHours ? 1 : 0;
        }

        Assert.True(moved > 10, $"{moved}");
        Assert.All(PairFeatures.All.Where(m => m.Own != ReasonKind.None), m => Assert.Equal(GroupOf(m.Term), m.Own.Group()));

        // The field of the sentence that a term tells where no fact of its own is told.
        static ReasonGroup GroupOf(Term term) => Enum.Parse<ReasonKind>(term.ToString()).Group();
    }

    [Fact]
    public void A_model_from_before_ends_of_jobs_were_known_says_what_it_said()
    {
        const int Before = (int)PairFeature.MonthsSinceOccupation;
        var trees = RandomTrees.Oblivious(new Draw(9), Before, trees: 60);
        var matcher = new LearnedMatcher("older", new(trees.ToEnsemble()));
        var told = 0;
        foreach (var (jobseeker, vacancy) in Pairs.Take(500))
        {
            var before = jobseeker with { Career = [.. jobseeker.Career.Select(s => new CareerStep(s.Occupation, s.Months))] };
            var (now, then) = (matcher.Explain(jobseeker, vacancy, Given.Today), matcher.Explain(before, vacancy, Given.Today));
            Assert.Equal((then.Score, then.Band, then.Usual), (now.Score, now.Band, now.Usual));
            Assert.Equal(then.Reasons, now.Reasons);
            Assert.DoesNotContain(now.Reasons, r => r.Kind == ReasonKind.LastWork);
            told += now.Reasons.Count;
        }

        Assert.True(told > 1_000, $"{told}");
    }

    [Fact]
    public void Missing_and_barriers_are_those_of_the_prior()
    {
        foreach (var (jobseeker, vacancy) in Pairs.Take(500))
        {
            var (prior, match) = (Ranking.Matcher.Prior.Explain(jobseeker, vacancy, Given.Today), Matcher.Explain(jobseeker, vacancy, Given.Today));
            Assert.Equal(prior.Missing, match.Missing);
            Assert.Equal(prior.Barriers, match.Barriers);
            Assert.Equal(prior.Id, match.Id);
            Assert.NotEqual(prior.InputsChecksum, match.InputsChecksum);
        }
    }

    [Fact]
    public void Going_on_a_list_reaches_every_row_that_is_not_barred_in_portions()
    {
        var index = VacancyIndex.Build(Vacancies, Given.Today);
        foreach (var (_, jobseeker) in Jobseekers.Take(15))
        {
            var open = Vacancies.Where(v => HardConditions.Failed(jobseeker, v.Vacancy, Given.Today, suggesting: false) == HardCondition.None).Select(v => v.Id).ToHashSet();
            var all = index.Ranked(jobseeker, Model, Given.Today, Rows, new(), portionSize: Portion);
            Assert.Equal(open.Order(), all.Select(r => r.Id).Order());
            Assert.Equal(all.OrderBy(r => r.Portion).ThenByDescending(r => r.Score).ThenBy(r => r.Id), all);
            Assert.True(all[^1].Portion > 0);

            // A shorter list is the beginning of a longer one.
            var page = index.Ranked(jobseeker, Model, Given.Today, 30, new(), portionSize: Portion);
            Assert.Equal(all.Take(page.Count), page);
            Assert.InRange(page.Count, 30, Rows);
        }
    }

    [Fact]
    public void A_list_that_keeps_to_some_rows_is_the_list_of_an_index_of_them_alone()
    {
        var index = VacancyIndex.Build(Vacancies.Where(v => v.Id % 5 != 0).ToList(), Given.Today).With([.. Vacancies.Where(v => v.Id % 5 == 0)], [1, 3], Given.Today);
        int[] some = [.. Enumerable.Range(0, Rows).Where(id => id % 3 == 0 || id % 10 == 5), 100_000];
        var own = VacancyIndex.Build(Vacancies.Where(v => some.Contains(v.Id) && v.Id is not (1 or 3)).ToList(), Given.Today);
        var mask = index.Coarse.Only(some);
        foreach (var (_, jobseeker) in Jobseekers.Take(15))
        {
            // All in one portion: which rows are near depends on where the provinces' vacancies are, which differs.
            Assert.Equal(own.Ranked(jobseeker, Model, Given.Today, 50, new(), portionSize: Rows), index.Ranked(jobseeker, Model, Given.Today, 50, new(), mask, Rows));
        }

        Assert.Throws<ArgumentException>(() => own.Ranked(Jobseekers[0].Jobseeker, Model, Given.Today, 5, new(), mask));

        var people = JobseekerIndex.Build(Jobseekers);
        var few = JobseekerIndex.Build(Jobseekers.Where(j => some.Contains(j.Id)));
        Assert.Equal(
            few.Ranked(Vacancies[5].Vacancy, Model, Given.Today, Rows, new(), portionSize: Rows),
            people.Ranked(Vacancies[5].Vacancy, Model, Given.Today, Rows, new(), people.Coarse.Only(some), Rows));
        Assert.Empty(people.Ranked(Vacancies[5].Vacancy, Model, Given.Today, 20, new(), people.Coarse.Only([])));
    }

    [Fact]
    public void Lists_are_the_same_bits_and_their_checksum_is_of_their_rows()
    {
        var (jobseeker, index) = (Jobseekers[2].Jobseeker, VacancyIndex.Build(Vacancies, Given.Today));
        MatchRun List(LearnedMatcher matcher) => matcher.VacanciesFor(
            jobseeker,
            [.. index.Ranked(jobseeker, Model, Given.Today, 20, new()).Select(row => (row, Vacancies[row.Id].Vacancy))],
            Given.Today, take: 20, Rows).Explain();
        var (one, two) = (List(Matcher), List(Matcher));
        Assert.Equal(20, one.Rows.Count);
        Assert.Equal(one.InputsChecksum, two.InputsChecksum);
        Assert.Equal(one.Rows.Select(r => (r.Id, r.Rank, r.Score)), two.Rows.Select(r => (r.Id, r.Rank, r.Score)));
        Assert.NotEqual(one.InputsChecksum, List(new LearnedMatcher("test-2", Model)).InputsChecksum);
        Assert.Equal(one.Rows.OrderByDescending(r => r.Score).ThenBy(r => r.Id).Select(r => r.Id), one.Rows.Select(r => r.Id));
    }

    [Fact]
    public void Bands_rise_with_the_score_and_each_is_met()
    {
        var scores = Pairs.Select(p => Matcher.Explain(p.J, p.V, Given.Today)).OrderBy(m => m.Score).ToList();
        Assert.Equal(scores.Select(m => m.Band).Order(), scores.Select(m => m.Band));
        Assert.Equal([1, 2, 3, 4, 5], scores.Select(m => m.Band).Distinct());
        Assert.Equal(3, new LearnedRanking(new Pes.Ranking.Models.ObliviousModel(PairFeatures.Count, [], [], [], [])).Band(0));
    }

    [Fact]
    public void Who_is_barred_now_is_left_out_though_the_index_found_her()
    {
        var changed = Jobseekers[1].Jobseeker with { MayBeSuggested = false };
        var run = Matcher.JobseekersFor(Given.Vacancy, [(Jobseekers[2].Jobseeker with { MayBeSuggested = true }, 0), (changed, 0)], Given.Today, 2);
        Assert.Equal([Jobseekers[2].Jobseeker.Id], run.Rows.Select(r => r.Id));
    }

    private static long[] Contributions(JobseekerProfile jobseeker, VacancyProfile vacancy)
    {
        var (bins, features) = (new byte[PairFeatures.Count], new long[PairFeatures.Count]);
        PairBins.Fill(PackedJobseekers.Of([(0, jobseeker)]).At(0), PackedVacancies.Of([(0, vacancy)]).At(0), Given.Today.DayNumber, bins, stride: 1);
        Model.Explain(bins, features);
        return features;
    }

    // Null where nothing can be told.
    private static (Argument, Argument)? LastWork(JobseekerProfile jobseeker, VacancyProfile vacancy)
    {
        var ends = jobseeker.Career.Where(s => vacancy.Occupation == 0 || Isco08.SharedDigits(s.Occupation, vacancy.Occupation) >= 3).Select(s => (int?)s.MonthsSince).ToList();
        var known = ends.Min();
        return ends.Count == 0 ? (default, default) : known is { } months && (months <= 36 || !ends.Contains(null)) ? (new(Unit.Months, months), default) : null;
    }

    // What the prior does not know, so that the model learns it.
    private static int Liking(JobseekerProfile jobseeker, VacancyProfile vacancy) =>
        (LastWork(jobseeker, vacancy) is (var since, _) && since.Unit == Unit.Months && since.Value < 60 ? 150_000 : 0) +
        (70_000 * vacancy.NearSkills.Intersect(jobseeker.Skills).Count()) + (200_000 * vacancy.LicencesRequired.Union(vacancy.LicencesByLaw).Count()) - (vacancy.IsHazardous ? 200_000 : 0);

    private static Pes.Ranking.Models.ObliviousModel Learnt()
    {
        var training = new PairTraining();
        foreach (var (id, jobseeker) in Jobseekers.Take(120))
        {
            training.AddList(
                jobseeker,
                Vacancies.Skip(id * 3).Take(30).Select(v => (v.Vacancy, (byte)Math.Clamp((Given.Score(jobseeker, v.Vacancy) + Liking(jobseeker, v.Vacancy) + 200_000) / 120_000, 0, 6))),
                Given.Today);
        }

        return LambdaMart.TrainOblivious(training.ToRows(), new() { Trees = 60, Monotone = PairFeatures.Directions });
    }
}
