using Pes.Features.Reference;
using Pes.Ranking;

namespace Pes.Cli.TextBench;

/// <summary>What the list of skills costs a server that has imported ESCO: finding them in texts, which are near, and where careers go.</summary>
internal static class SkillListFigure
{
    public static Bench.Figure Of(string data)
    {
        var classification = BenchTitles.Classification(data);
        var relationFiles = Directory.EnumerateFiles(Path.GetDirectoryName(classification)!, "esco*relations*.zip").Order(StringComparer.Ordinal);
        var download = EscoDownload.Open([classification, .. relationFiles]);
        var codes = download.Groups.Select(g => g.Code).ToHashSet(StringComparer.Ordinal);
        var esco = AcceptedEsco.From(download, codes);
        var numbers = esco.Skills.Keys.Order(StringComparer.Ordinal).Index().ToDictionary(s => s.Item, s => s.Index, StringComparer.Ordinal);
        List<(int, string)> uses = [.. esco.Relations.Keys.Select(r => (numbers[r.Skill], esco.Occupations[r.Occupation].IscoCode)).Distinct()];
        List<(int, string)> groups = [.. esco.SkillRelations.Where(r => r.Kind == "group").Select(r => (numbers[r.Skill], r.Other))];
        List<(int, int, SkillRelation)> relations =
            [.. esco.SkillRelations.Where(r => r.Kind != "group").Select(r => (numbers[r.Skill], numbers[r.Other], Enum.Parse<SkillRelation>(r.Kind, ignoreCase: true)))];

        var finder = Measured(() => ListedFinder.Of(download.Skills).Finder);
        var near = Measured(() => new RelatedSkills(uses, relations, groups));
        var moves = Measured(() => new CareerMoves(codes, uses, []));
        return new("skillListMb", Math.Round(finder.Megabytes + near.Megabytes + moves.Megabytes, 1), "MB", "none yet", null, new
        {
            skills = numbers.Count, uses = uses.Count, relations = relations.Count, skillsWithNear = numbers.Values.Count(id => near.Made.Of([id]).Length > 0),
            finderMb = Math.Round(finder.Megabytes, 1), nearMb = Math.Round(near.Megabytes, 1), movesMb = Math.Round(moves.Megabytes, 1),
            finderCpuSeconds = Math.Round(finder.CpuSeconds, 1), nearCpuSeconds = Math.Round(near.CpuSeconds, 1), movesCpuSeconds = Math.Round(moves.CpuSeconds, 1),
            groupsWithMoves = codes.Count(c => c.Length == 4 && moves.Made.Of([ushort.Parse(c, System.Globalization.CultureInfo.InvariantCulture)]).Length > 0),
        });
    }

    private static (T Made, double Megabytes, double CpuSeconds) Measured<T>(Func<T> make)
    {
        var (bytes, started) = (GC.GetTotalMemory(forceFullCollection: true), Environment.CpuUsage.TotalTime);
        var made = make();
        var seconds = (Environment.CpuUsage.TotalTime - started).TotalSeconds;
        return (made, (GC.GetTotalMemory(forceFullCollection: true) - bytes) / 1e6, seconds);
    }
}
