using System.Globalization;
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
