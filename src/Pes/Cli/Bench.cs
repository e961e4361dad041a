using System.CommandLine;
using System.Globalization;
using System.Reflection;
using System.Text.Json;

namespace Pes.Cli;

/// <summary>The verbs that measure the product. Each prints one JSON object, last on standard output.</summary>
internal static class Bench
{
    public static Command Command() => new("bench", "Measure the product; the figures come last, as one JSON object.")
    {
        BenchAssign.Command(), BenchDuplicates.Command(), BenchHttp.Command(), BenchLists.Command(), BenchMatch.Command(), HttpBench.BenchServer.Command(), BenchSearch.Command(), BenchStart.Command(), BenchText.Command(),
        BenchTrain.Command(),
    };

    /// <summary>One figure against its target.</summary>
    /// <param name="Name">For example <c>isco4</c>.</param>
    /// <param name="Value">What was measured.</param>
    /// <param name="Unit"><c>share</c>, <c>ms</c>, <c>x</c> …</param>
    /// <param name="Target">In words, for example <c>&gt;= 0.295</c>.</param>
    /// <param name="Met">Whether it was reached; null where there is no target yet.</param>
    /// <param name="Detail">Sizes and conditions.</param>
    internal sealed record Figure(string Name, double Value, string Unit, string Target, bool? Met, object Detail);

    private static readonly JsonSerializerOptions Json = new(JsonSerializerOptions.Web) { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static void Print(string bench, bool quick, params IReadOnlyList<Figure> figures) =>
        Console.WriteLine(JsonSerializer.Serialize(new { bench, commit = Commit(), machine = Machine(), quick, figures }, Json));

    internal static double Rounded(double value) => Math.Round(value, 4);

    // The build writes the commit behind a plus sign into the version.
    private static string Commit() =>
        typeof(Bench).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+') is [_, var commit] ? commit : "unknown";

    private static string Machine()
    {
        const string Processors = "/proc/cpuinfo";
        var model = File.Exists(Processors)
            ? File.ReadLines(Processors).FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[^1].Trim()
            : null;
        return string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessorCount} x {model ?? "processor"}, {System.Runtime.InteropServices.RuntimeInformation.OSDescription}");
    }
}
