using System.Globalization;
using Pes.Platform.Data;
using Pes.Platform.Text;
using Pes.Ranking.Learning;
using Pes.Ranking.Models;
using Pes.Ranking.Pairs;

namespace Pes.Features.RankingModels.Training;

/// <summary>What is trained, and on what.</summary>
internal sealed record TrainingPlan
{
    /// <summary>
    /// Eight months: referred within two weeks, started, asked after six months. A shorter one lets a young installation learn
    /// sooner, from less.
    /// </summary>
    public const int UsualMaturityDays = 240;

    public const int UsualMostRuns = 20_000;

    public DateOnly? Since { get; init; }

    public DateOnly? Until { get; init; }

    public int MaturityDays { get; init; } = UsualMaturityDays;

    public int MostRuns { get; init; } = UsualMostRuns;

    /// <summary>Learns from lists of one kind alone; judged on both all the same. Null: from both.</summary>
    public ListOf? Of { get; init; }

    public required LambdaMartOptions Options { get; init; }
}

/// <summary>A trained and judged model, ready to be kept as a candidate.</summary>
internal sealed record TrainedRanking(RankingModelFile Model, ShownWindow Window, ModelMetrics Metrics, ModelFairness Fairness);

/// <summary>The lists that were learnt from.</summary>
internal sealed record ShownWindow(DateOnly From, DateOnly To, int Lists, int Rows);

/// <summary>A model as <see cref="RankingTraining"/> asks a trainer for it.</summary>
/// <param name="weights">One a row, against position bias.</param>
internal delegate TrainedTrees RankingTrainer(PairTraining rows, float[] weights, LambdaMartOptions options, IProgress<TrainingProgress>? progress, CancellationToken ct);

/// <summary>Our own trees, or another maker's.</summary>
internal readonly record struct TrainedTrees(ObliviousModel? Own, TreeEnsemble? Others = null)
{
    /// <exception cref="ArgumentException">They cannot rank lists.</exception>
    public LearnedRanking Ranking() => Own is { } own ? new(own) : new(Others!);
}

/// <summary>How places are looked at, by what the list holds.</summary>
internal sealed record Curves(ExaminationCurve Vacancies, ExaminationCurve Jobseekers)
{
    public ExaminationCurve Of(ListOf list) => list == ListOf.Vacancies ? Vacancies : Jobseekers;
}

/// <summary>Rows as a trainer elsewhere needs them.</summary>
/// <param name="Weights">One a row, against position bias.</param>
internal sealed record TrainingRows(JudgedRows Rows, float[] Weights, ShownWindow Window);

/// <summary>From logs to a judged model: reads lists, holds some back, fits the look by place, trains, compares, audits.</summary>
internal sealed class RankingTraining(Database db, SearchedWords words, RankingInCharge inCharge, TimeProvider clock)
{
    /// <summary>A shorter history is split by people instead of by time.</summary>
    private const int LeastDaysToSplitByTime = 90;

    private const int HeldBackPart = 4;

    private const int LeastLists = 40;

    // As for a group of people: fewer lists say nothing of what was turned down.
    private const int LeastDismissing = 30;

    /// <summary>Our own trainer.</summary>
    public static TrainedTrees Own(PairTraining rows, float[] weights, LambdaMartOptions options, IProgress<TrainingProgress>? progress, CancellationToken ct) =>
        new(LambdaMart.TrainOblivious(rows.ToRows().Weighted(null, weights), options, progress: progress, cancellationToken: ct));

    /// <summary>The same with leaf-wise trees, which ask bins as a brought-in ensemble does.</summary>
    public static TrainedTrees OwnLeafwise(PairTraining rows, float[] weights, LambdaMartOptions options, IProgress<TrainingProgress>? progress, CancellationToken ct) =>
        new(null, LambdaMart.TrainLeafwise(rows.ToRows().Weighted(null, weights), options, progress: progress, cancellationToken: ct));

    /// <exception cref="NotEnoughOutcomesException">There is too little to learn from.</exception>
    public async Task<TrainedRanking> TrainAsync(TrainingPlan plan, RankingTrainer trainer, Action<string, double?> progress, CancellationToken ct)
    {
        progress("reading lists", 0.05);
        var lists = await ReadAsync(plan.Since, plan.Until, plan.MaturityDays, plan.MostRuns, ct);
        Require(lists, plan.MaturityDays);
        var (split, all, held) = Split(lists);
        IReadOnlyList<ShownList> seen = plan.Of is { } of ? [.. all.Where(l => l.Of == of)] : all;
        Require(seen, plan.MaturityDays);
        var curves = CurvesOf(all);
        progress(string.Create(CultureInfo.InvariantCulture, $"training on {seen.Count} of {lists.Count} lists"), 0.3);
        var (rows, weights) = RowsOf(seen, curves);
        var trees = trainer(
            rows, weights, plan.Options with { Monotone = PairFeatures.Directions, Gains = PairOutcomes.Gains },
            new Told(p => progress(string.Create(CultureInfo.InvariantCulture, $"tree {p.Tree}"), 0.3 + (0.4 * p.Tree / plan.Options.Trees))), ct);
        progress("judging", 0.75);
        var (metrics, fairness) = await JudgeAsync(trees.Ranking(), held, split, curves, progress, ct);
        var window = new ShownWindow(seen[0].List.Day, seen[^1].List.Day, seen.Count, rows.Rows);
        var card = new ModelCard { DataFrom = window.From, DataTo = window.To, TrainingRows = window.Rows, TrainingLists = window.Lists, Metrics = metrics, Fairness = fairness };
        var model = new RankingModelFile { Version = "", Card = ReportText.Of(card), FeatureNames = ModelFile.FeatureNames, Oblivious = trees.Own, Ensemble = trees.Others };
        return new(model, window, metrics, fairness);
    }

    /// <summary>Judges a model that was trained elsewhere on the lists of this installation that are later than its own data.</summary>
    /// <inheritdoc cref="TrainAsync" path="exception"/>
    public async Task<(ModelMetrics Metrics, ModelFairness Fairness)> JudgeAsync(
        LearnedRanking ranking, DateOnly? after, int maturityDays, Action<string, double?> progress, CancellationToken ct)
    {
        progress("reading lists", 0.05);
        var lists = await ReadAsync(after?.AddDays(1), null, maturityDays, TrainingPlan.UsualMostRuns, ct);
        Require(lists, maturityDays);
        return await JudgeAsync(ranking, lists, "all", CurvesOf(lists), progress, ct);
    }

    /// <summary>
    /// The rows for a trainer elsewhere; without a last day they end where the latest quarter of the lists begins, on which the model can then
    /// be judged.
    /// </summary>
    /// <inheritdoc cref="TrainAsync" path="exception"/>
    public async Task<TrainingRows> RowsAsync(TrainingPlan plan, CancellationToken ct)
    {
        var lists = await ReadAsync(plan.Since, plan.Until, plan.MaturityDays, plan.MostRuns, ct);
        var seen = plan.Until is null && lists.Count > 0 ? [.. lists.Where(l => l.List.Day < FirstHeldDay(lists))] : lists;
        Require(seen, plan.MaturityDays);
        var (rows, weights) = RowsOf(seen, CurvesOf(seen));
        return new(rows.ToJudgedRows(), weights, new(seen[0].List.Day, seen[^1].List.Day, seen.Count, rows.Rows));
    }

    /// <exception cref="NotEnoughOutcomesException">There is too little to learn from, or to judge by.</exception>
    internal static void Require(IReadOnlyList<ShownList> lists, int maturityDays)
    {
        if (lists.Count(l => l.HasOutcome) is var told && told < LeastLists)
        {
            throw new NotEnoughOutcomesException(told, LeastLists, maturityDays);
        }
    }

    private async Task<IReadOnlyList<ShownList>> ReadAsync(DateOnly? since, DateOnly? until, int maturityDays, int most, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        return await new ShownLists(db).ReadAsync(
            new(since is { } first ? Formats.BeginsUtc(first) : null, until is { } last ? Formats.BeginsUtc(last.AddDays(1)) : now, TimeSpan.FromDays(maturityDays), most), now, ct);
    }

    internal static (string Split, IReadOnlyList<ShownList> Seen, IReadOnlyList<ShownList> Held) Split(IReadOnlyList<ShownList> lists)
    {
        if (lists[^1].List.Day.DayNumber - lists[0].List.Day.DayNumber >= LeastDaysToSplitByTime)
        {
            var from = FirstHeldDay(lists);
            return ("time", [.. lists.Where(l => l.List.Day < from)], [.. lists.Where(l => l.List.Day >= from)]);
        }

        // The last byte of an id is random, and stays the same for the same person's file. A list of jobseekers is divided by its people.
        static bool IsHeld(Guid caseFileId) => caseFileId.ToByteArray()[15] % HeldBackPart == 0;
        IReadOnlyList<ShownList> Part(bool held) =>
        [
            .. lists.Where(l => l.Of == ListOf.Jobseekers || IsHeld(l.SubjectId) == held)
                .Select(l => l.Of == ListOf.Vacancies ? l : l with { List = l.List with { Rows = [.. l.List.Rows.Where(r => IsHeld(r.Jobseeker.Id) == held)] } })
                .Where(l => l.Of == ListOf.Vacancies || l.List.Rows.Count > 1),
        ];
        return ("jobseeker", Part(held: false), Part(held: true));
    }

    // Whole days, so that no list of the same morning stands on both sides.
    private static DateOnly FirstHeldDay(IReadOnlyList<ShownList> lists) => lists[Math.Min(lists.Count - (lists.Count / HeldBackPart), lists.Count - 1)].List.Day;

    private static Curves CurvesOf(IReadOnlyList<ShownList> lists) =>
        new(CurveOf(lists.Where(l => l.Of == ListOf.Vacancies)), CurveOf(lists.Where(l => l.Of == ListOf.Jobseekers)));

    // Strata: the band of the prior's score, which ordered most lists.
    private static ExaminationCurve CurveOf(IEnumerable<ShownList> lists) => ExaminationCurve.Fit(
        from list in lists
        from row in list.List.Rows
        let stratum = (OrderComparison.Prior(row.Jobseeker, row.Vacancy, list.List.Day) + 1_000_000) / 100_000
        select new ShownRow(stratum, row.Place, row.Grade >= (byte)PairOutcome.Opened));

    private static (PairTraining Rows, float[] Weights) RowsOf(IEnumerable<ShownList> lists, Curves curves)
    {
        var rows = new PairTraining();
        List<float> weights = [];
        foreach (var list in lists.Where(l => l.Teaches))
        {
            rows.AddList(list.List);

            // What was turned down was certainly looked at.
            weights.AddRange(list.List.Rows.Select(r => r.IsDismissed ? 1 : curves.Of(list.Of).Weight(r.Place)));
        }

        return (rows, [.. weights]);
    }

    private async Task<(ModelMetrics Metrics, ModelFairness Fairness)> JudgeAsync(
        LearnedRanking ranking, IReadOnlyList<ShownList> held, string split, Curves curves, Action<string, double?> progress, CancellationToken ct)
    {
        var bm25 = await words.OfAsync(held, ct);
        OrderComparison Compare(ListOf of) => OrderComparison.Of([.. held.Where(l => l.Of == of).Select(l => l.List)], ranking, bm25, PairOutcomes.Gains);
        var (vacancies, jobseekers) = (Compare(ListOf.Vacancies), Compare(ListOf.Jobseekers));
        var ranks = await inCharge.CurrentAsync(ct);
        DismissedMetrics? Dismissed(ListOf of) => DismissedOf(new([.. held.Where(l => l.Of == of).Select(l => l.List)]), ranking, ranks);
        progress("fairness", 0.9);
        var fairness = await new FairnessAudit(db).OfAsync([.. held.Where(l => l.Of == ListOf.Vacancies)], ranking, ct);
        return (
            new ModelMetrics
            {
                Lists = vacancies.Model.Count,
                Split = split,
                From = held.Count > 0 ? held[0].List.Day : null,
                To = held.Count > 0 ? held[^1].List.Day : null,
                Ndcg10 = Mean(vacancies.Model),
                Gains = Gains(vacancies, BaselineOrder.Prior, BaselineOrder.Recency, BaselineOrder.Bm25, BaselineOrder.OccupationRule),
                Features = [.. vacancies.FeatureShares.Select((share, i) => new FeatureWeight(ModelFile.FeatureNames[i], Math.Round(share, 4))).Where(f => f.Share > 0).OrderByDescending(f => f.Share)],
                PositionPower = Math.Round(curves.Vacancies.Power, 2),
                PositionActions = curves.Vacancies.Actions,
                Dismissed = Dismissed(ListOf.Vacancies),
                JobseekerLists = jobseekers.Model.Count == 0 ? null : new()
                {
                    Lists = jobseekers.Model.Count,
                    Ndcg10 = Mean(jobseekers.Model),
                    Gains = Gains(jobseekers, BaselineOrder.Prior, BaselineOrder.Bm25, BaselineOrder.OccupationRule),
                    PositionPower = Math.Round(curves.Jobseekers.Power, 2),
                    PositionActions = curves.Jobseekers.Actions,
                    Dismissed = Dismissed(ListOf.Jobseekers),
                },
                BrokenDirections = [.. ranking.BrokenDirections().Select(f => f.ToString())],
            },
            fairness);
    }

    private static IReadOnlyList<ModelGain> Gains(OrderComparison comparison, params ReadOnlySpan<BaselineOrder> orders)
    {
        List<ModelGain> gains = [];
        foreach (var order in comparison.Model.Count == 0 ? [] : orders)
        {
            var differences = comparison.Differences(order);
            var (low, high) = Bootstrap.OfMean(differences);
            gains.Add(new(NameOf(order), Mean(comparison.Baselines[order]), Math.Round(differences.Average(), 4), Math.Round(low, 4), Math.Round(high, 4)));
        }

        return gains;
    }

    private static DismissedMetrics? DismissedOf(DismissedRows rows, LearnedRanking ranking, RankingVersion inCharge)
    {
        if (rows.Rows == 0)
        {
            return null;
        }

        var own = rows.First(ranking);
        DismissedRatio Against(string order, bool isInCharge, LearnedRanking? other)
        {
            var theirs = rows.First(other);
            var ratio = rows.Lists < LeastDismissing ? null : DismissedRows.Ratio(own, theirs);
            return new(order, isInCharge, Math.Round(theirs.Sum() / rows.Rows, 4), Four(ratio?.Ratio), Four(ratio?.Low), Four(ratio?.High));
        }

        return new()
        {
            Lists = rows.Lists,
            Rows = rows.Rows,
            Share = Math.Round(own.Sum() / rows.Rows, 4),
            Against = [Against(Baselines.Prior, inCharge.Model is null, null), .. inCharge.Model is { } model ? [Against(inCharge.Name, true, model)] : Array.Empty<DismissedRatio>()],
        };
    }

    private static double? Four(double? value) => value is { } known ? Math.Round(known, 4) : null;

    private static string NameOf(BaselineOrder order) => order switch
    {
        BaselineOrder.Prior => Baselines.Prior,
        BaselineOrder.Recency => Baselines.Recency,
        BaselineOrder.Bm25 => Baselines.Bm25,
        _ => Baselines.OccupationRule,
    };

    private static double Mean(IReadOnlyCollection<double> values) => values.Count == 0 ? 0 : Math.Round(values.Average(), 4);

    // At once and on the same thread: Progress<T> would post them behind one another's backs.
    private sealed class Told(Action<TrainingProgress> take) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => take(value);
    }
}

/// <summary>There is too little to learn from, which no repetition changes today.</summary>
internal sealed class NotEnoughOutcomesException(int lists, int least, int maturityDays) : Exception(string.Create(
    CultureInfo.InvariantCulture,
    $"{lists} lists older than {maturityDays} days have an outcome; {least} are needed. Wait, or give a shorter --maturity."));
