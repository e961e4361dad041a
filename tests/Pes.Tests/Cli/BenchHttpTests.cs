using System.Text.Json;
using Pes.Tests.Support;

namespace Pes.Tests.Cli;

/// <summary>The bench of the web runs to its end at its smaller size and says what it promises; how fast is not asked here.</summary>
public sealed class BenchHttpTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("pes-bench-").FullName;

    [Fact]
    public async Task The_quick_bench_prints_its_figures_and_leaves_a_whole_audit_chain()
    {
        var (code, output) = await ProductProcess.RunAsync(folder, "bench", "http", "--quick", "--data", folder);
        Assert.True(code == 0, output);
        var printed = JsonDocument.Parse(Assert.Single(output.Split('\n'), l => l.StartsWith('{'))).RootElement;
        Assert.Equal("http", printed.GetProperty("bench").GetString());
        Assert.True(printed.GetProperty("quick").GetBoolean());
        Assert.False(string.IsNullOrEmpty(printed.GetProperty("commit").GetString()));
        Assert.False(string.IsNullOrEmpty(printed.GetProperty("machine").GetString()));
        var figures = printed.GetProperty("figures").EnumerateArray().ToList();
        Assert.Equal(["readVsBare", "postVsBare", "pageVsMemory"], figures.Select(f => f.GetProperty("name").GetString()));
        Assert.All(figures, f =>
        {
            Assert.True(f.GetProperty("value").GetDouble() is > 0 and < 1000, f.ToString());
            Assert.Equal("x", f.GetProperty("unit").GetString());
            Assert.StartsWith("<= ", f.GetProperty("target").GetString(), StringComparison.Ordinal);
            Assert.True(f.GetProperty("met").ValueKind is JsonValueKind.True or JsonValueKind.False, f.ToString());
        });
        Assert.All(figures.Take(2), f =>
        {
            var conditions = f.GetProperty("detail").GetProperty("conditions");
            Assert.True(conditions.GetProperty("auditChainWhole").GetBoolean(), f.ToString());
            Assert.True(conditions.GetProperty("statements").GetInt32() > 10, f.ToString());
        });
        Assert.Equal(100, figures[2].GetProperty("detail").GetProperty("rows").GetInt32());
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
