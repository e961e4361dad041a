using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using Pes.Cli.Simulation;
using Pes.Features.Matching;

namespace Pes.Cli;

/// <summary>
/// A made-up labour market under several policies. It tests code and the logic of policies; it says nothing about what a
/// policy does for real people (docs/allocation.md).
/// </summary>
internal static class Simulate
{
    private const string Note = "A simulation tests code and the logic of policies. It does not show that any policy helps real people: its market is made up.";
    private const int MostCentres = 25;

    // Double.NaN has no place in JSON; a measure without a value is null before it gets here.
    private static readonly JsonSerializerOptions Json = new(JsonSerializerOptions.Web) { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Command Command()
    {
        var seed = new Option<ulong>("--seed") { Description = "Of the first run; the others follow.", DefaultValueFactory = _ => 1 };
        var months = new Option<int>("--months") { Description = "Months under each policy, after half a year under the prior.", DefaultValueFactory = _ => 12 };
        var centres = new Option<int>("--centres") { Description = "Centres, at most 25.", DefaultValueFactory = _ => MostCentres };
        var people = new Option<int>("--people") { Description = "Jobseekers in all.", DefaultValueFactory = _ => 3_000 };
        var vacancies = new Option<int>("--vacancies") { Description = "Vacancies in all.", DefaultValueFactory = _ => 2_000 };
        var runs = new Option<int>("--runs") { Description = "Runs, each with a market of its own; the policies of a run share it.", DefaultValueFactory = _ => 8 };
        var policy = new Option<string[]>("--policy") { Description = "Policies; all of them by default.", AllowMultipleArgumentsPerToken = true };
        policy.AcceptOnlyFromAmong(SimulatedRun.Policies);
        var usual = new SpreadSettings();
        var tolerance = new Option<int>("--tolerance") { Description = "Matching:Spread:Tolerance of the policies that spread demand, per mille.", DefaultValueFactory = _ => usual.Tolerance };
        var factor = new Option<int>("--factor") { Description = "Matching:Spread:Factor of those.", DefaultValueFactory = _ => usual.Factor };
        var quick = new Option<bool>("--quick") { Description = "Three months, three runs, half of the people and vacancies." };
        var command = new Command("simulate", "A made-up labour market under several policies: placements, congestion, fairness.") { seed, months, centres, people, vacancies, runs, policy, tolerance, factor, quick };
        command.SetAction((parsed, cancellation) =>
        {
            var isQuick = parsed.GetValue(quick);
            var size = new SimulationSize(
                isQuick ? 3 : parsed.GetValue(months), parsed.GetValue(centres), isQuick ? 1_500 : parsed.GetValue(people), isQuick ? 1_000 : parsed.GetValue(vacancies), Capacity: 4);
            return Task.FromResult(Run(parsed.GetValue(seed), size, isQuick ? 3 : parsed.GetValue(runs), parsed.GetValue(policy) is { Length: > 0 } some ? some : SimulatedRun.Policies,
                usual with { Tolerance = parsed.GetValue(tolerance), Factor = parsed.GetValue(factor) }, cancellation));
        });
        return command;
    }

    private static int Run(ulong seed, SimulationSize size, int runs, string[] policies, SpreadSettings spread, CancellationToken cancellation)
    {
        if (size.Months is < 1 or > 60 || size.Centres is < 1 or > MostCentres || size.People < 100 || size.Vacancies < 100 || runs is < 2 or > 1_000)
        {
            throw new CommandException("A simulation has 1 to 60 months, 1 to 25 centres, 100 people and vacancies at least, and 2 to 1,000 runs.");
        }

        spread.Check();

        var watch = Stopwatch.StartNew();
        List<Dictionary<string, Dictionary<string, double>>> found = [];
        for (var run = 0; run < runs; run++)
        {
            found.Add(SimulatedRun.Of(seed + (ulong)run, size, policies, spread, cancellation));
            Console.Error.WriteLine(FormattableString.Invariant($"run {run + 1} of {runs}, {watch.Elapsed.TotalSeconds:0} s"));
        }

        Console.WriteLine(JsonSerializer.Serialize(
            new
            {
                simulation = new { seed, runs, size.Months, burnInWeeks = SimulationSize.BurnInWeeks, size.Centres, size.People, size.Vacancies, listsPerCentreAndWeek = size.Capacity, spread.Tolerance, spread.Factor },
                note = Note,
                cpuSeconds = Bench.Rounded(Environment.CpuUsage.TotalTime.TotalSeconds),
                policies = PolicyResult.Of(found),
            },
            Json));
        return 0;
    }
}
