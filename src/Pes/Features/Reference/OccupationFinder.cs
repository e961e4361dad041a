using Pes.Platform.Data;
using Pes.Ranking.Text;

namespace Pes.Features.Reference;

/// <summary>An ISCO-08 unit group that fits what was typed, and the everyday title that led to it.</summary>
public sealed record OccupationFound(string Code, string Title, double Confidence);

/// <summary>
/// Finds occupations by everyday titles of both languages: titles that hold the words first, then the title coder's
/// proposals. Built from the tables at the first question and, since an import may have changed them, again every ten minutes.
/// </summary>
public sealed class OccupationFinder(ConnectionSource source, DatabaseSettings settings, TimeProvider clock, OccupationCoder coder)
{
    private static readonly TimeSpan Freshness = TimeSpan.FromMinutes(10);

    private readonly Lock gate = new();
    private Picture? picture;
    private DateTimeOffset takenAt;

    private const string TitlesSql = """
        SELECT t.Title, t.IscoCode, 0 AS Part, t.Seq FROM OccupationTitle t WHERE t.ValidTo IS NULL
        UNION ALL
        SELECT g.LabelEn, g.Code, 1, 0 FROM OccupationGroup g WHERE g.Level = 4
        UNION ALL
        SELECT g.LabelKm, g.Code, 2, 0 FROM OccupationGroup g WHERE g.Level = 4 AND g.LabelKm IS NOT NULL
        ORDER BY Part, Seq, IscoCode
        """;

    /// <summary>The unit group that the title most likely names, with its confidence from 0 to 1; null where no word is known.</summary>
    public TitleCode? Code(string title) => coder.Code(title, 1) is [var best, ..] ? best : null;

    /// <summary>The code that was typed, or whose title or label is exactly this text; null otherwise.</summary>
    public string? Exactly(string text)
    {
        var key = KhmerText.FoldKey(text);
        return Now.Labels.FirstOrDefault(l => l.Key == key || l.Code == key)?.Code;
    }

    /// <summary>At most <paramref name="count"/> unit groups, best first.</summary>
    public IReadOnlyList<OccupationFound> Find(string text, int count)
    {
        var key = KhmerText.FoldKey(text);
        if (key.Length == 0)
        {
            return [];
        }

        var now = Now;
        return
        [
            .. now.Labels.Where(l => l.Key.Contains(key, StringComparison.Ordinal) || l.Code.StartsWith(key, StringComparison.Ordinal))
                .OrderBy(l => !l.Key.StartsWith(key, StringComparison.Ordinal)).ThenBy(l => l.Key.Length)
                .Select(l => new OccupationFound(l.Code, l.Title, 1))
                .Concat(coder.Code(text, count).Select(c => new OccupationFound(c.Code, "", c.Confidence)))
                .DistinctBy(f => f.Code, StringComparer.Ordinal)
                .Take(count),
        ];
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
        var rows = await db.QueryAsync<Row>(TitlesSql);
        return new Picture([.. rows.Select(r => new Label(KhmerText.FoldKey(r.Title), r.Title, r.IscoCode))]);
    }

    private sealed record Label(string Key, string Title, string Code);

    private sealed record Picture(Label[] Labels);

    private sealed record Row
    {
        public required string Title { get; init; }

        public required string IscoCode { get; init; }
    }
}
