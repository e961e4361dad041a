using System.CommandLine;
using System.Globalization;
using MediatR;
using Pes.Features.RankingModels;
using Pes.Features.RankingModels.Training;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Ranking.Learning;

namespace Pes.Cli;

/// <summary>From the product's own logs to a candidate that a person may approve (docs/model-card.md).</summary>
internal static class Train
{
    private const string AdministratorSql = "SELECT Id FROM Account WHERE NormalisedUserName = @Name AND Role = 'Administrator' AND DisabledAt IS NULL";

    private const string ModelSql = "SELECT Name, Status, DataTo, FileBytes FROM RankingModel WHERE Name = @Name";

    internal static readonly Option<string?> Data = new("--data") { Description = "Folder of a demo whose database is meant; the configured database otherwise." };

    internal static readonly Option<string?> As = new("--as") { Description = "User name of the administrator who answers for the model, needed but in a demo; another approves it." };

    internal static readonly Option<int> Maturity = new("--maturity")
    {
        Description = "Days in which the outcomes of a list are counted; younger lists are left out.",
        DefaultValueFactory = _ => TrainingPlan.UsualMaturityDays,
    };

    public static Command Command() => new("train", "Train and judge models of the ranking on what the product logged.") { Ranking(), Judge(), TrainFiles.Rows(), TrainFiles.Import() };

    private static Command Ranking()
    {
        var trainer = new Option<string>("--trainer") { Description = "Who trains.", DefaultValueFactory = _ => RankingTrainers.Own };
        trainer.AcceptOnlyFromAmong(RankingTrainers.Own, RankingTrainers.OwnLeafwise, RankingTrainers.FastTree, RankingTrainers.LightGbm);
        var since = new Option<DateOnly?>("--since") { Description = "First day of the lists." };
        var until = new Option<DateOnly?>("--until") { Description = "Last day of the lists." };
        var lists = new Option<int>("--lists") { Description = "The latest so many lists.", DefaultValueFactory = _ => TrainingPlan.UsualMostRuns };
        var of = new Option<string?>("--of") { Description = "Learns from lists of one kind alone, to compare; judged on both." };
        of.AcceptOnlyFromAmong("vacancies", "jobseekers");
        var trees = new Option<int>("--trees") { Description = "Trees.", DefaultValueFactory = _ => new LambdaMartOptions().Trees };
        var leaves = new Option<int>("--leaves") { Description = "Leaves of a leaf-wise tree, 2 to 32.", DefaultValueFactory = _ => new LambdaMartOptions().Leaves };
        var rate = new Option<double>("--rate") { Description = "Share of the step that a tree takes.", DefaultValueFactory = _ => new LambdaMartOptions().Rate };
        var seed = new Option<ulong>("--seed") { Description = "Of everything random.", DefaultValueFactory = _ => 1 };
        var command = new Command("ranking", "Train a ranking on kept lists and their outcomes, judge it on lists held back, and keep it as a candidate.")
        {
            trainer, since, until, lists, of, trees, leaves, rate, seed, Maturity, As, Data,
        };
        command.SetAction(async (parsed, ct) =>
        {
            var name = parsed.GetValue(trainer)!;
            var train = RankingTrainers.Of(name);
            var plan = new TrainingPlan
            {
                Since = parsed.GetValue(since), Until = parsed.GetValue(until), MaturityDays = parsed.GetValue(Maturity), MostRuns = parsed.GetValue(lists),
                Of = parsed.GetValue(of) is { } kind ? Enum.Parse<ListOf>(kind, ignoreCase: true) : null,
                Options = new LambdaMartOptions
                {
                    Shape = name == RankingTrainers.Own ? TreeShape.Oblivious : TreeShape.LeafWise, Trees = parsed.GetValue(trees), Leaves = parsed.GetValue(leaves),
                    Rate = parsed.GetValue(rate), Seed = parsed.GetValue(seed), Threads = Environment.ProcessorCount,
                },
            };
            if (plan is not { MaturityDays: >= 1, MostRuns: >= 1, Options: { Trees: >= 1, Leaves: >= 2 and <= 32, Rate: > 0 and <= 1 } })
            {
                throw new CommandException("--maturity, --lists and --trees are at least 1, --leaves 2 to 32, --rate above 0 and at most 1.");
            }

            await using var app = Product(parsed.GetValue(Data));
            var scope = await ScopeAsync(app, parsed.GetValue(As), ct);
            var trained = await RunAsync(app, "Ranking", (training, report) => training.TrainAsync(plan, train, report, ct));
            var kept = await SendAsync(
                app,
                new KeepRankingModel.Command
                {
                    Scope = scope, Model = trained.Model, Trainer = name, DataFrom = trained.Window.From, DataTo = trained.Window.To,
                    TrainingRows = trained.Window.Rows, TrainingLists = trained.Window.Lists,
                    Options = System.Text.Json.JsonSerializer.Serialize(new { plan.MaturityDays, plan.MostRuns, Of = plan.Of?.ToString(), plan.Options.Trees, Leaves = plan.Options.Shape == TreeShape.LeafWise ? plan.Options.Leaves : (int?)null, plan.Options.Rate, plan.Options.Seed }),
                    Metrics = trained.Metrics, Fairness = trained.Fairness,
                },
                ct);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{kept}: learnt from {trained.Window.Lists:N0} lists with {trained.Window.Rows:N0} rows, {trained.Window.From:yyyy-MM-dd} to {trained.Window.To:yyyy-MM-dd}."));
            Print(app, kept, trained.Metrics, trained.Fairness);
            return 0;
        });
        return command;
    }

    private static Command Judge()
    {
        var model = new Argument<string>("model") { Description = "Name of a version that was taken in, for example learned-4." };
        var command = new Command("judge", "Judge a candidate or a retired version on this installation's own outcomes.") { model, Maturity, Data };
        command.SetAction(async (parsed, ct) =>
        {
            var name = parsed.GetValue(model)!;
            await using var app = Product(parsed.GetValue(Data));
            await using var scope = app.Services.CreateAsyncScope();
            var stored = await scope.ServiceProvider.GetRequiredService<Database>().FirstOrDefaultAsync<Stored>(ModelSql, new { Name = name }, ct)
                ?? throw new CommandException($"There is no ranking model {name}.");
            if (stored.Status is not (ModelStatus.Candidate or ModelStatus.Retired))
            {
                throw new CommandException($"{name} is {stored.Status}; only what may be approved is judged: a candidate or a retired version.");
            }

            if (!ModelFile.TryOpen(stored.FileBytes, out var file) || file.Ranking is not { } ranking)
            {
                throw new CommandException($"The file of {name} cannot rank lists: it is damaged, its trees are too large, or they do not tell how many rows each leaf covers.");
            }

            var (metrics, fairness) = await RunAsync(app, name, (training, report) => training.JudgeAsync(ranking, stored.DataTo, parsed.GetValue(Maturity), report, ct));
            await SendAsync(app, new JudgeRankingModel.Command { Scope = Scope.Product, Name = name, Metrics = metrics, Fairness = fairness }, ct);
            Print(app, name, metrics, fairness);
            return 0;
        });
        return command;
    }

    internal static WebApplication Product(string? demo) => demo is null ? PesApp.Build([]) : Demo.Open(demo);

    /// <summary>The administrator who answers for what the command does; in a demo it may be the product itself.</summary>
    /// <exception cref="CommandException">Nobody answers for it, or there is no such administrator.</exception>
    internal static async Task<Scope> ScopeAsync(WebApplication app, string? userName, CancellationToken ct)
    {
        if (userName is null)
        {
            return app.Services.GetRequiredService<DemoSettings>().Enabled
                ? Scope.Product
                : throw new CommandException("Say with --as which administrator answers for the model: whoever approves it must be another.");
        }

        await using var scope = app.Services.CreateAsyncScope();
        var id = await scope.ServiceProvider.GetRequiredService<Database>().FirstOrDefaultAsync<Guid?>(AdministratorSql, new { Name = userName.ToUpperInvariant() }, ct);
        return Scope.Product with { AccountId = id ?? throw new CommandException($"There is no administrator {userName} whose account is active.") };
    }

    internal static async Task<T> RunAsync<T>(WebApplication app, string title, Func<RankingTraining, Action<string, double?>, Task<T>> work)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var training = ActivatorUtilities.CreateInstance<RankingTraining>(scope.ServiceProvider, ActivatorUtilities.CreateInstance<SearchedWords>(scope.ServiceProvider));
        try
        {
            return await WorkProgress.RunAsync(title, report => work(training, Sparing(report)));
        }
        catch (NotEnoughOutcomesException exception)
        {
            throw new CommandException(exception.Message);
        }
    }

    // One line a tree would be hundreds where no bar can be drawn.
    private static Action<string, double?> Sparing(WorkProgress.Report report)
    {
        var shown = -1;
        return (step, share) =>
        {
            var twentieth = (int)((share ?? 0) * 20);
            if (twentieth != shown)
            {
                shown = twentieth;
                report(step, share);
            }
        };
    }

    internal static async Task<T> SendAsync<T>(WebApplication app, ICommand<T> command, CancellationToken ct)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var outcome = await scope.ServiceProvider.GetRequiredService<ISender>().Send(command, ct);
        return outcome.Refusal is { } refusal ? throw new CommandException($"The model was refused: {refusal.Code}.") : outcome.Value;
    }

    private static void Print(WebApplication app, string name, ModelMetrics metrics, ModelFairness fairness)
    {
        var settings = app.Services.GetRequiredService<GateSettings>();
        Line($"Judged on {metrics.Lists:N0} lists with an outcome, held back by {metrics.Split}. NDCG@10 {metrics.Ndcg10:0.000}. Looks by place: k^-{metrics.PositionPower:0.00} ({(metrics.PositionActions == 0 ? "default" : $"from {metrics.PositionActions:N0} actions")}).");
        Print(metrics.Gains);
        Print(metrics.Dismissed);
        if (metrics.JobseekerLists is { } lists)
        {
            Line($"Lists of jobseekers for a vacancy: {lists.Lists:N0} with an outcome. NDCG@10 {lists.Ndcg10:0.000}. Looks by place: k^-{lists.PositionPower:0.00} ({(lists.PositionActions == 0 ? "default" : $"from {lists.PositionActions:N0} actions")}).");
            Print(lists.Gains);
            Print(lists.Dismissed);
        }

        Line($"Most of the score: {string.Join(", ", metrics.Features.Take(5).Select(f => string.Create(CultureInfo.InvariantCulture, $"{f.Feature} {f.Share:P0}")))}.");
        if (metrics.BrokenDirections.Count > 0)
        {
            Line($"Against their direction: {string.Join(", ", metrics.BrokenDirections)}.");
        }

        var warned = RankingGate.Warnings(metrics, fairness, settings);
        Line($"Fairness: {fairness.Groups.Count(g => g.Ratio is not null)} groups measured, {RankingGate.With(GroupVerdict.TooSmall, fairness, settings).Count} too small to say. Outside {settings.LeastRatio:0.00} to {settings.MostRatio:0.00}:");
        Print("refused", RankingGate.With(GroupVerdict.Refused, fairness, settings));
        Print("warned of, perhaps by chance", RankingGate.With(GroupVerdict.Warned, fairness, settings));
        Print("within chance", RankingGate.With(GroupVerdict.WithinChance, fairness, settings));
        if (RankingGate.Unmeasured(fairness).ToList() is { Count: > 0 } unmeasured)
        {
            Line($"  nothing could be measured, warned of: {RankingGate.Said(unmeasured)}");
        }

        Line($"{name} is a candidate. {(RankingGate.Refuse(metrics, fairness, settings) is { } refusal ? $"The gate would refuse it: {refusal.Code}." : warned.Count > 0 ? "An administrator may approve it, who names each warning and says why: /ranking-models." : "An administrator may approve it: /ranking-models.")}");
    }

    private static void Print(string verdict, IReadOnlyList<GroupRatio> groups)
    {
        Line($"  {groups.Count} {verdict}");
        foreach (var group in groups)
        {
            Line($"    {group.Measure} {group.Attribute} {group.Group}: {group.Ratio:0.00} ({group.Low:0.00} to {group.High:0.00}; all groups together {group.JointLow:0.00} to {group.JointHigh:0.00}) from {group.Count:N0} lists");
        }
    }

    private static void Print(IReadOnlyList<ModelGain> gains)
    {
        foreach (var gain in gains)
        {
            Line($"  against {gain.Baseline,-10} {gain.Ndcg10:0.000}  difference {gain.Difference:+0.000;-0.000}  95 % {gain.Low:+0.000;-0.000} to {gain.High:+0.000;-0.000}  {(gain.Low > 0 ? "better" : "not better")}");
        }
    }

    private static void Print(DismissedMetrics? dismissed)
    {
        if (dismissed is null)
        {
            return;
        }

        Line($"Hidden or reported: {dismissed.Rows:N0} rows of {dismissed.Lists:N0} lists of more than ten; {dismissed.Share:P1} of them among the first ten.");
        foreach (var other in dismissed.Against)
        {
            var verdict = other.Low > 1 ? "more" : other.High < 1 ? "fewer" : "not more beyond chance";
            var told = other.Ratio is null ? "too few to say" : string.Create(CultureInfo.InvariantCulture, $"ratio {other.Ratio:0.00}  95 % {other.Low:0.00} to {other.High:0.00}  {verdict}");
            Line($"  against {other.Order,-10} {other.Share:P1}  {told}{(other.IsInCharge ? ", in charge" : "")}{(other is { IsInCharge: true, Low: > 1 } ? ": a warning" : "")}");
        }
    }

    private static void Line(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    private sealed record Stored
    {
        public required string Name { get; init; }

        public required string Status { get; init; }

        public required DateOnly? DataTo { get; init; }

        public required byte[] FileBytes { get; init; }
    }
}
