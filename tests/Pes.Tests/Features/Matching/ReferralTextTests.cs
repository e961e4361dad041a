using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using Pes.Features.Matching;
using Pes.Features.RankingModels;
using Pes.Features.Reference;
using Pes.Platform.Web;
using Pes.Ranking;
using Pes.Ranking.Learning;
using Pes.Ranking.Pairs;
using Pes.Tests.Support;
using Term = Pes.Ranking.Term;

namespace Pes.Tests.Features.Matching;

/// <summary>What an employer is told of a match, and reasons as older lists kept them.</summary>
public sealed class ReferralTextTests(PesHost host) : IClassFixture<PesHost>
{
    private static readonly DateOnly Day = new(2026, 11, 22);

    private static readonly JobseekerProfile Somebody = new() { Id = Guid.CreateVersion7(), MayWork = true, MayDoHazardousWork = true, MayBeSuggested = true };

    private static readonly VacancyProfile Something = new() { Id = Guid.CreateVersion7(), IsOpen = true, OpeningsLeft = 1 };

    [Fact]
    public async Task Of_every_kind_only_what_speaks_of_fitness_and_for_her_reaches_the_employer()
    {
        await using var services = host.App.Services.CreateAsyncScope();
        var words = services.ServiceProvider.GetRequiredService<IStringLocalizer<MatchingWords>>();
        var sentences = new ReasonSentences(words, services.ServiceProvider.GetRequiredService<Vocabulary>());
        var without = Both(() => words["assigned-reason"]);
        var told = 0;
        foreach (var kind in Enum.GetValues<ReasonKind>())
        {
            foreach (var (direction, isFactAlone) in ((Direction, bool)[])[(Direction.For, false), (Direction.For, true), (Direction.Against, false), (Direction.Missing, false)])
            {
                var reason = new Reason(kind, direction, Term.Wage, 100, new(Unit.Count, 2), new(Unit.Count, 3), isFactAlone);
                var isTold = kind.SpeaksOfFitness() && direction == Direction.For && !isFactAlone;
                Assert.Equal(isTold ? "said" : "", ReferralText.Draft([new ShownReason(kind, direction, 100, "said", isFactAlone)]));
                Assert.Equal(isTold ? Both(() => sentences.Of(reason).Sentence) : without, ReferralText.InBoth(Of(reason), sentences, words));
                told += isTold ? 1 : 0;
            }
        }

        Assert.Equal(9, told);
        Assert.NotEqual(without.Split('\n')[0], without.Split('\n')[1]);
    }

    [Fact]
    public async Task On_a_card_what_speaks_for_her_stands_before_facts_and_the_openings_come_last()
    {
        await using var services = host.App.Services.CreateAsyncScope();
        var sentences = new ReasonSentences(services.ServiceProvider.GetRequiredService<IStringLocalizer<MatchingWords>>(), services.ServiceProvider.GetRequiredService<Vocabulary>());
        Reason Told(ReasonKind kind, Direction direction, bool isFactAlone = false) => new(kind, direction, Term.Wage, 100, new(Unit.Count, 2), new(Unit.Count, 3), isFactAlone);
        var (openings, fact, against) = (Told(ReasonKind.OpeningsLeft, Direction.For), Told(ReasonKind.UsefulSkills, Direction.For, isFactAlone: true), Told(ReasonKind.Freshness, Direction.Against));
        var (skills, languages, contract) = (Told(ReasonKind.EssentialSkills, Direction.For), Told(ReasonKind.Languages, Direction.For), Told(ReasonKind.Contract, Direction.For));
        Assert.Equal([skills.Kind, languages.Kind, contract.Kind], Kinds(openings, fact, against, skills, languages, contract));
        Assert.Equal([skills.Kind, languages.Kind, fact.Kind], Kinds(openings, fact, against, skills, languages));
        Assert.Equal([fact.Kind, openings.Kind], Kinds(openings, fact, against));
        Assert.Equal(against.Kind, sentences.OnCard(Of(openings, against)).Against!.Kind);

        IEnumerable<ReasonKind> Kinds(params Reason[] reasons) => sentences.OnCard(Of(reasons)).For.Select(r => r.Kind);
    }

    [Fact]
    public async Task Two_reasons_are_told_and_one_where_two_would_not_fit()
    {
        await using var services = host.App.Services.CreateAsyncScope();
        var words = services.ServiceProvider.GetRequiredService<IStringLocalizer<MatchingWords>>();
        var vocabulary = services.ServiceProvider.GetRequiredService<Vocabulary>();
        var sentences = new ReasonSentences(words, vocabulary);
        var skill = (await host.QueryAsync<int>("SELECT Id FROM Skill ORDER BY Id"))[0];
        var reason = new Reason(ReasonKind.NearSkills, Direction.For, Term.EssentialSkills, 100, new(Unit.SkillId, skill), new(Unit.Count, 0));
        var two = ReferralText.InBoth(Of(reason, reason, reason), sentences, words);
        Assert.Equal(2, two.Split('\n')[0].Split(" · ").Length);
        await host.InDatabaseAsync(db => db.ExecuteAsync("UPDATE Skill SET LabelEn = @label, LabelKm = @label WHERE Id = @skill", new { skill, label = new string('x', 150) }));
        vocabulary.Refresh();
        var one = ReferralText.InBoth(Of(reason, reason), sentences, words);
        Assert.All(one.Split('\n'), line => Assert.Single(line.Split(" · ")));
        Assert.InRange(one.Length, 300, ReferralText.Longest);
    }

    [Theory]
    [InlineData(ReasonTable.TermsAlone)]
    [InlineData(ReasonTable.HazardWithExperience)]
    public void A_list_that_was_kept_by_an_older_table_of_sentences_is_made_again(ReasonTable table)
    {
        var version = new RankingVersion("hazard-1", new LearnedRanking(Learnt()));
        VacancyProfile[] vacancies = [.. Enumerable.Range(0, 6).Select(i => Something with { Id = Guid.CreateVersion7(), IsHazardous = i % 2 == 0, ExperienceAsked = (ushort)(6 * i) })];
        var matches = vacancies.Select(v => version.Explain(Somebody, v, Day, table)).OrderByDescending(m => m.Score).ThenBy(m => m.Id).ToList();
        var input = new RunInput { Today = Day, Jobseeker = Somebody, Vacancies = [.. matches.Select(m => vacancies.Single(v => v.Id == m.Id))] };
        ReplayMatchRun.Handler.Row Row(Match match, int place) => new() { Rank = place + 1, SubjectId = match.Id, Score = match.Score, Band = match.Band, Reasons = RowRecord.Of(match) };
        List<ReplayMatchRun.Handler.Row> before = [.. matches.Select(Row)];
        List<ReplayMatchRun.Handler.Row> now = [.. input.Vacancies.Select(v => version.Explain(Somebody, v, Day)).Select(Row)];
        Assert.Contains(now.Zip(before), r => r.First.Reasons != r.Second.Reasons);
        Assert.Empty(ReplayMatchRun.Handler.Differences(input, version, version.Name, before));
        Assert.Empty(ReplayMatchRun.Handler.Differences(input, version, version.Name, now));

        // No list is told by two tables.
        var other = now.Index().First(r => r.Item.Reasons != before[r.Index].Reasons).Index;
        Assert.NotEmpty(ReplayMatchRun.Handler.Differences(input, version, version.Name, [.. before.Select((row, i) => i == other ? now[i] : row)]));
        Assert.Equal([1], ReplayMatchRun.Handler.Differences(input, version, version.Name, [before[0] with { Reasons = before[0].Reasons.Replace("Checksum", "Changed", StringComparison.Ordinal) }, .. before.Skip(1)]));
    }

    private static Match Of(params Reason[] reasons) => Matcher.Prior.Explain(Somebody, Something, Day) with { Reasons = reasons };

    private static string Both(Func<string> write) => RequestLanguage.In(RequestLanguage.Khmer, write) + "\n" + RequestLanguage.In(RequestLanguage.English, write);

    // Hazardous work and much experience asked are turned down.
    private static Pes.Ranking.Models.ObliviousModel Learnt()
    {
        var training = new PairTraining();
        for (var list = 0; list < 60; list++)
        {
            training.AddList(
                Somebody,
                Enumerable.Range(0, 12).Select(i => (Something with { IsHazardous = (i + list) % 3 == 0, ExperienceAsked = (ushort)(6 * (i % 4)) }, (byte)(((i + list) % 3 == 0 ? 0 : 3) + (3 - (i % 4))))),
                Day);
        }

        return LambdaMart.TrainOblivious(training.ToRows(), new() { Trees = 20, Rate = 0.2, Monotone = PairFeatures.Directions });
    }
}
