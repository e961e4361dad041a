using System.Text.Json;
using Pes.Platform.Text;
using Pes.Ranking.Text;

namespace Pes.Cli.TextBench;

/// <summary>How many names in Khmer script meet their own romanisation by the key of both scripts, and how many another one's.</summary>
internal static class NameKeyFigure
{
    private const string Names = "cambodia/khmer_names_1000.json";

    private static readonly string[] Places = ["provinces", "districts", "communes"];

    /// <summary>No figure where the names are not there.</summary>
    public static IEnumerable<Bench.Figure> Of(string data)
    {
        if (!File.Exists(Path.Combine(data, Names)) || Gazetteer(data) is not { } gazetteer)
        {
            Console.WriteLine($"nameKeysMeet is left out: {Names} or a gazetteer is not in {data}");
            yield break;
        }

        using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(data, Names)));
        var people = json.RootElement.EnumerateArray()
            .SelectMany(p => new[] { ("givenName", "romanizedGiven"), ("surname", "romanizedSurname") }.Select(n => (p.GetProperty(n.Item1).GetString()!, p.GetProperty(n.Item2).GetString()!)))
            .Distinct().ToList();
        var places = Places.SelectMany(f => Rows(Path.Combine(gazetteer, f + ".csv"))).Distinct().ToList();
        var all = people.Concat(places).Select(p => (Khmer: KhmerText.CrossScriptKey(p.Item1), Latin: KhmerText.CrossScriptKey(p.Item2))).ToList();
        yield return new("nameKeysMeet", Bench.Rounded(Meet(all)), "share", "none yet", null, new
        {
            people = people.Count, peopleMeet = Bench.Rounded(Meet(all[..people.Count])), places = places.Count, placesMeet = Bench.Rounded(Meet(all[people.Count..])),
            othersMeet = Math.Round(Others(all), 6),
        });
    }

    private static double Meet(List<(string Khmer, string Latin)> pairs) => pairs.Count(p => p.Khmer == p.Latin) / (double)pairs.Count;

    private static double Others(List<(string Khmer, string Latin)> pairs)
    {
        var latin = pairs.CountBy(p => p.Latin).ToDictionary(StringComparer.Ordinal);
        var meetings = pairs.Sum(p => (long)latin.GetValueOrDefault(p.Khmer)) - pairs.Count(p => p.Khmer == p.Latin);
        return meetings / ((double)pairs.Count * (pairs.Count - 1));
    }

    private static string? Gazetteer(string data) => Directory.Exists(Path.Combine(data, "cambodia"))
        ? Directory.EnumerateDirectories(Path.Combine(data, "cambodia"), "gazetteer*").Order(StringComparer.Ordinal).LastOrDefault()
        : null;

    private static IEnumerable<(string, string)> Rows(string path)
    {
        using var stream = File.OpenRead(path);
        return [.. CsvRows.Read(stream).Select(r => (r["name_km"], r["name_latin"]))];
    }
}
