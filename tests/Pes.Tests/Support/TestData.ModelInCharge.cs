using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Pes.Features.Matching;
using Pes.Features.RankingModels;
using Pes.Ranking.Models;
using Pes.Ranking.Pairs;

namespace Pes.Tests.Support;

public sealed partial class TestData
{
    // A node asks for the version in charge every two seconds.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Puts <see cref="TinyModel"/> in charge of the lists of every node, past the judgement and approval that a real one needs; gives its version.</summary>
    public async Task<string> LearnedModelInChargeAsync(params WebApplication[] nodes)
    {
        using var file = new MemoryStream();
        new RankingModelFile { Version = "tiny", Card = "{}", FeatureNames = [.. PairFeatures.All.Select(m => m.Feature.ToString())], Oblivious = TinyModel.Learnt }.Write(file);
        var known = await host.QueryAsync<string>("SELECT Name FROM RankingModel");
        if (known.Count == 0)
        {
            await DoneAsync(new ImportRankingModel.Command { Scope = await ScopeAsync(await AdministratorAsync()), File = Convert.ToBase64String(file.ToArray()) });
        }

        await host.InDatabaseAsync(db => db.ExecuteAsync("UPDATE RankingModel SET Status = 'approved', ApprovalNumber = 1"));
        var name = await host.SingleAsync<string>("SELECT Name FROM RankingModel");
        await UntilInChargeAsync(name, [host.App, .. nodes]);
        return name;
    }

    /// <summary>Trees of another maker, brought in, judged and approved as such a model is.</summary>
    public async Task<string> ImportedModelInChargeAsync()
    {
        using var file = new MemoryStream();
        new RankingModelFile { Version = "elsewhere", Card = "{}", FeatureNames = [.. PairFeatures.All.Select(m => m.Feature.ToString())], Ensemble = TinyModel.Leafwise(PairFeatures.Directions) }.Write(file);
        var id = await DoneAsync(new ImportRankingModel.Command { Scope = await ScopeAsync(await AdministratorAsync()), File = Convert.ToBase64String(file.ToArray()) });
        var name = await host.SingleAsync<string>("SELECT Name FROM RankingModel WHERE Id = @id", new { id });
        await DoneAsync(new JudgeRankingModel.Command { Scope = Pes.Platform.Security.Scope.Product, Name = name, Metrics = GoodMetrics, Fairness = GoodFairness });
        using var api = await host.ApiAsync(await AdministratorAsync());
        await api.DoneAsync($"ranking-models/{id}/approval", new { reason = "Better than all four" });
        await UntilInChargeAsync(name, [host.App]);
        return name;
    }

    /// <summary>Takes the learned model back, so that the prior ranks again.</summary>
    public async Task PriorInChargeAsync()
    {
        await host.InDatabaseAsync(db => db.ExecuteAsync("UPDATE RankingModel SET Status = 'retired', ApprovalNumber = NULL"));
        await UntilInChargeAsync(RankingVersion.Prior.Name, [host.App]);
    }

    private static async Task UntilInChargeAsync(string name, WebApplication[] nodes)
    {
        foreach (var node in nodes)
        {
            for (var watch = Stopwatch.StartNew(); (await node.Services.GetRequiredService<RankingInCharge>().CurrentAsync(default)).Name != name; await Task.Delay(50))
            {
                Assert.True(watch.Elapsed < Patience, $"{name} is not in charge.");
            }

            // Else its first list might be made without the index.
            await node.Services.GetRequiredService<JobseekerIndexSource>().CurrentAsync(default);
        }
    }
}
