using System.Globalization;
using Pes.Ranking.Pairs;
using Xunit;

namespace Pes.Ranking.Tests;

public sealed class DocumentTests
{
    [Fact]
    public void The_table_of_the_document_has_the_terms_and_weights_of_the_code()
    {
        var written = File.ReadLines(Path.Combine(Root(), "docs", "matching.md"))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .Where(cells => cells.Length == 9 && Enum.TryParse<Term>(cells[1], out _))
            .Select(cells => (Enum.Parse<Term>(cells[1]), int.Parse(cells[2], CultureInfo.InvariantCulture)));
        Assert.Equal(Enum.GetValues<Term>().Select(term => (term, TermWeights.Of(term))), written);
    }

    [Fact]
    public void The_table_of_features_has_number_unit_direction_and_term_of_the_code_and_a_source_for_each()
    {
        var written = File.ReadLines(Path.Combine(Root(), "docs", "features.md"))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .Where(cells => cells.Length == 8 && int.TryParse(cells[1], CultureInfo.InvariantCulture, out _))
            .ToList();
        Assert.Equal(
            PairFeatures.All.Select(m => $"{(int)m.Feature} {m.Feature}: {m.Unit} ({m.Term}, {(m.Direction == 0 ? "free" : m.Direction > 0 ? "more never lowers" : "more never raises")})"),
            written.Select(cells => $"{cells[1]} {cells[2]}: {cells[3]} ({cells[5]}, {cells[4]})"));
        Assert.All(written, cells => Assert.NotEmpty(cells[6]));
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Pes.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("Pes.sln is in no folder above the tests.");
        }

        return folder.FullName;
    }
}
