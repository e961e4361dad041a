using System.Globalization;
using Pes.Platform.Data;
using Pes.Ranking.Text;

namespace Pes.Features.Reference;

/// <summary>The skill list, ESCO's where it was imported, as it is searched: by a typed label, and in a text.</summary>
public sealed class SkillFinding(ConnectionSource source, DatabaseSettings settings, TimeProvider clock)
{
    private static readonly TimeSpan Freshness = TimeSpan.FromMinutes(10);

    private readonly Lock gate = new();
    private Picture? picture;
    private DateTimeOffset takenAt;

    /// <summary>The skill whose label or other name is this text, spelling marks and case aside; null where none is.</summary>
    public int? Exactly(string text) => Now.ByKey.TryGetValue(KhmerText.FoldKey(text), out var id) ? id : null;

    /// <summary>Ids of skills whose names hold the text, those that begin with it first; of equals the product's own.</summary>
    public IReadOnlyList<int> Find(string text, int count)
    {
        var key = KhmerText.FoldKey(text);
        return key.Length == 0
            ? []
            : [.. Now.ByKey.Where(s => s.Key.Contains(key, StringComparison.Ordinal))
                .OrderBy(s => !s.Key.StartsWith(key, StringComparison.Ordinal)).ThenBy(s => s.Value >= ListedSkills.FirstOfEsco)
                .ThenBy(s => s.Key.Length).ThenBy(s => s.Key, StringComparer.Ordinal)
                .Select(s => s.Value).Distinct().Take(count)];
    }

    /// <summary>Skills that an advertisement names: id, whether it demands it, and its words.</summary>
    public IReadOnlyList<(int Id, bool IsEssential, string Words)> InText(string text) =>
        [.. Now.Finder.Find(text).Select(f =>
            (int.Parse(f.Id, CultureInfo.InvariantCulture), f.Importance == SkillImportance.Essential, text.Substring(f.Words[0].Offset, f.Words[0].Length)))];

    /// <summary>What <see cref="InText"/> asks, for an import that reads many.</summary>
    internal SkillFinder Finder => Now.Finder;

    /// <summary>The next to ask has the list as it is in the database then.</summary>
    internal void Refresh()
    {
        lock (gate)
        {
            takenAt = DateTimeOffset.MinValue;
        }
    }

    private Picture Now
    {
        get
        {
            var now = clock.GetUtcNow();
            lock (gate)
            {
                if (picture is null || now - takenAt >= Freshness)
                {
                    picture = TakeAsync(picture).GetAwaiter().GetResult();
                    takenAt = now;
                }

                return picture;
            }
        }
    }

    // The finder of some ten thousand names takes seconds to make, so it is kept while they are the same.
    private async Task<Picture> TakeAsync(Picture? before)
    {
        await using var db = new Database(source, settings);
        var rows = await db.QueryAsync<SkillNames>(SkillNames.Sql);
        if (before is not null && rows.SequenceEqual(before.Rows))
        {
            return before;
        }

        Dictionary<string, int> byKey = new(StringComparer.Ordinal);
        foreach (var (name, id) in rows.SelectMany(r => ((string[])[r.LabelEn, r.LabelKm]).Select(label => (label, r.Id))).Concat(rows.SelectMany(r => r.All.Select(name => (name, r.Id)))))
        {
            if (KhmerText.FoldKey(name) is { Length: > 0 } key)
            {
                byKey.TryAdd(key, id);
            }
        }

        return new Picture(rows, new SkillFinder([.. rows.Select(r => r.Forms)]), byKey);
    }

    private sealed record Picture(IReadOnlyList<SkillNames> Rows, SkillFinder Finder, Dictionary<string, int> ByKey);
}
