using Pes.Features.RankingModels;
using Pes.Platform.Security;
using Pes.Ranking.Models;
using Pes.Ranking.Pairs;

namespace Pes.Tests.Support;

/// <summary>A version of the ranking that a test made.</summary>
public sealed record MadeModel(Guid Id, string Name);

public sealed partial class TestData
{
    private int modelSerial;

    /// <summary>Reports that pass the gate.</summary>
    public static ModelMetrics GoodMetrics { get; } = new()
    {
        Lists = 400, Split = "time", From = new(2026, 1, 1), To = new(2026, 3, 1), Ndcg10 = 0.7, PositionPower = 0.8, PositionActions = 900,
        Gains = [.. Baselines.All.Select(b => new ModelGain(b, 0.6, 0.1, 0.05, 0.15))],
        Features = [new("WageRatio", 0.6), new("Distance", 0.4)],
    };

    public static ModelFairness GoodFairness { get; } = new()
    {
        Groups =
        [
            new("exposure", "sex", "female", 200, 1.02, 0.95, 1.1, 0.91, 1.14), new("exposure", "age", "15–24", 80, 0.9, 0.8, 1.05, 0.75, 1.09),
            new("recall", "disability", "yes", 12, null, null, null, null, null), new("exposure", "disability", "yes", 60, 0.97, 0.85, 1.1, 0.8, 1.15),
            new("recall", "sex", "male", 160, 1, 0.9, 1.1, 0.85, 1.18), new("recall", "returnee", "no", 150, 1, 0.9, 1.1, 0.85, 1.18), new("exposure", "returnee", "yes", 90, 1.05, 0.9, 1.2, 0.85, 1.25),
            new("recall", "province", "15", 40, 1.1, 0.9, 1.3, 0.8, 1.5),
        ],
    };

    /// <summary>A group outside the limits that its own interval says to be off parity, and that of all groups together does not.</summary>
    public static GroupRatio WarnedGroup { get; } = new("exposure", "province", "15", 34, 1.29, 1.08, 1.54, 0.97, 1.72);

    /// <summary>Reports that warn of <see cref="WarnedGroup"/> and of people with a disability.</summary>
    public static ModelFairness WarningFairness { get; } =
        new() { Groups = [.. GoodFairness.Groups.Where(g => g is not { Measure: "exposure", Attribute: "disability" }), WarnedGroup, new("exposure", "disability", "yes", 60, 0.78, 0.63, 0.96, 0.55, 1.11)] };

    /// <summary>The same reports, where of some people nothing could be measured.</summary>
    public static ModelFairness Without(string attribute, string group) =>
        new() { Groups = [.. GoodFairness.Groups.Select(g => g.Attribute == attribute && g.Group == group ? g with { Ratio = null, Low = null, High = null, JointLow = null, JointHigh = null } : g)] };

    /// <summary>One tree that likes this much pay in fiftieths of a thousand riel; each is another model.</summary>
    public RankingModelFile ModelFile()
    {
        var leaves = new short[ObliviousModel.LeavesOfTree];
        for (var leaf = ObliviousModel.LeavesOfTree / 2; leaf < leaves.Length; leaf++)
        {
            leaves[leaf] = (short)(100 + Interlocked.Increment(ref modelSerial));
        }

        return new()
        {
            Version = "learned-9",
            Card = """{"dataFrom":"2025-01-01","dataTo":"2025-12-31","trainingRows":900,"trainingLists":50}""",
            FeatureNames = [.. PairFeatures.All.Select(f => f.Feature.ToString())],
            Oblivious = new(
                PairFeatures.Count, [(ushort)PairFeature.WageOffered, 0, 0, 0, 0], [15, 255, 255, 255, 255], leaves,
                [.. Enumerable.Repeat(1, ObliviousModel.LeavesOfTree)]),
        };
    }

    public byte[] ModelFileBytes()
    {
        using var bytes = new MemoryStream();
        ModelFile().Write(bytes);
        return bytes.ToArray();
    }

    public async Task<MadeModel> CandidateModelAsync(ModelMetrics? metrics = null, ModelFairness? fairness = null)
    {
        var name = await DoneAsync(new KeepRankingModel.Command
        {
            Scope = Scope.Product, Model = ModelFile(), Trainer = "own", DataFrom = new(2025, 1, 1), DataTo = new(2025, 12, 31), TrainingRows = 900, TrainingLists = 50,
            Options = "{}", Metrics = metrics ?? GoodMetrics, Fairness = fairness ?? GoodFairness,
        });
        return new(await host.InDatabaseAsync(db => db.SingleAsync<Guid>("SELECT Id FROM RankingModel WHERE Name = @name", new { name })), name);
    }

    public async Task<MadeModel> ModelInChargeAsync()
    {
        var made = await CandidateModelAsync();
        await host.InDatabaseAsync(async db => await db.ExecuteAsync(
            "UPDATE RankingModel SET Status = 'approved', ApprovalNumber = @Number WHERE Id = @Id",
            new { made.Id, Number = 1 + await db.SingleAsync<int>("SELECT COALESCE(MAX(ApprovalNumber), 0) FROM RankingModel") }));
        return made;
    }
}
