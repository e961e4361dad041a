using Pes.Platform.Data;
using Pes.Ranking.Text;

namespace Pes.Features.Reference;

/// <summary>
/// Proposes ISCO-08 unit groups for job titles, Khmer or English, from every title the product knows. Built at the
/// first question and again when an import has changed the titles; any number of threads may ask.
/// </summary>
public sealed class OccupationCoder(ConnectionSource source, DatabaseSettings settings, TimeProvider clock)
{
    private const string StampSql = "SELECT COUNT(*) AS Titles, COALESCE(MAX(Seq), 0) AS LastSeq FROM OccupationTitle WHERE ValidTo IS NULL";

    private const string ExamplesSql = """
        SELECT Title, IscoCode FROM OccupationTitle WHERE ValidTo IS NULL AND LEN(IscoCode) = 4
        UNION SELECT LabelEn, Code FROM OccupationGroup WHERE Level = 4 AND ValidTo IS NULL
        UNION SELECT LabelKm, Code FROM OccupationGroup WHERE Level = 4 AND ValidTo IS NULL AND LabelKm IS NOT NULL
        ORDER BY Title, IscoCode
        """;

    private static readonly TimeSpan Freshness = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private TitleCoder? coder;
    private Stamp? builtFrom;
    private DateTimeOffset lookedAt;

    /// <summary>At most <paramref name="count"/> proposals, likeliest first; empty where no word of the title is known.</summary>
    public IReadOnlyList<TitleCode> Code(string title, int count = 5) => Current()?.Code(title, count) ?? [];

    /// <summary>Looks at the titles again at the next question, after an import in this process.</summary>
    public void Refresh()
    {
        lock (gate)
        {
            lookedAt = default;
        }
    }

    private TitleCoder? Current()
    {
        var now = clock.GetUtcNow();
        lock (gate)
        {
            if (builtFrom is null || now - lookedAt >= Freshness)
            {
                BuildAsync().GetAwaiter().GetResult();
                lookedAt = now;
            }

            return coder;
        }
    }

    private async Task BuildAsync()
    {
        await using var db = new Database(source, settings);
        var stamp = await db.SingleAsync<Stamp>(StampSql);
        if (stamp == builtFrom)
        {
            return;
        }

        var examples = (await db.QueryAsync<TitleRow>(ExamplesSql)).Select(r => new TitleExample(r.Title, r.IscoCode)).ToList();
        coder = examples.Count > 0 ? new TitleCoder(examples) : null;
        builtFrom = stamp;
    }

    private sealed record Stamp
    {
        public required long Titles { get; init; }

        public required long LastSeq { get; init; }
    }

    private sealed record TitleRow
    {
        public required string Title { get; init; }

        public required string IscoCode { get; init; }
    }
}
