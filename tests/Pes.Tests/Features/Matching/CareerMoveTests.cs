using Microsoft.Extensions.DependencyInjection;
using Pes.Features.CaseFiles;
using Pes.Features.Matching;
using Pes.Features.Reference;
using Pes.Platform.Data;
using Pes.Platform.Security;
using Pes.Ranking;
using Pes.Tests.Support;

namespace Pes.Tests.Features.Matching;

/// <summary>Where people go, counted from careers, and in the profiles that lists are made of.</summary>
public sealed class CareerMoveTests(PesHost host) : IClassFixture<PesHost>
{
    [Fact]
    public async Task Moves_of_five_people_who_agreed_to_statistics_are_counted_and_reach_the_profiles()
    {
        var scope = await host.Given.ScopeAsync(await host.Given.CounsellorAsync());
        List<Guid> files = [];
        for (var i = 0; i < 6; i++)
        {
            files.Add(await PersonAsync(scope, statistics: i < 5, "8153", "8153", "5414"));
        }

        for (var i = 0; i < CountCareerMoves.LeastPeople - 1; i++)
        {
            await PersonAsync(scope, statistics: true, "8153", "9411");
        }

        Assert.Equal(1, await CountAsync());
        Assert.Equal(5, await host.SingleAsync<int>("SELECT Moves FROM CareerMove WHERE FromIsco = '8153' AND ToIsco = '5414'"));

        // Sewers share no skill of the list with guards; what five people did is a twelfth of 5 + 50.
        var tailor = await PersonAsync(scope, statistics: true, "8153");
        Assert.Contains(new OccupationMove(8153, 5414, 18), (await ProfileAsync(scope, tailor)).CareerMoves);
        Assert.DoesNotContain((await ProfileAsync(scope, files[0])).CareerMoves, m => m.To is 8153 or 5414);

        // The same again; and one takes her consent back.
        Assert.Equal(1, await CountAsync());
        await host.Given.DoneAsync(new WithdrawConsent.Command { Scope = scope, CaseFileId = files[0], Purpose = "statistics" });
        Assert.Equal(0, await CountAsync());
        Assert.DoesNotContain((await ProfileAsync(scope, tailor)).CareerMoves, m => m.To == 5414);
    }

    [Fact]
    public async Task A_profile_says_how_long_ago_each_job_ended()
    {
        var scope = await host.Given.ScopeAsync(await host.Given.CounsellorAsync());
        var ended = await PersonAsync(scope, statistics: false, "7531", "7531", "9411");
        Assert.Equal([new(7531, 22, 119), new(9411, 11, 107)], (await ProfileAsync(scope, ended)).Career);

        // Without an end it is still hers; one that ended this month is no month ago.
        var working = await host.Given.CaseFileAsync(counsellor: scope.AccountId);
        await host.Given.DoneAsync(new ChangeWorkHistory.Command
        {
            Scope = scope, CaseFileId = working, Version = 0,
            Jobs =
            [
                new() { Title = "Cook", IscoCode = "5120", Country = "KH", StartedOn = new(2024, 11, 3) },
                new() { Title = "Guard", IscoCode = "5414", Country = "KH", StartedOn = new(2020, 1, 1), EndedOn = new(2026, 11, 1) },
            ],
        });
        Assert.Equal([new(5120, 24, 0), new(5414, 82, 0)], (await ProfileAsync(scope, working)).Career);
    }

    private async Task<int> CountAsync()
    {
        var pairs = (await host.SendAsync(new CountCareerMoves.Command { Scope = Scope.Product })).Value;
        host.App.Services.GetRequiredService<Vocabulary>().Refresh();
        return pairs;
    }

    private async Task<Guid> PersonAsync(Scope scope, bool statistics, params string[] career)
    {
        var file = await host.Given.CaseFileAsync(counsellor: scope.AccountId, with: c => statistics ? c : c with { Consents = [.. c.Consents.Where(k => k != "statistics")] });
        await host.Given.DoneAsync(new ChangeWorkHistory.Command
        {
            Scope = scope, CaseFileId = file, Version = 0,
            Jobs = [.. career.Select((isco, i) => new WorkHistoryRow { Title = "Earlier work", IscoCode = isco, Country = "KH", StartedOn = new DateOnly(2015 + i, 1, 1), EndedOn = new DateOnly(2015 + i, 12, 1) })],
        });
        return file;
    }

    private async Task<JobseekerProfile> ProfileAsync(Scope scope, Guid file)
    {
        await using var services = host.App.Services.CreateAsyncScope();
        var reader = new JobseekerProfiles(services.ServiceProvider.GetRequiredService<Database>(), services.ServiceProvider.GetRequiredService<Vocabulary>());
        return (await reader.OfCaseAsync(scope, file, new DateOnly(2026, 11, 22), default))!;
    }
}
