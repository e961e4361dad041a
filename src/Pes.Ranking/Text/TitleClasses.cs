namespace Pes.Ranking.Text;

/// <summary>
/// The classes titles are sorted into: every ESCO occupation, and for each ISCO-08 unit group one class for titles of
/// which only the group is known. Those of a group stand together.
/// </summary>
internal sealed class TitleClasses
{
    private readonly string[] _groups;
    private readonly string?[] _occupations;
    private readonly Dictionary<(string Group, string? Occupation), int> _numbers;

    public TitleClasses(IEnumerable<OccupationTitle> titles)
    {
        (string Group, string? Occupation)[] classes =
        [
            .. titles.Select(t => (t.IscoCode, t.Occupation)).Distinct()
                .OrderBy(c => c.IscoCode, StringComparer.Ordinal).ThenBy(c => c.Occupation, StringComparer.Ordinal),
        ];
        _groups = [.. classes.Select(c => c.Group).Distinct(StringComparer.Ordinal)];
        _occupations = Array.ConvertAll(classes, c => c.Occupation);
        _numbers = classes.Select((c, number) => (c, number)).ToDictionary(c => c.c, c => c.number);
        var counts = classes.CountBy(c => c.Group, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        Starts = new int[_groups.Length + 1];
        for (var g = 0; g < _groups.Length; g++)
        {
            Starts[g + 1] = Starts[g] + counts[_groups[g]];
        }
    }

    public int Count => _occupations.Length;

    /// <summary>Group g has the classes from Starts[g] to Starts[g + 1] - 1.</summary>
    public int[] Starts { get; }

    public int Of(OccupationTitle title) => _numbers[(title.IscoCode, title.Occupation)];

    /// <summary>The classes of a unit group.</summary>
    public Range InGroup(string isco)
    {
        var group = Array.BinarySearch(_groups, isco, StringComparer.Ordinal);
        return Starts[group]..Starts[group + 1];
    }

    /// <summary>The mass of every unit group.</summary>
    public IEnumerable<(string Code, float Mass)> ByGroup(float[] masses)
    {
        for (var g = 0; g < _groups.Length; g++)
        {
            var sum = 0f;
            for (var c = Starts[g]; c < Starts[g + 1]; c++)
            {
                sum += masses[c];
            }

            yield return (_groups[g], sum);
        }
    }

    /// <summary>The mass of every ESCO occupation.</summary>
    public IEnumerable<(string Code, float Mass)> ByOccupation(float[] masses)
    {
        for (var c = 0; c < masses.Length; c++)
        {
            if (_occupations[c] is { } occupation)
            {
                yield return (occupation, masses[c]);
            }
        }
    }
}
