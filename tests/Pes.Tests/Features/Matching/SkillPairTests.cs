using Microsoft.Extensions.DependencyInjection;
using Pes.Features.CaseFiles;
using Pes.Features.Matching;
using Pes.Features.Reference;
using Pes.Platform.Data;
using Pes.Platform.Security;
using Pes.Ranking;
using Pes.Ranking.Models;
using Pes.Ranking.Pairs;
using Pes.Tests.Support;

namespace Pes.Tests.Features.Matching;

/// <summary>Which skills stand together, counted from vacancies and CVs, and what that makes of lists.</summary>
public sealed class SkillPairTests(PesHost host) : IClassFixture<PesHost>
{
    private const int Enough = 10;

    private static readonly DateOnly Day = new(2026, 11, 22);

    private Vocabulary Words => host.App.Services.GetRequiredService<Vocabulary>();

    [Fact]
    public async Task Skills_that_enough_people_or_employers_have_together_are_near_and_rarer_pairs_are_not()
    {
        var scope = await host.Given.ScopeAsync(await host.Given.CounsellorAsync());
        var skills = Apart(9);
        var (sews, irons, asked, beside, rare, rarer, silent, silenced, other) = (skills[0], skills[1], skills[2], skills[3], skills[4], skills[5], skills[6], skills[7], skills[8]);
        List<Guid> files = [];
        for (var i = 0; i < Enough; i++)
        {
            files.Add(await PersonAsync(scope, statistics: true, sews, irons));
            await PersonAsync(scope, statistics: true, other);
            await PersonAsync(scope, statistics: false, silent, silenced);
            await VacancyAsync(await host.Given.VerifiedEmployerAsync(), isPublished: true, asked, beside);
            await VacancyAsync(await host.Given.VerifiedEmployerAsync(), isPublished: false, silent, silenced);
        }

        // One employer counts once, and four people are too few.
        var employer = await host.Given.VerifiedEmployerAsync();
        for (var i = 0; i < CountSkillPairs.LeastOwners - 1; i++)
        {
            await PersonAsync(scope, statistics: true, rare, rarer);
            await VacancyAsync(employer, isPublished: true, rare, rarer);
            await VacancyAsync(employer, isPublished: true, rare, rarer);
        }

        var vacancy = await VacancyAsync(employer, isPublished: true, sews);
        var ironer = await PersonAsync(scope, statistics: true, irons);
        var before = await ExplainedAsync(scope, ironer, vacancy);
        Assert.DoesNotContain(before.Reasons, r => r.Kind == ReasonKind.NearSkills);

        Assert.Equal(2, await CountAsync());
        Assert.Equal(
            [$"cvs {Enough} {Enough} {Enough + 1} 25", $"vacancies {Enough} {Enough} {Enough} {Enough + 1}"],
            await host.InDatabaseAsync(async db => (await db.QueryAsync<PairRow>("SELECT Source, Owners, OfSkill, OfOther, OfAll FROM SkillPair ORDER BY Source"))
                .Select(p => $"{p.Source} {p.Owners} {p.OfSkill} {p.OfOther} {p.OfAll}").ToArray()));
        Assert.Equal(1, await host.SingleAsync<int>("SELECT COUNT(*) FROM ProfileChange WHERE Kind = 'skill-pairs' AND SubjectId IS NULL"));
        Assert.Contains(beside, Near(asked));
        Assert.Contains(asked, Near(beside));
        Assert.DoesNotContain(rarer, Near(rare));
        Assert.DoesNotContain(silenced, Near(silent));

        // Who irons stands higher for a vacancy that asks to sew, and is told why.
        var after = await ExplainedAsync(scope, ironer, vacancy);
        Assert.True(after.Score > before.Score);
        Assert.Equal(new Argument(Unit.SkillId, irons), Assert.Single(after.Reasons, r => r.Kind == ReasonKind.NearSkills).First);

        // The same again; and six take their consent back.
        Assert.Equal(2, await CountAsync());
        foreach (var file in files.Take(Enough - CountSkillPairs.LeastOwners + 1))
        {
            await host.Given.DoneAsync(new WithdrawConsent.Command { Scope = scope, CaseFileId = file, Purpose = "statistics" });
        }

        Assert.Equal(1, await CountAsync());
        Assert.DoesNotContain(irons, Near(sews));
    }

    // Skills of which none is near to another, with room for more near ones.
    private int[] Apart(int count)
    {
        List<int> apart = [];
        foreach (var id in Words.Skills.Keys.Order().Where(id => Near(id).Length < 5))
        {
            if (apart.Count < count && !apart.Exists(a => Near(a).Contains(id) || Near(id).Contains(a)))
            {
                apart.Add(id);
            }
        }

        return apart.Count == count ? [.. apart] : throw new InvalidOperationException($"Only {apart.Count} skills are far from one another.");
    }

    private int[] Near(int skill) => Words.RelatedSkills.Of([skill]);

    private async Task<int> CountAsync()
    {
        var pairs = (await host.SendAsync(new CountSkillPairs.Command { Scope = Scope.Product })).Value;
        Words.Refresh();
        return pairs;
    }

    private async Task<Guid> PersonAsync(Scope scope, bool statistics, params int[] skills)
    {
        var file = await host.Given.CaseFileAsync(counsellor: scope.AccountId, with: c => statistics ? c : c with { Consents = [.. c.Consents.Where(k => k != "statistics")] });
        foreach (var skill in skills)
        {
            await host.InDatabaseAsync(db => db.ExecuteAsync("INSERT INTO PersonSkill (PersonId, SkillId, Level) SELECT PersonId, @skill, 2 FROM CaseFile WHERE Id = @file", new { skill, file }));
        }

        return file;
    }

    private async Task<Guid> VacancyAsync(Guid employerId, bool isPublished, params int[] skills)
    {
        var id = (await host.Given.LiveVacancyAsync(employerId, openings: 3)).VacancyId;
        foreach (var (place, skill) in skills.Index())
        {
            await host.InDatabaseAsync(db => db.ExecuteAsync("INSERT INTO VacancySkill (VacancyId, SkillId, IsEssential) VALUES (@id, @skill, @essential)", new { id, skill, essential = place == 0 }));
        }

        if (!isPublished)
        {
            await host.InDatabaseAsync(db => db.ExecuteAsync("UPDATE Vacancy SET Status = 'draft', PublishedAt = NULL WHERE Id = @id", new { id }));
        }

        return id;
    }

    // By a model that counts near skills alone.
    private async Task<Match> ExplainedAsync(Scope scope, Guid file, Guid vacancyId)
    {
        await using var services = host.App.Services.CreateAsyncScope();
        var db = services.ServiceProvider.GetRequiredService<Database>();
        var jobseeker = await new JobseekerProfiles(db, Words).OfCaseAsync(scope, file, Day, default);
        var vacancy = await new VacancyReading(Words).OneAsync(db, vacancyId, Day, default);
        short[] leaves = [.. Enumerable.Range(0, ObliviousModel.LeavesOfTree).Select(leaf => (short)(leaf < ObliviousModel.LeavesOfTree / 2 ? 0 : 4_096))];
        var model = new ObliviousModel(
            PairFeatures.Count, [(ushort)PairFeature.NearSkillsHeld, 0, 0, 0, 0], [0, 255, 255, 255, 255], leaves, [.. Enumerable.Repeat(1, ObliviousModel.LeavesOfTree)]);
        return new LearnedMatcher("near-alone", new LearnedRanking(model)).Explain(jobseeker!, vacancy!, Day);
    }

    private sealed record PairRow
    {
        public required string Source { get; init; }

        public required int Owners { get; init; }

        public required int OfSkill { get; init; }

        public required int OfOther { get; init; }

        public required int OfAll { get; init; }
    }
}
