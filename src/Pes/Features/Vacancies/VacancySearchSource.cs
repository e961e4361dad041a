using System.Diagnostics;
using System.Text.Json;
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

    // Names of employers, labels and Khmer words change without a vacancy changing: they are looked at this often.
    private static readonly TimeSpan AroundPause = TimeSpan.FromMinutes(10);

    // A stamp costs at most a twentieth of the time between two of them; one this cheap is asked for by every reader.
    private const int PauseByCost = 20;

    private static readonly TimeSpan Cheap = TimeSpan.FromMilliseconds(5);

    private const string StampSql = """
        SELECT COUNT(*) AS Vacancies, COALESCE(SUM(CAST(Version AS bigint)), 0) AS Versions, COALESCE(SUM(CAST(Taken AS bigint)), 0) AS Taken,
               COALESCE(MAX(Seq), 0) AS Last
        FROM Vacancy
        """;

    private const string ImportsSql = "SELECT COALESCE(MAX(Seq), 0) FROM ReferenceImport";

    private const string EmployersSql = "SELECT Id, Version FROM Employer";

    private const string OfEmployersSql = "SELECT v.Seq FROM Vacancy v WHERE v.EmployerId IN (SELECT value FROM OPENJSON(@Ids))";

    private const string VersionsSql = "SELECT Seq, Version, Taken FROM Vacancy";

    private readonly Lock gate = new();
    private volatile SearchIndex? index;
    private Dictionary<long, (int Version, int Taken, Guid Id)> known = [];
    private Task? refreshing;
    private Dictionary<Guid, int> employers = [];
    private Stamp? stamp;
    private long imports;
    private long lookedAroundAt;
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
            if (index is null || Stopwatch.GetElapsedTime(lookedAroundAt) > AroundPause)
            {
                await LookAroundAsync(db);
            }

            if (now != stamp)
            {
                await ReadChangesAsync(db, []);
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

    // All anew after an import of reference data; the vacancies of employers that have changed otherwise.
    private async Task LookAroundAsync(Database db)
    {
        var imported = await db.SingleAsync<long>(ImportsSql);
        var before = employers;
        employers = (await db.QueryAsync<EmployerRow>(EmployersSql)).ToDictionary(e => e.Id, e => e.Version);
        if (index is null || imported != imports)
        {
            await ReadAllAsync(db);
        }
        else if (employers.Where(e => !before.TryGetValue(e.Key, out var version) || version != e.Value).Select(e => e.Key).ToList() is { Count: > 0 } changed)
        {
            await ReadChangesAsync(db, await db.QueryAsync<long>(OfEmployersSql, new { Ids = JsonSerializer.Serialize(changed) }));
        }

        (imports, lookedAroundAt) = (imported, Stopwatch.GetTimestamp());
    }

    private async Task ReadAllAsync(Database db)
    {
        var versions = await db.QueryAsync<VersionRow>(VersionsSql);
        var lexicon = await KhmerVocabulary.ReadAsync(db, CancellationToken.None);
        var all = await new VacancySearchDocuments(vocabulary).ReadAsync(db, [.. versions.Select(v => v.Seq)], CancellationToken.None);
        index = SearchIndex.Build(all.Select(d => d.Document), new SearchTokens(new KhmerWords(lexicon)));
        known = Known(versions, all, []);
    }

    private async Task ReadChangesAsync(Database db, IReadOnlyList<long> more)
    {
        var versions = await db.QueryAsync<VersionRow>(VersionsSql);
        var changed = versions.Where(v => !known.TryGetValue(v.Seq, out var k) || k.Version != v.Version || k.Taken != v.Taken).Select(v => v.Seq).Union(more).ToList();
        var here = versions.Select(v => v.Seq).ToHashSet();
        var gone = known.Where(k => !here.Contains(k.Key)).Select(k => k.Value.Id).ToList();
        var read = await new VacancySearchDocuments(vocabulary).ReadAsync(db, changed, CancellationToken.None);
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

    private sealed record EmployerRow
    {
        public required Guid Id { get; init; }

        public required int Version { get; init; }
    }

    private sealed record VersionRow
    {
        public required long Seq { get; init; }

        public required int Version { get; init; }

        public required int Taken { get; init; }
    }
}
