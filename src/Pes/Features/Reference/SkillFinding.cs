using Pes.Platform.Data;
using Pes.Ranking.Text;

namespace Pes.Features.Reference;

/// <summary>The skill list as it is searched: by a typed label, and in a text.</summary>
public sealed class SkillFinding(ConnectionSource source, DatabaseSettings settings, TimeProvider clock)
{
    private static readonly TimeSpan Freshness = TimeSpan.FromMinutes(10);

    private readonly Lock gate = new();
    private Picture? picture;
    private DateTimeOffset takenAt;

    private const string SkillsSql = "SELECT Id, Code, LabelEn, LabelKm, AltEn, AltKm FROM Skill WHERE ValidTo IS NULL ORDER BY Id";

    /// <summary>The skill whose label or other name is this text, spelling marks and case aside; null where none is.</summary>
    public int? Exactly(string text) => Now.ByKey.TryGetValue(KhmerText.FoldKey(text), out var id) ? id : null;

    /// <summary>Ids of skills whose names hold the text, those that begin with it first.</summary>
    public IReadOnlyList<int> Find(string text, int count)
    {
        var key = KhmerText.FoldKey(text);
        return key.Length == 0
            ? []
            : [.. Now.ByKey.Where(s => s.Key.Contains(key, StringComparison.Ordinal))
                .OrderBy(s => !s.Key.StartsWith(key, StringComparison.Ordinal)).ThenBy(s => s.Key.Length).ThenBy(s => s.Key, StringComparer.Ordinal)
                .Select(s => s.Value).Distinct().Take(count)];
    }

    /// <summary>Skills that an advertisement names: id, whether it demands it, and its words.</summary>
    public IReadOnlyList<(int Id, bool IsEssential, string Words)> InText(string text)
    {
        var now = Now;
        return [.. now.Finder.Find(text).Select(f =>
            (now.ByCode[f.Id], f.Importance == SkillImportance.Essential, text.Substring(f.Words[0].Offset, f.Words[0].Length)))];
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
                    picture = TakeAsync().GetAwaiter().GetResult();
                    takenAt = now;
                }

                return picture;
            }
        }
    }

    private async Task<Picture> TakeAsync()
    {
        await using var db = new Database(source, settings);
        var rows = await db.QueryAsync<Row>(SkillsSql);
        Dictionary<string, int> byKey = new(StringComparer.Ordinal);
        foreach (var (name, id) in rows.Select(r => (r.LabelEn, r.Id)).Concat(rows.Select(r => (r.LabelKm, r.Id))).Concat(rows.SelectMany(r => r.Others.Select(o => (o, r.Id)))))
        {
            byKey.TryAdd(KhmerText.FoldKey(name), id);
        }

        return new Picture(
            new SkillFinder([.. rows.Select(r => new SkillForms(r.Code, [r.LabelEn, r.LabelKm, .. r.Others]))]),
            rows.ToDictionary(r => r.Code, r => r.Id, StringComparer.Ordinal),
            byKey);
    }

    private sealed record Picture(SkillFinder Finder, Dictionary<string, int> ByCode, Dictionary<string, int> ByKey);

    private sealed record Row
    {
        public required int Id { get; init; }

        public required string Code { get; init; }

        public required string LabelEn { get; init; }

        public required string LabelKm { get; init; }

        public required string AltEn { get; init; }

        public required string AltKm { get; init; }

        public IEnumerable<string> Others => $"{AltEn}|{AltKm}".Split('|', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}
