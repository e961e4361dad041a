using FsCheck.Fluent;
using Pes.Ranking.Allocation;
using Pes.Ranking.Pairs;
using Xunit;

namespace Pes.Ranking.Tests.Allocation;

public sealed class GroupAssignmentTests
{
    private static readonly List<VacancyProfile> Vacancies = [.. Given.Vacancies.Drawn(60).DistinctBy(v => v.Id).OrderBy(v => v.Id).Select((v, i) => v with { OpeningsLeft = (ushort)(i % 3) })];

    private static readonly List<JobseekerProfile> People =
        [.. Given.Jobseekers.Drawn(80).DistinctBy(j => j.Id).OrderBy(j => j.Id).Select((j, i) => j with { MayBeSuggested = i % 9 != 0 })];

    private static readonly LearnedRanking Model = TinyRanking.Of(People, Vacancies);

    private static GroupAssignmentInput Input => new() { Today = Given.Today, People = People, Vacancies = Vacancies, LeastBand = 2, PeopleForOpening = 1 };

    public static TheoryData<bool, int, int> Kinds => new() { { false, 1, 1 }, { false, 2, 1 }, { false, 3, 2 }, { true, 1, 1 }, { true, 3, 3 } };

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Nobody_is_sent_where_a_condition_the_band_or_the_openings_forbid_it(bool learned, int leastBand, int each)
    {
        var input = Input with { LeastBand = leastBand, PeopleForOpening = each };
        var found = await GroupAssignment.SolveAsync(input, learned ? Model : null);
        Assert.Equal(People.Count, found.Count);
        Assert.All(found.Index().Where(f => f.Item.Vacancy >= 0), f =>
        {
            var match = Explain(learned, People[f.Index], Vacancies[f.Item.Vacancy]);
            Assert.True(People[f.Index].MayBeSuggested);
            Assert.Empty(match.Barriers);
            Assert.InRange(match.Band, leastBand, 5);
        });
        Assert.All(found.Where(f => f.Vacancy >= 0).CountBy(f => f.Vacancy), v => Assert.InRange(v.Value, 1, Vacancies[v.Key].OpeningsLeft * each));
        Assert.True(found.Count(f => f.Vacancy >= 0) > 3);
    }

    [Fact]
    public async Task Who_stays_without_has_no_place_that_is_free()
    {
        var found = await GroupAssignment.SolveAsync(Input, null);
        var taken = found.Where(f => f.Vacancy >= 0).CountBy(f => f.Vacancy).ToDictionary();
        foreach (var (person, one) in found.Index().Where(f => f.Item.Vacancy < 0))
        {
            var suiting = Vacancies.Index().Where(v => People[person].MayBeSuggested && Explain(false, People[person], v.Item) is { Barriers.Count: 0, Band: >= 2 }).ToList();
            Assert.Equal(suiting.Count, one.Suiting);
            Assert.All(suiting, v => Assert.Equal(v.Item.OpeningsLeft, taken.GetValueOrDefault(v.Index)));
        }
    }

    [Fact]
    public async Task It_is_worth_at_least_as_much_as_first_come_first_served()
    {
        var found = await GroupAssignment.SolveAsync(Input, null);
        var left = Vacancies.Select(v => (int)v.OpeningsLeft).ToArray();
        long greedy = 0, worth = 0;
        var assigned = 0;
        foreach (var (person, one) in found.Index())
        {
            worth += one.Vacancy < 0 ? 0 : Explain(false, People[person], Vacancies[one.Vacancy]).Score + 2_000_000L;
            var best = Vacancies.Index().Where(v => left[v.Index] > 0 && People[person].MayBeSuggested)
                .Select(v => (v.Index, Match: Explain(false, People[person], v.Item))).Where(v => v.Match is { Barriers.Count: 0, Band: >= 2 })
                .OrderByDescending(v => v.Match.Score).Select(v => ((int Index, Match Match)?)v).FirstOrDefault();
            if (best is { } chosen)
            {
                left[chosen.Index]--;
                greedy += chosen.Match.Score + 2_000_000L;
                assigned++;
            }
        }

        Assert.True(worth >= greedy, $"{worth} against {greedy}");
        Assert.True(found.Count(f => f.Vacancy >= 0) >= assigned);
    }

    [Fact]
    public async Task An_excluded_pair_is_not_assigned_and_the_same_input_gives_the_same()
    {
        var found = await GroupAssignment.SolveAsync(Input, null);
        Assert.Equal(found, await GroupAssignment.SolveAsync(Input, null));
        int[][] assigned = [.. found.Index().Where(f => f.Item.Vacancy >= 0).Select(f => new[] { f.Index, f.Item.Vacancy })];
        var others = await GroupAssignment.SolveAsync(Input with { Excluded = assigned }, null);
        Assert.DoesNotContain(others.Index(), f => found[f.Index].Vacancy >= 0 && f.Item.Vacancy == found[f.Index].Vacancy);
    }

    [Fact]
    public async Task It_tells_how_far_it_is_and_stops_when_asked()
    {
        List<int> told = [];
        await GroupAssignment.SolveAsync(Input, null, people => Told(told, people));
        Assert.Equal([0, 50], told);
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => GroupAssignment.SolveAsync(Input, null, people => people == 0 ? stop.CancelAsync() : Told(told, people), stop.Token));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(-500_000_000, 400_000_000)]
    [InlineData(int.MinValue, int.MaxValue)]
    public void One_person_more_is_worth_as_much_as_the_whole_range_however_wide_it_is(int least, int most)
    {
        var worth = GroupAssignment.Worth([least, most, least, most]);
        Assert.All(worth, w => Assert.InRange(w, 1, AssignmentProblem.MostWorth));
        Assert.True(2 * (long)worth[0] > worth[1] && worth[0] >= worth[1] - worth[0], $"{worth[0]} {worth[1]}");
        Assert.Equal(most == least, worth[0] == worth[1]);
    }

    [Fact]
    public void The_checksum_changes_with_everything()
    {
        GroupAssignmentInput[] others =
        [
            Input, Input with { LeastBand = 3 }, Input with { PeopleForOpening = 2 }, Input with { Today = Given.Today.AddDays(1) },
            Input with { People = People[1..] }, Input with { Vacancies = Vacancies[1..] }, Input with { Excluded = [[0, 1]] }, Input with { Excluded = [[0, 2]] },
        ];
        Assert.Equal(others.Length + 1, others.Select(i => GroupAssignment.ChecksumOf(i, "a")).Append(GroupAssignment.ChecksumOf(Input, "b")).Distinct().Count());
    }

    [Fact]
    public async Task Nobody_and_nothing_give_nobody_and_nothing()
    {
        Assert.Empty(await GroupAssignment.SolveAsync(Input with { People = [] }, Model));
        Assert.All(await GroupAssignment.SolveAsync(Input with { Vacancies = [] }, Model), f => Assert.Equal(new AssignedPerson(-1, 0), f));
    }

    private static Task Told(List<int> told, int people)
    {
        told.Add(people);
        return Task.CompletedTask;
    }

    private static Match Explain(bool learned, JobseekerProfile person, VacancyProfile vacancy) =>
        learned ? new LearnedMatcher("test-1", Model).Explain(person, vacancy, Given.Today) : Matcher.Prior.Explain(person, vacancy, Given.Today);
}
