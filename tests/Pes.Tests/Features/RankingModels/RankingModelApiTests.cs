using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Pes.Features.RankingModels;
using Pes.Ranking;
using Pes.Ranking.Models;
using Pes.Tests.Support;

namespace Pes.Tests.Features.RankingModels;

/// <summary>The life of a version over the API: candidate, approved, in charge on every node, rolled back; out and in again to the bit.</summary>
public sealed class RankingModelApiTests(PesHost host) : IClassFixture<PesHost>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Two_nodes_follow_an_approval_and_a_roll_back()
    {
        await using var other = host.Build();
        var first = await host.Given.CandidateModelAsync();
        var second = await host.Given.CandidateModelAsync();
        using var api = await host.ApiAsync(await host.Given.AdministratorAsync());
        await AssertRanksAsync(other, await InChargeAsync(api));

        await api.DoneAsync($"ranking-models/{first.Id}/approval", new { reason = "Better than all four" });
        await AssertRanksAsync(other, first.Name);
        await api.DoneAsync($"ranking-models/{second.Id}/approval", new { reason = "Better still" });
        await AssertRanksAsync(other, second.Name);
        await AssertRanksAsync(host.App, second.Name);
        Assert.Equal("already-in-that-state", await api.RefusedAsync($"ranking-models/{first.Id}/approval", new { reason = "Once more" }));
        Assert.Equal("model-not-in-charge", await api.RefusedAsync($"ranking-models/{first.Id}/roll-back", new { reason = "Not this one" }));

        await api.DoneAsync($"ranking-models/{second.Id}/roll-back", new { reason = "Odd lists in Pursat" });
        await AssertRanksAsync(other, first.Name);
        await AssertRanksAsync(host.App, first.Name);
        await api.DoneAsync($"ranking-models/{first.Id}/roll-back", new { reason = "Odd as well" });
        await AssertRanksAsync(other, await InChargeAsync(api));
        Assert.Equal("model-not-in-charge", await api.RefusedAsync($"ranking-models/{first.Id}/roll-back", new { reason = "Twice" }));

        // A kept list is repeated by the version that made it, whatever is in charge now.
        var inCharge = other.Services.GetRequiredService<RankingInCharge>();
        Assert.Equal(second.Name, (await inCharge.OfAsync(second.Name, default))?.Name);
        Assert.NotNull((await inCharge.OfAsync(second.Name, default))?.Model);
        Assert.Null((await inCharge.OfAsync(Matcher.Prior.ModelVersion, default))!.Model);
        Assert.Null(await inCharge.OfAsync("learned-999", default));

        // A retired version can be put in charge again.
        await api.DoneAsync($"ranking-models/{second.Id}/approval", new { reason = "The lists were right after all" });
        await AssertRanksAsync(other, second.Name);
        await api.DoneAsync($"ranking-models/{second.Id}/roll-back", new { reason = "End of the test" });
    }

    [Fact]
    public async Task A_roll_back_never_retires_what_stands_behind_another_by_then_nor_what_was_decided_about_since()
    {
        var (first, second) = (await host.Given.CandidateModelAsync(), await host.Given.CandidateModelAsync());
        using var api = await host.ApiAsync(await host.Given.AdministratorAsync());
        await api.DoneAsync($"ranking-models/{first.Id}/approval", new { reason = "Better than all four" });
        var seen = (await ModelAsync(api, first.Id)).GetProperty("version").GetInt32();
        await api.DoneAsync($"ranking-models/{second.Id}/approval", new { reason = "Better still" });

        // The facts of this roll-back were read before the approval: the row itself says no.
        var rollBack = new RollBackRanking.Command { Scope = await host.Given.ScopeAsync(await host.Given.AdministratorAsync()), ModelId = first.Id, Reason = "Odd lists" };
        Assert.Equal("model-decided-meanwhile", (await host.InDatabaseAsync(db => new ModelDecisions(db, host.Clock).KeepAsync(rollBack, ModelStatus.Retired, seen, default))).Refusal?.Code);
        Assert.Equal("approved", Text(await ModelAsync(api, first.Id), "status"));

        // In charge again it is not what she saw; looked at again, it is.
        await api.DoneAsync($"ranking-models/{second.Id}/roll-back", new { reason = "Odd lists in Pursat" });
        Assert.Equal("model-decided-meanwhile", await api.RefusedAsync($"ranking-models/{first.Id}/roll-back", new { reason = "Odd as well", version = seen }));
        Assert.Equal("model-decided-meanwhile", await api.RefusedAsync($"ranking-models/{second.Id}/approval", new { reason = "Once more", version = 1 }));
        Assert.Equal("model-decided-meanwhile", await api.RefusedAsync($"ranking-models/{(await host.Given.CandidateModelAsync()).Id}/refusal", new { reason = "No", version = 0 }));
        await api.DoneAsync($"ranking-models/{first.Id}/roll-back", new { reason = "Odd as well", version = (await ModelAsync(api, first.Id)).GetProperty("version").GetInt32() });
    }

    [Fact]
    public async Task A_model_goes_out_and_comes_in_again_to_the_bit()
    {
        var bytes = host.Given.ModelFileBytes();
        var administrator = await host.Given.AdministratorAsync();
        using var api = await host.ApiAsync(administrator);
        var id = await api.CreatedAsync("ranking-models", new { file = Convert.ToBase64String(bytes) });
        var file = await api.GetAsync(new Uri($"ranking-models/{id}/file", UriKind.Relative));
        Assert.Equal("application/octet-stream", file.Content.Headers.ContentType?.MediaType);
        var exported = await file.Content.ReadAsByteArrayAsync();
        Assert.Equal(bytes, exported);
        var (before, after) = (RankingModelFile.Read(new MemoryStream(bytes)).Oblivious!, RankingModelFile.Read(new MemoryStream(exported)).Oblivious!);
        var random = new Random(5);
        var row = new byte[before.Features];
        for (var i = 0; i < 1_000; i++)
        {
            random.NextBytes(row);
            Assert.Equal(before.Score(row), after.Score(row));
        }

        Assert.True(await host.Given.AuditedAsync("import-ranking-model") >= 1);
        Assert.True(await host.Given.AuditedAsync("export-ranking-model") >= 1);
        Assert.Equal("model-already-there", await api.RefusedAsync("ranking-models", new { file = Convert.ToBase64String(bytes) }));

        // What was brought in is a candidate like any other: not judged here, and not approved by who brought it.
        var shown = await ModelAsync(api, id);
        Assert.Equal(("candidate", "imported", "model-not-judged", 900), (Text(shown, "status"), Text(shown, "trainer"), Text(shown, "gate"), shown.GetProperty("trainingRows").GetInt32()));
        Assert.Equal("not-own-model", await api.RefusedAsync($"ranking-models/{id}/approval", new { reason = "I trust it" }));
        using var another = await host.ApiAsync(await host.Given.AdministratorAsync());
        Assert.Equal("model-not-judged", await another.RefusedAsync($"ranking-models/{id}/approval", new { reason = "She trusts it" }));
        await host.Given.DoneAsync(new JudgeRankingModel.Command { Scope = Pes.Platform.Security.Scope.Product, Name = Text(shown, "name"), Metrics = TestData.GoodMetrics, Fairness = TestData.GoodFairness });
        await another.DoneAsync($"ranking-models/{id}/approval", new { reason = "It passed here too" });
        await another.DoneAsync($"ranking-models/{id}/roll-back", new { reason = "End of the test" });
    }

    [Fact]
    public async Task A_model_of_a_release_with_fewer_features_scores_as_it_did()
    {
        var today = host.Given.ModelFile();
        var trees = today.Oblivious!;
        var before = new ObliviousModel(40, trees.AskedFeatures.ToArray(), trees.AskedBins.ToArray(), trees.Leaves.ToArray(), trees.Cover.ToArray());
        using var stream = new MemoryStream();
        (today with { FeatureNames = [.. today.FeatureNames.Take(40)], Oblivious = before }).Write(stream);
        using var api = await host.ApiAsync(await host.Given.AdministratorAsync());
        var id = await api.CreatedAsync("ranking-models", new { file = Convert.ToBase64String(stream.ToArray()) });
        var name = Text(await ModelAsync(api, id), "name");
        var version = await host.App.Services.GetRequiredService<RankingInCharge>().OfAsync(name, default);
        var row = new byte[today.FeatureNames.Count];
        foreach (var wage in (byte[])[0, 15, 16, 255])
        {
            row[(int)Pes.Ranking.Pairs.PairFeature.WageOffered] = wage;
            Assert.Equal(before.Score(row.AsSpan(0, 40)), version!.Model!.Score(row));
        }
    }

    [Fact]
    public async Task Trees_whose_sums_are_too_great_to_be_explained_are_not_approved()
    {
        const int Trees = 300;
        var model = host.Given.ModelFile() with
        {
            Oblivious = new(
                Pes.Ranking.Pairs.PairFeatures.Count, new ushort[Trees * ObliviousModel.Depth], new byte[Trees * ObliviousModel.Depth],
                [.. Enumerable.Repeat(short.MinValue, Trees * ObliviousModel.LeavesOfTree)], [.. Enumerable.Repeat(1, Trees * ObliviousModel.LeavesOfTree)]),
        };
        using var stream = new MemoryStream();
        model.Write(stream);
        using var bringer = await host.ApiAsync(await host.Given.AdministratorAsync());
        var id = await bringer.CreatedAsync("ranking-models", new { file = Convert.ToBase64String(stream.ToArray()) });
        using var other = await host.ApiAsync(await host.Given.AdministratorAsync());
        Assert.Equal("model-cannot-rank", await other.RefusedAsync($"ranking-models/{id}/approval", new { reason = "Large numbers" }));
    }

    [Fact]
    public async Task Trees_that_go_against_a_direction_are_held_back_whatever_their_judgement_says()
    {
        using var stream = new MemoryStream();
        (host.Given.ModelFile() with { Oblivious = null, Ensemble = TinyModel.Leafwise(null) }).Write(stream);
        using var bringer = await host.ApiAsync(await host.Given.AdministratorAsync());
        var id = await bringer.CreatedAsync("ranking-models", new { file = Convert.ToBase64String(stream.ToArray()) });
        await host.Given.DoneAsync(new JudgeRankingModel.Command
        {
            Scope = Pes.Platform.Security.Scope.Product, Name = Text(await ModelAsync(bringer, id), "name"), Metrics = TestData.GoodMetrics, Fairness = TestData.GoodFairness,
        });
        using var other = await host.ApiAsync(await host.Given.AdministratorAsync());
        Assert.Equal("model-breaks-directions", await other.RefusedAsync($"ranking-models/{id}/approval", new { reason = "It is better" }));
    }

    [Fact]
    public async Task What_is_no_model_is_refused()
    {
        using var api = await host.ApiAsync(await host.Given.AdministratorAsync());
        var bytes = host.Given.ModelFileBytes();
        var damaged = bytes.ToArray();
        damaged[100] ^= 1;
        var others = host.Given.ModelFile() with { FeatureNames = [.. host.Given.ModelFile().FeatureNames.Select((_, i) => $"f{i}")] };
        using var stream = new MemoryStream();
        others.Write(stream);
        var boastful = bytes.ToArray();
        System.Buffers.Binary.BinaryPrimitives.WriteInt32LittleEndian(boastful.AsSpan(12), 1 << 28);
        foreach (var wrong in (byte[][])[[1, 2, 3], damaged, boastful, bytes[..^1], [.. bytes, 0], stream.ToArray()])
        {
            Assert.Equal("not-a-ranking-model", await api.RefusedAsync("ranking-models", new { file = Convert.ToBase64String(wrong) }));
        }

        Assert.Equal("invalid", await api.RefusedAsync("ranking-models", new { file = "not base64!" }));
        Assert.Equal("invalid", await api.RefusedAsync("ranking-models", new { file = "" }));
    }

    [Fact]
    public async Task The_gate_and_one_factor_hold_it_back_and_a_refusal_is_for_good()
    {
        var administrator = await host.Given.AdministratorAsync();
        using var api = await host.ApiAsync(administrator);
        var unfair = await host.Given.CandidateModelAsync(fairness: new ModelFairness { Groups = [new("recall", "sex", "female", 200, 0.6, 0.5, 0.7, 0.45, 0.8)] });
        var response = await api.SendOnceAsync($"ranking-models/{unfair.Id}/approval", new { reason = "Please" });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        var said = await response.Content.ReadAsStringAsync();
        Assert.Contains("recall sex female 0.60", said, StringComparison.Ordinal);
        var weak = await host.Given.CandidateModelAsync(TestData.GoodMetrics with { Gains = [.. TestData.GoodMetrics.Gains.Select(g => g with { Low = -0.01 })] });
        Assert.Equal("model-not-better", await api.RefusedAsync($"ranking-models/{weak.Id}/approval", new { reason = "Please" }));
        Assert.Equal("model-not-better", Text(await ModelAsync(api, weak.Id), "gate"));

        var good = await host.Given.CandidateModelAsync();
        using var oneFactor = await host.ApiAsync(administrator, "password");
        Assert.Equal(HttpStatusCode.Forbidden, (await oneFactor.SendOnceAsync($"ranking-models/{good.Id}/approval", new { reason = "Quickly" })).StatusCode);
        var product = await host.Given.TryAsync(new ApproveRankingModel.Command { Scope = Pes.Platform.Security.Scope.Product, ModelId = good.Id, Reason = "By itself" });
        Assert.Equal("second-factor-needed", product.Refusal?.Code);

        await api.DoneAsync($"ranking-models/{good.Id}/refusal", new { reason = "Not now" });
        Assert.Equal("model-was-refused", await api.RefusedAsync($"ranking-models/{good.Id}/approval", new { reason = "Now" }));
        var shown = await ModelAsync(api, good.Id);
        Assert.Equal(("refused", "Not now"), (Text(shown, "status"), Text(shown, "decisionReason")));
        Assert.Equal("invalid", await api.RefusedAsync($"ranking-models/{weak.Id}/refusal", new { reason = "" }));
    }

    [Fact]
    public async Task A_warning_is_named_with_a_reason_and_both_are_kept_with_the_approval_and_in_the_audit_trail()
    {
        using var api = await host.ApiAsync(await host.Given.AdministratorAsync());
        var made = await host.Given.CandidateModelAsync(fairness: TestData.WarningFairness);
        var approval = $"ranking-models/{made.Id}/approval";
        object Body(string? why, params object[] groups) => new { reason = "Better than all four", acknowledged = groups, warningReason = why };
        object[] both = [new { measure = "exposure", attribute = "disability", group = "yes" }, new { measure = "exposure", attribute = "province", group = "15" }];

        using (var response = await api.SendOnceAsync(approval, new { reason = "Better than all four" }))
        {
            var said = await response.Content.ReadAsStringAsync();
            Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
            Assert.Contains("exposure province 15 1.29", said, StringComparison.Ordinal);
            Assert.Contains("\"acknowledged\"", said, StringComparison.Ordinal);
        }

        Assert.Equal("model-warnings-not-named", await api.RefusedAsync(approval, Body("I looked", both[0])));
        Assert.Equal("invalid", await api.RefusedAsync(approval, Body(null, both)));
        Assert.Equal("invalid", await api.RefusedAsync(approval, Body("  ", both)));
        Assert.Equal("invalid", await api.RefusedAsync(approval, Body(new string('x', 501), both)));
        Assert.Equal("invalid", await api.RefusedAsync(approval, Body("I looked", new { measure = "", attribute = "sex", group = "male" })));
        Assert.Equal(("candidate", 2), (Text(await ModelAsync(api, made.Id), "status"), (await ModelAsync(api, made.Id)).GetProperty("warned").GetArrayLength()));

        await api.DoneAsync(approval, Body("I looked at thirty lists", both));
        var card = await api.ReadAsync($"ranking-models/{made.Id}");
        Assert.Equal((100, 0.8, 1.25), (card.GetProperty("gateLimits").GetProperty("leastLists").GetInt32(), card.GetProperty("gateLimits").GetProperty("leastRatio").GetDouble(), card.GetProperty("gateLimits").GetProperty("mostRatio").GetDouble()));
        var kept = card.GetProperty("acknowledged");
        Assert.Equal(("approved", "I looked at thirty lists"), (Text(card, "status"), Text(kept, "reason")));
        Assert.Equal(["disability 0.78", "province 1.29"], kept.GetProperty("groups").EnumerateArray().Select(g => $"{Text(g, "attribute")} {g.GetProperty("ratio")}").Order());
        Assert.Equal(Text(card, "decidedBy"), Text(kept, "by"));
        var audited = await host.InDatabaseAsync(db => db.SingleAsync<string>("SELECT Detail FROM AuditRow WHERE Operation = 'approve-ranking-model' AND SubjectId = @Id", new { made.Id }));
        Assert.Equal("warned=2: exposure disability yes; exposure province 15", audited);

        // A roll-back keeps what the approval was warned of; approved again, it is to be named again.
        await api.DoneAsync($"ranking-models/{made.Id}/roll-back", new { reason = "Counsellors complain" });
        Assert.Equal("I looked at thirty lists", Text((await ModelAsync(api, made.Id)).GetProperty("acknowledged"), "reason"));
        Assert.Equal("model-warnings-not-named", await api.RefusedAsync(approval, new { reason = "Once more" }));
        Assert.Equal(HttpStatusCode.NotFound, (await api.GetAsync(new Uri($"ranking-models/{Guid.CreateVersion7()}", UriKind.Relative))).StatusCode);
    }

    [Fact]
    public async Task A_judgement_from_before_all_groups_were_looked_at_together_is_read_and_asks_to_be_made_again()
    {
        using var api = await host.ApiAsync(await host.Given.AdministratorAsync());
        var made = await host.Given.CandidateModelAsync();
        const string Before = """{"groups":[{"measure":"exposure","attribute":"sex","group":"female","count":200,"ratio":1.02,"low":0.95,"high":1.1},{"measure":"recall","attribute":"province","group":"15","count":9}]}""";
        await host.InDatabaseAsync(db => db.ExecuteAsync("UPDATE RankingModel SET Fairness = @Before, Status = 'retired' WHERE Id = @Id", new { made.Id, Before }));
        Assert.Equal("model-judge-again", Text(await ModelAsync(api, made.Id), "gate"));
        Assert.Equal("model-judge-again", await api.RefusedAsync($"ranking-models/{made.Id}/approval", new { reason = "It was good" }));
        await host.Given.DoneAsync(new JudgeRankingModel.Command
        {
            Scope = Pes.Platform.Security.Scope.Product, Name = made.Name, Metrics = TestData.GoodMetrics, Fairness = TestData.GoodFairness,
        });
        await api.DoneAsync($"ranking-models/{made.Id}/approval", new { reason = "It still is" });
        await api.DoneAsync($"ranking-models/{made.Id}/roll-back", new { reason = "End of the test" });
    }

    /// <summary>Four times each two administrators on two nodes decide about one version at once.</summary>
    [Theory]
    [InlineData("approval", "refusal")]
    [InlineData("refusal", "refusal")]
    [InlineData("roll-back", "roll-back")]
    public async Task Of_two_decisions_at_the_same_moment_one_is_kept_whole_and_the_other_is_told(string first, string second)
    {
        await using var other = host.Build();
        await other.StartAsync();
        using var one = await host.ApiAsync(await host.Given.AdministratorAsync());
        using var here = await host.ApiAsync(await host.Given.AdministratorAsync());
        using var two = other.GetTestClient();
        two.BaseAddress = here.BaseAddress;
        two.DefaultRequestHeaders.Authorization = here.DefaultRequestHeaders.Authorization;
        for (var i = 0; i < 4; i++)
        {
            var made = first == "roll-back" ? await host.Given.ModelInChargeAsync() : await host.Given.CandidateModelAsync();
            var answers = await Task.WhenAll(
                one.SendOnceAsync($"ranking-models/{made.Id}/{first}", new { reason = "The first" }), two.SendOnceAsync($"ranking-models/{made.Id}/{second}", new { reason = "The second" }));
            var winner = Assert.Single(answers, a => a.StatusCode == HttpStatusCode.NoContent);
            Assert.Single(answers, a => a.StatusCode == HttpStatusCode.UnprocessableEntity);
            var isFirst = ReferenceEquals(winner, answers[0]);
            var kept = await host.InDatabaseAsync(db => db.SingleAsync<Decided>(
                "SELECT Status, DecisionReason, CASE WHEN ApprovalNumber IS NULL THEN 0 ELSE 1 END AS HasNumber, Version FROM RankingModel WHERE Id = @Id", new { made.Id }));
            var status = (isFirst ? first : second) switch { "approval" => "approved", "refusal" => "refused", _ => "retired" };
            Assert.Equal(new Decided { Status = status, DecisionReason = isFirst ? "The first" : "The second", HasNumber = status != "refused", Version = 2 }, kept);
            Assert.Equal(1, await host.InDatabaseAsync(db => db.SingleAsync<int>(
                "SELECT COUNT(*) FROM AuditRow WHERE SubjectId = @Id AND Operation IN ('approve-ranking-model', 'refuse-ranking-model', 'roll-back-ranking')", new { made.Id })));
            await host.InDatabaseAsync(db => db.ExecuteAsync("UPDATE RankingModel SET Status = 'retired' WHERE Id = @Id", new { made.Id }));
        }
    }

    [Fact]
    public async Task A_damaged_model_in_charge_leaves_the_lists_to_the_prior()
    {
        var made = await host.Given.ModelInChargeAsync();
        await host.InDatabaseAsync(db => db.ExecuteAsync("UPDATE RankingModel SET FileBytes = @Bytes WHERE Id = @Id", new { made.Id, Bytes = new byte[] { 1, 2, 3 } }));
        await using var node = host.Build();
        var version = await node.Services.GetRequiredService<RankingInCharge>().CurrentAsync(default);
        Assert.Equal(RankingVersion.Prior, version);
        await host.InDatabaseAsync(db => db.ExecuteAsync("UPDATE RankingModel SET Status = 'retired' WHERE Id = @Id", new { made.Id }));
    }

    private sealed record Decided
    {
        public required string Status { get; init; }

        public required string? DecisionReason { get; init; }

        public required bool HasNumber { get; init; }

        public required int Version { get; init; }
    }

    private static async Task AssertRanksAsync(Microsoft.AspNetCore.Builder.WebApplication node, string name)
    {
        var inCharge = node.Services.GetRequiredService<RankingInCharge>();
        using var patience = new CancellationTokenSource(Patience);
        while ((await inCharge.CurrentAsync(patience.Token)).Name != name)
        {
            await Task.Delay(50, patience.Token);
        }

        var current = await inCharge.CurrentAsync(default);
        Assert.Equal(name == Matcher.Prior.ModelVersion, current.Model is null);
    }

    private static async Task<string> InChargeAsync(HttpClient api) => Text(await api.ReadAsync("ranking-models"), "inCharge");

    private static async Task<JsonElement> ModelAsync(HttpClient api, Guid id) =>
        (await api.ReadAsync("ranking-models")).GetProperty("models").EnumerateArray().Single(m => m.GetProperty("id").GetGuid() == id);

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
