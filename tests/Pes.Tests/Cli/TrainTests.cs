using Microsoft.Extensions.DependencyInjection;
using Pes.Cli.DemoData;
using Pes.Platform.Data;
using Pes.Tests.Support;

namespace Pes.Tests.Cli;

/// <summary>A country whose people chose from kept lists: 1,000 people, 300 vacancies, 900 lists at most.</summary>
public sealed class LearntHost : IAsyncLifetime
{
    private const int People = 1_000;

    private const int Vacancies = 300;

    private const int Lists = 900;

    public PesHost Host { get; } = new();

    /// <summary>User name of an administrator who answers for what is trained.</summary>
    public string Administrator { get; private set; } = "";

    public async Task InitializeAsync()
    {
        await Host.InitializeAsync();
        await using var scope = Host.App.Services.CreateAsyncScope();

        // Verbs are processes of their own, whose clock nobody moves.
        await DemoGenerator.FillAsync(
            scope.ServiceProvider.GetRequiredService<Database>(), People, Vacancies, 11, TimeProvider.System.GetUtcNow().UtcDateTime, null, null, default, Lists);
        var administrator = await Host.Given.AdministratorAsync();
        Administrator = await Host.InDatabaseAsync(db => db.SingleAsync<string>("SELECT UserName FROM Account WHERE Id = @administrator", new { administrator }));
    }

    public async Task<(int Code, string Output)> RunAsync(params string[] arguments)
    {
        await using var product = ProductProcess.Start(Host.Folder, arguments, null, Host.NodeSettings);
        var code = await product.EndAsync();
        return (code, string.Join('\n', product.Lines));
    }

    public Task DisposeAsync() => Host.DisposeAsync();
}

public sealed class TrainTests(LearntHost learnt) : IClassFixture<LearntHost>
{
    [Fact]
    public async Task A_ranking_is_trained_judged_and_kept_and_the_same_call_gives_the_same_trees()
    {
        var (code, output) = await learnt.RunAsync("train", "ranking", "--trees", "30", "--maturity", "60", "--as", learnt.Administrator);
        Assert.True(code == 0, output);
        foreach (var said in (string[])["learned-1: learnt from", "held back by time", "against prior", "against recency", "against bm25", "against occupation", "Lists of jobseekers for a vacancy: ", "Fairness: ", "learned-1 is a candidate."])
        {
            Assert.Contains(said, output, StringComparison.Ordinal);
        }

        (code, output) = await learnt.RunAsync("train", "ranking", "--trees", "30", "--maturity", "60", "--as", learnt.Administrator);
        Assert.True(code == 0, output);
        using var api = await learnt.Host.ApiAsync(await learnt.Host.Given.AdministratorAsync());
        var models = (await api.ReadAsync("ranking-models")).GetProperty("models").EnumerateArray().Where(m => m.GetProperty("trainer").GetString() == "own").ToList();
        Assert.Equal(2, models.Count);
        var files = await Task.WhenAll(models.Select(m => api.GetByteArrayAsync(new Uri($"ranking-models/{m.GetProperty("id").GetGuid()}/file", UriKind.Relative))));
        var trees = files.Select(f => Pes.Ranking.Models.RankingModelFile.Read(new MemoryStream(f)).Oblivious!).ToList();
        Assert.Equal(trees[0].Leaves.ToArray(), trees[1].Leaves.ToArray());
        Assert.Equal(trees[0].AskedFeatures.ToArray(), trees[1].AskedFeatures.ToArray());

        var metrics = models[0].GetProperty("metrics");
        Assert.True(metrics.GetProperty("lists").GetInt32() > 30, metrics.ToString());
        Assert.Equal(4, metrics.GetProperty("gains").GetArrayLength());
        Assert.True(metrics.GetProperty("ndcg10").GetDouble() is > 0.3 and <= 1);
        Assert.True(metrics.GetProperty("gains")[1].GetProperty("low").GetDouble() > 0, "People chose by pay and place: the newest first is no match for what was learnt.");
        Assert.Contains(models[0].GetProperty("fairness").GetProperty("groups").EnumerateArray(), g => g.GetProperty("attribute").GetString() == "sex" && g.TryGetProperty("ratio", out var ratio) && ratio.ValueKind == System.Text.Json.JsonValueKind.Number);
        Assert.InRange(await learnt.Host.Given.AuditedAsync("keep-ranking-model"), 2, 3);

        // Never-inputs: neither the file nor the reports hold a person, and the training rows are not kept at all.
        var text = System.Text.Encoding.UTF8.GetString(files[0]);
        foreach (var person in await learnt.Host.InDatabaseAsync(db => db.QueryAsync<Guid>("SELECT CaseFileId FROM MatchRun WHERE CaseFileId IS NOT NULL")))
        {
            Assert.DoesNotContain(person.ToString(), text, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task Leaf_wise_trees_are_trained_for_an_administrator_who_then_may_not_approve_them()
    {
        var (host, administrator) = (learnt.Host, await learnt.Host.Given.AdministratorAsync());
        string[] verb = ["train", "ranking", "--trainer", "own-leafwise", "--trees", "10", "--leaves", "7", "--rate", "0.2", "--maturity", "60", "--as"];
        var userName = await host.InDatabaseAsync(db => db.SingleAsync<string>("SELECT UserName FROM Account WHERE Id = @Id", new { Id = administrator }));
        var (code, output) = await learnt.RunAsync([.. verb, userName]);
        Assert.True(code == 0, output);
        using var api = await host.ApiAsync(administrator);
        var model = (await api.ReadAsync("ranking-models")).GetProperty("models").EnumerateArray().Single(m => m.GetProperty("trainer").GetString() == "own-leafwise");
        var id = model.GetProperty("id").GetGuid();
        var file = Pes.Ranking.Models.RankingModelFile.Read(new MemoryStream(await api.GetByteArrayAsync(new Uri($"ranking-models/{id}/file", UriKind.Relative))));
        Assert.All(file.Ensemble!.Trees, tree => Assert.InRange(tree.Leaves.Length, 2, 7));
        Assert.Equal("not-own-model", await api.RefusedAsync($"ranking-models/{id}/approval", new { reason = "It is mine" }));

        (code, output) = await learnt.RunAsync([.. verb, "nobody.here"]);
        Assert.True(code == 1 && output.Contains("There is no administrator nobody.here", StringComparison.Ordinal), output);
        (code, output) = await learnt.RunAsync([.. verb[..^1], "--leaves", "33"]);
        Assert.True(code != 0, output);
    }

    [Fact]
    public async Task A_model_that_was_taken_in_is_judged_on_the_lists_of_this_installation()
    {
        var host = learnt.Host;
        using var api = await host.ApiAsync(await host.Given.AdministratorAsync());
        var file = host.Given.ModelFile() with { Card = "{}" };
        using var bytes = new MemoryStream();
        file.Write(bytes);
        var id = await api.CreatedAsync("ranking-models", new { file = Convert.ToBase64String(bytes.ToArray()) });
        var name = await host.InDatabaseAsync(db => db.SingleAsync<string>("SELECT Name FROM RankingModel WHERE Id = @id", new { id }));
        var (code, output) = await learnt.RunAsync("train", "judge", name, "--maturity", "60");
        Assert.True(code == 0 && output.Contains("held back by all", StringComparison.Ordinal), output);
        var shown = (await api.ReadAsync("ranking-models")).GetProperty("models").EnumerateArray().Single(m => m.GetProperty("id").GetGuid() == id);
        Assert.Equal("all", shown.GetProperty("metrics").GetProperty("split").GetString());
        await api.DoneAsync($"ranking-models/{id}/refusal", new { reason = "Pay alone is no ranking" });
        (code, output) = await learnt.RunAsync("train", "judge", name);
        Assert.True(code == 1 && output.Contains("only what may be approved is judged", StringComparison.Ordinal), output);
    }

    [Fact]
    public async Task Rows_go_out_without_a_person_and_a_model_trained_on_them_elsewhere_comes_in_and_is_judged_on_later_lists()
    {
        var path = Path.Combine(learnt.Host.Folder, "rows.txt");
        var (code, output) = await learnt.RunAsync("train", "rows", path, "--maturity", "60");
        Assert.True(code == 0, output);
        using var text = File.OpenText(path);
        using var sizes = File.OpenText(path + ".query");
        var rows = Pes.Ranking.Learning.LetorText.Read(text, sizes);
        var features = (await File.ReadAllLinesAsync(path + ".features")).Select(l => l.Split('\t')).ToList();
        Assert.Equal(Pes.Ranking.Pairs.PairFeatures.All.Select(f => (f.Feature.ToString(), f.Direction)), features.Select(f => (f[0], int.Parse(f[1], System.Globalization.CultureInfo.InvariantCulture))));
        Assert.True(rows.Rows > 500 && rows.Queries > 40 && rows.Features <= features.Count, $"{rows.Rows} rows, {rows.Queries} lists");
        Assert.Equal(rows.Rows, (await File.ReadAllLinesAsync(path + ".weight")).Length);
        Assert.Matches("^[0-7]( [0-9]+:[0-9]+)*$", (await File.ReadAllLinesAsync(path))[0]);
        var dataTo = output[(output.LastIndexOf("--data-to ", StringComparison.Ordinal) + 10)..].Trim()[..10];

        // Pay counts for it, and half of the names stand in another order.
        var model = Path.Combine(learnt.Host.Folder, "elsewhere.txt");
        string[] names = [.. features.Select(f => f[0]).Reverse()];
        string Text(string pay) => $"tree\nversion=v4\nnum_class=1\nnum_tree_per_iteration=1\nmax_feature_idx={names.Length - 1}\nobjective=lambdarank\nfeature_names={string.Join(' ', names)}\n\n"
            + $"Tree=0\nnum_leaves=2\nnum_cat=0\nsplit_feature={Array.IndexOf(names, "WageOffered")}\nthreshold=18.5\ndecision_type=2\nleft_child=-1\nright_child=-2\nleaf_value={pay}\nleaf_count=400 200\n\nend of trees\n";
        await File.WriteAllTextAsync(model, Text("-0.25 0.5"));
        (code, output) = await learnt.RunAsync("train", "import", model, "--data-to", dataTo, "--as", learnt.Administrator);
        Assert.True(code == 0 && output.Contains("candidate", StringComparison.Ordinal), output);
        var name = await learnt.Host.InDatabaseAsync(db => db.SingleAsync<string>("SELECT Name FROM RankingModel WHERE Trainer = 'imported' AND DataTo IS NOT NULL"));
        (code, output) = await learnt.RunAsync("train", "judge", name, "--maturity", "60");
        Assert.True(code == 0 && output.Contains("Most of the score: WageOffered 100", StringComparison.Ordinal), output);

        await File.WriteAllTextAsync(model, Text("0.5 -0.25"));
        (code, output) = await learnt.RunAsync("train", "import", model, "--data-to", dataTo, "--as", learnt.Administrator);
        Assert.True(code == 0 && output.Contains("against their direction: WageOffered", StringComparison.Ordinal), output);
        (code, output) = await learnt.RunAsync("train", "import", model);
        Assert.True(code == 1 && output.Contains("Give --data-to", StringComparison.Ordinal), output);
        await File.WriteAllTextAsync(model, Text("0.5 1").Replace("WageOffered", "Column_22", StringComparison.Ordinal));
        (code, output) = await learnt.RunAsync("train", "import", model, "--data-to", dataTo, "--as", learnt.Administrator);
        Assert.True(code == 1 && output.Contains("no feature of a pair: Column_22", StringComparison.Ordinal), output);
    }

    [Theory]
    [InlineData("There is no ranking model learned-999", "train", "judge", "learned-999")]
    [InlineData("-p:MLNet=true", "train", "ranking", "--trainer", "mlnet-fasttree")]
    [InlineData("-p:MLNet=true", "train", "ranking", "--trainer", "mlnet-lightgbm")]
    [InlineData("are needed", "train", "ranking", "--maturity", "5000", "--as", "ADMINISTRATOR")]
    [InlineData("--as which administrator", "train", "ranking")]
    [InlineData("at least 1", "train", "ranking", "--trees", "0")]
    [InlineData("There is no demo in", "train", "ranking", "--data", "nowhere")]
    public async Task What_cannot_be_done_is_one_line_and_1(string said, params string[] arguments)
    {
        var (code, output) = await learnt.RunAsync([.. arguments.Select(a => a == "ADMINISTRATOR" ? learnt.Administrator : a)]);
        var last = output.Split('\n')[^1];
        Assert.True(code == 1 && last.StartsWith("pes: ", StringComparison.Ordinal) && last.Contains(said, StringComparison.Ordinal), output);
    }

    [Fact]
    public async Task Lists_that_were_invented_are_made_again_identically()
    {
        using var auditor = await learnt.Host.ApiAsync(await learnt.Host.Given.AuditorAsync());
        List<Guid> runs = [];
        foreach (var direction in (string[])["vacancies", "jobseekers"])
        {
            runs.AddRange(await learnt.Host.InDatabaseAsync(db => db.QueryAsync<Guid>(
                "SELECT Id FROM MatchRun WHERE Direction = @direction ORDER BY Seq OFFSET @Skip ROWS FETCH NEXT @Take ROWS ONLY", new { direction, Skip = 0, Take = 20 })));
        }

        Assert.Equal(40, runs.Count);
        foreach (var run in runs)
        {
            Assert.True((await auditor.ReadAsync($"match-runs/{run}/replay")).GetProperty("isIdentical").GetBoolean(), run.ToString());
        }
    }

    /// <summary>Each asks for rows that break a rule of the product.</summary>
    [Theory]
    [InlineData("a referral from a list follows it", "SELECT COUNT(*) FROM Referral r JOIN MatchRun m ON m.Id = r.MatchRunId WHERE r.SentAt < m.RanAt OR m.CaseFileId <> r.CaseFileId OR m.VacancyId <> r.VacancyId")]
    [InlineData("what was chosen stood on the list", "SELECT COUNT(*) FROM Referral r WHERE r.MatchRunId IS NOT NULL AND NOT EXISTS (SELECT 1 FROM MatchRow w WHERE w.RunId = r.MatchRunId AND w.SubjectId IN (r.VacancyId, r.CaseFileId))")]
    [InlineData("nobody stands on a list before registration", "SELECT COUNT(*) FROM MatchRow w JOIN MatchRun m ON m.Id = w.RunId JOIN CaseFile c ON c.Id = w.SubjectId WHERE m.Direction = 'jobseekers' AND m.RanAt < c.OpenedAt")]
    [InlineData("nobody stands on a list after the case was closed", "SELECT COUNT(*) FROM MatchRow w JOIN MatchRun m ON m.Id = w.RunId JOIN CaseFile c ON c.Id = w.SubjectId WHERE m.Direction = 'jobseekers' AND m.RanAt > c.ClosedAt")]
    [InlineData("whoever was opened stood on the list", "SELECT COUNT(*) FROM MatchOpening o WHERE NOT EXISTS (SELECT 1 FROM MatchRow w WHERE w.RunId = o.RunId AND w.SubjectId = o.SubjectId)")]
    [InlineData("nobody is placed twice at once", "SELECT COUNT(*) FROM (SELECT CaseFileId FROM Referral WHERE Status = 'accepted' GROUP BY CaseFileId HAVING COUNT(*) > 1) t")]
    [InlineData("a closed case waits for nobody", "SELECT COUNT(*) FROM CaseFile c JOIN Referral r ON r.CaseFileId = c.Id WHERE c.Status = 'closed' AND (r.Status IN ('sent', 'invited') OR r.AnsweredAt > c.ClosedAt)")]
    [InlineData("nobody has a list before registration", "SELECT COUNT(*) FROM MatchRun m JOIN CaseFile c ON c.Id = m.CaseFileId WHERE m.RanAt < c.OpenedAt")]
    [InlineData("a hidden row has a reason", "SELECT COUNT(*) FROM MatchAction WHERE Action = 'hide' AND Reason IS NULL")]
    [InlineData("openings taken are the accepted referrals", "SELECT COUNT(*) FROM Vacancy v WHERE v.Taken <> (SELECT COUNT(*) FROM Referral r WHERE r.VacancyId = v.Id AND r.Status = 'accepted')")]
    public async Task The_history_keeps_the_rule(string rule, string breaks) =>
        Assert.Equal((rule, 0), (rule, await learnt.Host.InDatabaseAsync(db => db.SingleAsync<int>(breaks))));

    [Fact]
    public async Task The_history_has_lists_and_marks() => Assert.True(
        await learnt.Host.InDatabaseAsync(db => db.SingleAsync<int>("SELECT COUNT(*) FROM MatchRun")) > 500
        && await learnt.Host.InDatabaseAsync(db => db.SingleAsync<int>("SELECT COUNT(*) FROM MatchAction")) > 50,
        "Lists or marks are few.");
}
