using Pes.Features.RankingModels;
using Pes.Features.RankingModels.Training;
using Pes.Platform.Requests;
using Pes.Tests.Support;

namespace Pes.Tests.Features.RankingModels;

/// <summary>The decision tables: the gate, the limits of fairness, approval, refusal, roll-back, grades.</summary>
public sealed class ModelPolicyTests
{
    private static readonly GateSettings Limits = new();

    private static readonly DateTime Shown = new(2026, 1, 10, 3, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData(100, 0.8, 1.25, true)]
    [InlineData(30, 0.5, 2, true)]
    [InlineData(30, 1, 1, true)]
    [InlineData(29, 0.8, 1.25, false)]
    [InlineData(0, 0.8, 1.25, false)]
    [InlineData(100, 0, 1.25, false)]
    [InlineData(100, 1.1, 1.25, false)]
    [InlineData(100, 0.8, 0.9, false)]
    [InlineData(100, 0.8, 50, false)]
    public void Limits_that_limit_nothing_stop_the_start(int lists, double least, double most, bool stands)
    {
        GateSettings settings = new() { LeastLists = lists, LeastRatio = least, MostRatio = most };
        Assert.Equal(stands, Record.Exception(settings.Check) is null);
    }

    public static TheoryData<string, ModelMetrics?, ModelFairness?, string?> Gate { get; } = new()
    {
        { "all is well", TestData.GoodMetrics, TestData.GoodFairness, null },
        { "never judged", null, null, "model-not-judged" },
        { "fairness never judged", TestData.GoodMetrics, null, "model-not-judged" },
        { "99 lists", TestData.GoodMetrics with { Lists = 99 }, TestData.GoodFairness, "model-judged-on-too-little" },
        { "100 lists", TestData.GoodMetrics with { Lists = 100 }, TestData.GoodFairness, null },
        { "as good as the prior at the lower bound", Against(Baselines.Prior, 0), TestData.GoodFairness, "model-not-better" },
        { "just better than the prior", Against(Baselines.Prior, 0.0001), TestData.GoodFairness, null },
        { "not better than the newest", Against(Baselines.Recency, -0.01), TestData.GoodFairness, "model-not-better" },
        { "not better than shared codes", Against(Baselines.Bm25, -0.01), TestData.GoodFairness, "model-not-better" },
        { "not better than the occupation rule", Against(Baselines.OccupationRule, -0.01), TestData.GoodFairness, "model-not-better" },
        { "one baseline was forgotten", TestData.GoodMetrics with { Gains = [.. TestData.GoodMetrics.Gains.Skip(1)] }, TestData.GoodFairness, "model-not-better" },
        { "a bound that is no number", Against(Baselines.Prior, double.NaN), TestData.GoodFairness, "model-not-better" },
        { "a group far outside", TestData.GoodMetrics, Group(0.7, 0.6, 0.78, 0.55, 0.9), "model-not-fair" },
        { "a group far above", TestData.GoodMetrics, Group(1.4, 1.2, 1.6, 1.1, 1.8), "model-not-fair" },
        { "a group outside by its own interval alone is left to a person", TestData.GoodMetrics, Group(0.7, 0.6, 0.78, 0.45, 1.05), null },
        { "a group surely below 1, but within", TestData.GoodMetrics, Group(0.85, 0.82, 0.9, 0.81, 0.95), null },
        { "one group judged before all were looked at together", TestData.GoodMetrics, Group(1, 0.9, 1.1, null, null), "model-judge-again" },
        { "a group far outside, judged before all were looked at together", TestData.GoodMetrics, Group(0.5, 0.4, 0.6, null, null), "model-judge-again" },
        { "a group too small to say has no intervals and needs none", TestData.GoodMetrics, Group(null, null, null, null, null), null },
        { "every group too small to say", TestData.GoodMetrics, new ModelFairness { Groups = [new("recall", "sex", "male", 9, null, null, null, null, null)] }, "model-fairness-unknown" },
        { "no group at all", TestData.GoodMetrics, new ModelFairness { Groups = [] }, "model-fairness-unknown" },
        { "a feature counts against its direction", TestData.GoodMetrics with { BrokenDirections = ["Distance"] }, TestData.GoodFairness, "model-breaks-directions" },
        { "worse than the prior for vacancies", ForVacancies(200, -0.01), TestData.GoodFairness, "model-worse-for-vacancies" },
        { "as good as the prior for vacancies at the upper bound", ForVacancies(200, 0), TestData.GoodFairness, null },
        { "worse for vacancies on too few lists to say", ForVacancies(99, -0.01), TestData.GoodFairness, null },
        { "for vacancies never held against the prior", TestData.GoodMetrics with { JobseekerLists = ForVacancies(200, 0.1).JobseekerLists! with { Gains = [] } }, TestData.GoodFairness, "model-worse-for-vacancies" },
    };

    [Theory]
    [MemberData(nameof(Gate))]
    public void The_gate(string what, ModelMetrics? metrics, ModelFairness? fairness, string? refusal) =>
        Assert.Equal((what, refusal), (what, RankingGate.Refuse(metrics, fairness, Limits)?.Code));

    [Fact]
    public void The_limits_are_settings() =>
        Assert.Equal("model-not-fair", RankingGate.Refuse(TestData.GoodMetrics, Group(0.85, 0.82, 0.9, 0.81, 0.95), Limits with { LeastRatio = 0.9 })?.Code);

    [Theory]
    [InlineData(null, null, null, null, null, GroupVerdict.TooSmall)]
    [InlineData(1.0, 0.9, 1.1, null, null, GroupVerdict.JudgeAgain)]
    [InlineData(1.0, null, null, 0.9, 1.1, GroupVerdict.JudgeAgain)]
    [InlineData(1.0, 0.9, 1.1, 0.8, 1.2, GroupVerdict.Within)]
    [InlineData(0.8, 0.7, 0.9, 0.7, 0.95, GroupVerdict.Within)]
    [InlineData(1.25, 1.1, 1.4, 1.05, 1.5, GroupVerdict.Within)]
    [InlineData(0.79, 0.6, 1.01, 0.5, 1.2, GroupVerdict.WithinChance)]
    [InlineData(0.79, 0.6, 1.0, 0.5, 1.2, GroupVerdict.WithinChance)]
    [InlineData(0.79, 0.6, 0.99, 0.5, 1.2, GroupVerdict.Warned)]
    [InlineData(0.79, 0.6, 0.99, 0.5, 1.0, GroupVerdict.Warned)]
    [InlineData(0.79, 0.6, 0.98, 0.55, 0.99, GroupVerdict.Refused)]
    [InlineData(1.26, 1.01, 1.5, 0.9, 1.7, GroupVerdict.Warned)]
    [InlineData(1.26, 1.1, 1.5, 1.01, 1.6, GroupVerdict.Refused)]
    [InlineData(0.0, 0.0, 0.0, 0.0, 0.0, GroupVerdict.Refused)]
    [InlineData(0.7, 0.4, 1.05, 0.5, 0.99, GroupVerdict.Refused)]
    public void What_the_limits_say_of_a_group(double? ratio, double? low, double? high, double? jointLow, double? jointHigh, GroupVerdict verdict) =>
        Assert.Equal(verdict, RankingGate.VerdictOf(new("exposure", "sex", "female", 100, ratio, low, high, jointLow, jointHigh), Limits));

    public static TheoryData<string, DismissedMetrics?, bool> Dismissed { get; } = new()
    {
        { "never counted", null, false },
        { "fewer than what is in charge", Turned(new DismissedRatio("learned-2", true, 0.5, 0.8, 0.7, 0.9)), false },
        { "more, within chance", Turned(new DismissedRatio("learned-2", true, 0.5, 1.2, 0.95, 1.5)), false },
        { "as many at the lower bound", Turned(new DismissedRatio("learned-2", true, 0.5, 1.2, 1, 1.4)), false },
        { "more beyond chance", Turned(new DismissedRatio("learned-2", true, 0.5, 1.2, 1.0001, 1.4)), true },
        { "more than the prior, which is not in charge", Turned(new("prior", false, 0.5, 1.3, 1.1, 1.5), new("learned-2", true, 0.6, 1, 0.9, 1.1)), false },
        { "more than the prior, which is in charge", Turned(new DismissedRatio("prior", true, 0.5, 1.3, 1.1, 1.5)), true },
        { "too few lists to say", Turned(new DismissedRatio("prior", true, 0.5, null, null, null)), false },
    };

    [Theory]
    [MemberData(nameof(Dismissed))]
    public void A_model_that_shows_more_of_what_officers_turn_down_is_warned_of_and_not_refused(string what, DismissedMetrics? dismissed, bool isWarned)
    {
        var forVacancies = ForVacancies(200, 0.1);
        foreach (var (lists, metrics) in new[]
            {
                ("vacancies", TestData.GoodMetrics with { Dismissed = dismissed }),
                ("jobseekers", forVacancies with { JobseekerLists = forVacancies.JobseekerLists! with { Dismissed = dismissed } }),
            })
        {
            Assert.Equal((what, null), (what, RankingGate.Refuse(metrics, TestData.GoodFairness, Limits)?.Code));
            var warnings = RankingGate.Warnings(metrics, TestData.GoodFairness, Limits);
            Assert.Equal((what, isWarned ? $"dismissed list {lists}" : ""), (what, string.Join(' ', warnings.Select(w => $"{w.Measure} {w.Attribute} {w.Group}"))));
            Assert.All(warnings, w => Assert.Equal((40, 1.0001 <= w.Low), (w.Count, true)));
        }

        Assert.Equal(2 + (isWarned ? 1 : 0), RankingGate.Warnings(TestData.GoodMetrics with { Dismissed = dismissed }, TestData.WarningFairness, Limits).Count);
        Assert.Empty(RankingGate.Warnings(null, null, Limits));
    }

    public static TheoryData<string, ModelFairness, string> Unmeasured { get; } = new()
    {
        { "all are measured on some measure", TestData.GoodFairness, "" },
        { "a group on neither measure", TestData.Without("disability", "yes"), "disability yes 60" },
        { "a province on its one measure", TestData.Without("province", "15"), "province 15 40" },
        { "a group of whom nobody was on a held-back list", new() { Groups = [.. TestData.GoodFairness.Groups.Where(g => g.Attribute != "disability")] }, "disability yes 0" },
        { "an attribute that was never joined", new() { Groups = [.. TestData.GoodFairness.Groups.Where(g => g.Attribute != "sex")] }, "sex female 0; sex male 0" },
        { "a province with nobody", new() { Groups = [.. TestData.GoodFairness.Groups.Where(g => g.Attribute != "province")] }, "" },
        { "two groups", new() { Groups = [.. TestData.Without("age", "15–24").Groups.Where(g => g is not { Attribute: "returnee", Group: "yes" })] }, "age 15–24 80; returnee yes 0" },
    };

    [Theory]
    [MemberData(nameof(Unmeasured))]
    public void A_group_of_which_nothing_could_be_measured_is_warned_of_and_refuses_nothing(string what, ModelFairness fairness, string warned)
    {
        Assert.Equal((what, null), (what, RankingGate.Refuse(TestData.GoodMetrics, fairness, Limits)?.Code));
        var warnings = RankingGate.Warnings(TestData.GoodMetrics, fairness, Limits);
        Assert.Equal((what, warned), (what, string.Join("; ", warnings.Select(w => $"{w.Attribute} {w.Group} {w.Count}"))));
        Assert.All(warnings, w => Assert.Equal(("unmeasured", null), (w.Measure, w.Ratio)));
        Assert.Equal(warnings.Count, RankingGate.Said(warnings).Split("unmeasured ").Length - 1);
        Assert.DoesNotContain("  ", RankingGate.Said(warnings) + " ", StringComparison.Ordinal);
    }

    private static DismissedMetrics Turned(params DismissedRatio[] against) => new() { Lists = 40, Rows = 90, Share = 0.6, Against = against };

    public static TheoryData<string, string?> Acknowledgements { get; } = new()
    {
        { "each named", null }, { "named in another order", null }, { "one twice", null }, { "none named", "model-warnings-not-named" }, { "one forgotten", "model-warnings-not-named" },
        { "one too many", "model-warnings-not-named" }, { "another measure of the group", "model-warnings-not-named" }, { "nobody is warned of", null },
        { "one named where nobody is warned of", "model-warns-of-nobody" }, { "all named, and the gate says no", "model-not-better" },
    };

    [Theory]
    [MemberData(nameof(Acknowledgements))]
    public void Nobody_approves_without_naming_each_group_that_the_judgement_warns_of(string what, string? refusal)
    {
        var warned = RankingGate.With(GroupVerdict.Warned, TestData.WarningFairness, Limits);
        Assert.Equal(2, warned.Count);
        List<NamedGroup> all = [.. warned.Select(g => g.Name)];
        var facts = new ApproveRankingModel.Facts { Status = ModelStatus.Candidate, IsOwn = false, HasSecondFactor = true, CanRank = true, Gate = null, Warned = warned, Acknowledged = all };
        facts = what switch
        {
            "named in another order" => facts with { Acknowledged = [all[1], all[0]] },
            "one twice" => facts with { Acknowledged = [.. all, all[0]] },
            "none named" => facts with { Acknowledged = [] },
            "one forgotten" => facts with { Acknowledged = [all[0]] },
            "one too many" => facts with { Acknowledged = [.. all, TestData.GoodFairness.Groups[0].Name] },
            "another measure of the group" => facts with { Acknowledged = [all[0], all[1] with { Measure = "recall" }] },
            "nobody is warned of" => facts with { Warned = [], Acknowledged = [] },
            "one named where nobody is warned of" => facts with { Warned = [] },
            "all named, and the gate says no" => facts with { Gate = new Refusal("model-not-better") },
            _ => facts,
        };
        Assert.Equal((what, refusal), (what, ApproveRankingModel.Handler.Refuse(facts)?.Code));
    }

    public static TheoryData<string, string?> Approvals { get; } = new()
    {
        { "a candidate", null }, { "a retired one", null }, { "absent", "not-found" }, { "one factor", "second-factor-needed" }, { "approved", "already-in-that-state" },
        { "refused", "model-was-refused" }, { "own", "not-own-model" }, { "damaged", "model-cannot-rank" }, { "the gate says no", "model-not-better" },
    };

    [Theory]
    [MemberData(nameof(Approvals))]
    public void Approval(string what, string? refusal)
    {
        var good = new ApproveRankingModel.Facts { Status = ModelStatus.Candidate, IsOwn = false, HasSecondFactor = true, CanRank = true, Gate = null, Warned = [], Acknowledged = [] };
        var facts = what switch
        {
            "absent" => null,
            "a retired one" => good with { Status = ModelStatus.Retired },
            "one factor" => good with { HasSecondFactor = false },
            "approved" => good with { Status = ModelStatus.Approved },
            "refused" => good with { Status = ModelStatus.Refused },
            "own" => good with { IsOwn = true },
            "damaged" => good with { CanRank = false },
            "the gate says no" => good with { Gate = new Refusal("model-not-better") },
            _ => good,
        };
        Assert.Equal(refusal, ApproveRankingModel.Handler.Refuse(facts)?.Code);
    }

    [Theory]
    [InlineData(null, "not-found")]
    [InlineData(ModelStatus.Candidate, null)]
    [InlineData(ModelStatus.Refused, "already-in-that-state")]
    [InlineData(ModelStatus.Approved, "model-no-candidate")]
    [InlineData(ModelStatus.Retired, "model-no-candidate")]
    public void Refusal(string? status, string? refusal) => Assert.Equal(refusal, RefuseRankingModel.Handler.Refuse(Found(status, inCharge: false))?.Code);

    [Theory]
    [InlineData(null, false, "not-found")]
    [InlineData(ModelStatus.Approved, true, null)]
    [InlineData(ModelStatus.Approved, false, "model-not-in-charge")]
    [InlineData(ModelStatus.Retired, false, "model-not-in-charge")]
    [InlineData(ModelStatus.Candidate, false, "model-not-in-charge")]
    public void Roll_back(string? status, bool inCharge, string? refusal) =>
        Assert.Equal(refusal, RollBackRanking.Handler.Refuse(Found(status, inCharge))?.Code);

    private static DecisionFacts? Found(string? status, bool inCharge) => status is null ? null : new() { Status = status, Version = 1, IsInCharge = inCharge };

    public static TheoryData<string, int> Grades { get; } = new()
    {
        { "nothing", (int)PairOutcome.Shown }, { "saved", (int)PairOutcome.Saved }, { "hidden", (int)PairOutcome.Shown }, { "saved then hidden", (int)PairOutcome.Shown },
        { "applied", (int)PairOutcome.Applied }, { "hidden then applied", (int)PairOutcome.Applied }, { "invited", (int)PairOutcome.Invited }, { "hired", (int)PairOutcome.Hired },
        { "three months", (int)PairOutcome.EmployedThreeMonths }, { "six months", (int)PairOutcome.EmployedSixMonths },
        { "opened", (int)PairOutcome.Opened }, { "opened then hidden", (int)PairOutcome.Shown }, { "opened and saved", (int)PairOutcome.Saved },
        { "saved before the list", (int)PairOutcome.Shown }, { "hired after the window", (int)PairOutcome.Applied }, { "applied at the last moment", (int)PairOutcome.Applied },
        { "applied one tick too late", (int)PairOutcome.Shown }, { "hidden before the list", (int)PairOutcome.Shown },
    };

    [Theory]
    [MemberData(nameof(Grades))]
    public void Grade(string what, int grade)
    {
        var window = TimeSpan.FromDays(240);
        DateTime Day(int day) => Shown.AddDays(day);
        var applied = new PairFacts { AppliedAt = Day(1) };
        var hired = applied with { InvitedAt = Day(5), HiredAt = Day(9) };
        var facts = what switch
        {
            "opened" => new PairFacts { OpenedAt = Day(1) },
            "opened then hidden" => new PairFacts { OpenedAt = Day(1), DismissedAt = Day(1) },
            "opened and saved" => new PairFacts { OpenedAt = Day(2), SavedAt = Day(1) },
            "saved" => new PairFacts { SavedAt = Day(1) },
            "hidden" => new PairFacts { DismissedAt = Day(1) },
            "saved then hidden" => new PairFacts { SavedAt = Day(1), DismissedAt = Day(2) },
            "hidden before the list" => new PairFacts { DismissedAt = Day(-1) },
            "applied" => applied,
            "hidden then applied" => applied with { DismissedAt = Day(2) },
            "invited" => applied with { InvitedAt = Day(5) },
            "hired" => hired,
            "three months" => hired with { EmployedThreeMonthsAt = Day(100) },
            "six months" => hired with { EmployedThreeMonthsAt = Day(100), EmployedSixMonthsAt = Day(195) },
            "saved before the list" => new PairFacts { SavedAt = Day(-1) },
            "hired after the window" => applied with { HiredAt = Day(241) },
            "applied at the last moment" => new PairFacts { AppliedAt = Shown + window },
            "applied one tick too late" => new PairFacts { AppliedAt = Shown + window + TimeSpan.FromTicks(1) },
            _ => new PairFacts(),
        };
        Assert.Equal((what, (PairOutcome)grade), (what, PairOutcomes.Of(facts, Shown, window)));
        Assert.Equal((what, what.EndsWith("hidden", StringComparison.Ordinal)), (what, PairOutcomes.IsDismissed(facts, Shown, window)));
    }

    [Fact]
    public void Every_step_is_worth_more_than_the_one_before()
    {
        Assert.Equal(Enum.GetValues<PairOutcome>().Length, PairOutcomes.Gains.Count);
        Assert.Equal(PairOutcomes.Gains.Order().Distinct(), PairOutcomes.Gains);
    }

    private static ModelMetrics Against(string baseline, double low) => TestData.GoodMetrics with
    {
        Gains = [.. TestData.GoodMetrics.Gains.Select(g => g.Baseline == baseline ? g with { Low = low } : g)],
    };

    private static ModelMetrics ForVacancies(int lists, double high) => TestData.GoodMetrics with
    {
        JobseekerLists = new() { Lists = lists, Ndcg10 = 0.6, PositionPower = 0.5, PositionActions = 0, Gains = [new(Baselines.Prior, 0.6, high - 0.02, high - 0.04, high)] },
    };

    private static ModelFairness Group(double? ratio, double? low, double? high, double? jointLow, double? jointHigh) =>
        new() { Groups = [.. TestData.GoodFairness.Groups, new("exposure", "sex", "male", 300, ratio, low, high, jointLow, jointHigh)] };
}
