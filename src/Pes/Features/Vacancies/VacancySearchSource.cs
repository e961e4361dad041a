using System.Diagnostics;
using Pes.Features.Reference;
using Pes.Platform.Data;
using Pes.Ranking.Search;
using Pes.Ranking.Text.Words;

namespace Pes.Features.Vacancies;

/// <summary>
/// Keeps the index of all vacancies in memory. A reader asks for a cheap stamp of the table and, where it has changed, waits a
/// moment for what changed to be read; on a large table the older index is used until the newer is ready.
/// </summary>
public sealed class VacancySearchSource(ConnectionSource source, DatabaseSettings settings, Vocabulary vocabulary)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(300);

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    // Names of employers, labels and Khmer words change without a vacancy changing.
    private static readonly TimeSpan LongestLife = TimeSpan.FromMinutes(10);

    // A stamp costs at most a twentieth of the time between two of them; one this cheap is asked for by every reader.
    private const int PauseByCost = 20;

    private static readonly TimeSpan Cheap = TimeSpan.FromMilliseconds(5);

    private const string StampSql = """
        SELECT COUNT(*) AS Vacancies, COALESCE(SUM(CAST(Version AS bigint)), 0) AS Versions, COALESCE(SUM(CAST(Taken AS bigint)), 0) AS Taken,
               COALESCE(MAX(Seq), 0) AS Last
        FROM Vacancy
        """;

    private const string VersionsSql = "SELECT Seq, Version, Taken FROM Vacancy";

    private readonly Lock gate = new();
    private volatile SearchIndex? index;
    private Dictionary<long, (int Version, int Taken, Guid Id)> known = [];
    private Task? refreshing;
    private Stamp? stamp;
    private long builtAt;
    private long nextStampAt;

    public async Task<SearchIndex> CurrentAsync(CancellationToken ct)
    {
        Task refresh;
        lock (gate)
        {
            if (index is { } current && refreshing is null && Stopwatch.GetTimestamp() < nextStampAt)
            {
                return current;
            }

            // Not the reader's token: others wait for the same refresh.
            refresh = refreshing ??= Task.Run(RefreshAsync, CancellationToken.None);
        }

        if (index is null)
        {
            await refresh.WaitAsync(ct);
        }
        else
        {
            await Task.WhenAny(refresh, Task.Delay(Patience, ct));
        }

        return index!;
    }

    private async Task RefreshAsync()
    {
        try
        {
            await using var db = new Database(source, settings);
            var began = Stopwatch.GetTimestamp();
            var now = await db.SingleAsync<Stamp>(StampSql);
            var cost = Stopwatch.GetElapsedTime(began);
            var old = index is null || Stopwatch.GetElapsedTime(builtAt) > LongestLife;
            if (old || now != stamp)
            {
                await ReadAsync(db, anew: old);
                stamp = now;
            }

            var pause = cost < Cheap ? TimeSpan.Zero : cost * PauseByCost < LongestPause ? cost * PauseByCost : LongestPause;
            nextStampAt = Stopwatch.GetTimestamp() + (long)(pause.TotalSeconds * Stopwatch.Frequency);
        }
        finally
        {
            lock (gate)
            {
                refreshing = null;
            }
        }
    }

    private async Task ReadAsync(Database db, bool anew)
    {
        var versions = await db.QueryAsync<VersionRow>(VersionsSql);
        var documents = new VacancySearchDocuments(vocabulary);
        if (anew)
        {
            var lexicon = await KhmerVocabulary.ReadAsync(db, CancellationToken.None);
            var all = await documents.ReadAsync(db, [.. versions.Select(v => v.Seq)], CancellationToken.None);
            index = SearchIndex.Build(all.Select(d => d.Document), new SearchTokens(new KhmerWords(lexicon)));
            known = Known(versions, all, []);
            builtAt = Stopwatch.GetTimestamp();
            return;
        }

        List<long> changed = [.. versions.Where(v => !known.TryGetValue(v.Seq, out var k) || k.Version != v.Version || k.Taken != v.Taken).Select(v => v.Seq)];
        var here = versions.Select(v => v.Seq).ToHashSet();
        var gone = known.Where(k => !here.Contains(k.Key)).Select(k => k.Value.Id).ToList();
        var read = await documents.ReadAsync(db, changed, CancellationToken.None);
        index = index!.With(read.Select(d => d.Document), gone);
        known = Known(versions, read, known);
    }

    private static Dictionary<long, (int Version, int Taken, Guid Id)> Known(
        IReadOnlyList<VersionRow> versions, List<(long Seq, SearchDocument Document)> read, Dictionary<long, (int Version, int Taken, Guid Id)> before)
    {
        var ids = read.ToDictionary(d => d.Seq, d => d.Document.Id);
        Dictionary<long, (int, int, Guid)> seen = new(versions.Count);
        foreach (var row in versions)
        {
            if (ids.TryGetValue(row.Seq, out var id) || (before.TryGetValue(row.Seq, out var old) && (id = old.Id) != Guid.Empty))
            {
                seen[row.Seq] = (row.Version, row.Taken, id);
            }
        }

        return seen;
    }

    private sealed record Stamp
    {
        public required long Vacancies { get; init; }

        public required long Versions { get; init; }

        public required long Taken { get; init; }

        public required long Last { get; init; }
    }

    private sealed record VersionRow
    {
        public required long Seq { get; init; }

        public required int Version { get; init; }

        public required int Taken { get; init; }
    }
}
