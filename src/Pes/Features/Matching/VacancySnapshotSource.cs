using System.Diagnostics;
using Pes.Features.Reference;
using Pes.Platform.Data;
using Pes.Platform.Text;

namespace Pes.Features.Matching;

/// <summary>
/// Keeps the live vacancies in memory for ranking. A reader asks for a cheap stamp of the table from time to time and, where it
/// has changed, waits a moment for the newer picture; on a large table the older one is shown until the newer is ready.
/// </summary>
public sealed class VacancySnapshotSource(ConnectionSource source, DatabaseSettings settings, Vocabulary vocabulary, TimeProvider clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(300);

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    // Referrals of others change congestion without changing a vacancy.
    private static readonly TimeSpan LongestLife = TimeSpan.FromMinutes(10);

    // A stamp costs at most a twentieth of the time between two of them.
    private const int PauseByCost = 20;

    private const string StampSql = """
        SELECT COUNT(*) AS Vacancies, COALESCE(SUM(CAST(Version AS bigint)), 0) AS Versions, COALESCE(SUM(CAST(Taken AS bigint)), 0) AS Taken,
               COALESCE(MAX(Seq), 0) AS Last
        FROM Vacancy WHERE Status = 'live'
        """;

    private readonly Lock gate = new();
    private volatile VacancyPicture? picture;
    private Task? refreshing;
    private Stamp? stamp;
    private long builtAt;
    private long nextStampAt;

    public async Task<VacancyPicture> CurrentAsync(CancellationToken ct)
    {
        Task refresh;
        lock (gate)
        {
            if (picture is { } current && refreshing is null && Stopwatch.GetTimestamp() < nextStampAt)
            {
                return current;
            }

            // Not the reader's token: others wait for the same refresh.
            refresh = refreshing ??= Task.Run(RefreshAsync, CancellationToken.None);
        }

        if (picture is null)
        {
            await refresh.WaitAsync(ct);
        }
        else
        {
            await Task.WhenAny(refresh, Task.Delay(Patience, ct));
        }

        return picture!;
    }

    private async Task RefreshAsync()
    {
        try
        {
            await using var db = new Database(source, settings);
            var began = Stopwatch.GetTimestamp();
            var now = await db.SingleAsync<Stamp>(StampSql);
            var cost = Stopwatch.GetElapsedTime(began);
            if (picture is null || now != stamp || Stopwatch.GetElapsedTime(builtAt) > LongestLife)
            {
                await using var parts = new Database(source, settings);
                var today = clock.TodayInCambodia();
                picture = VacancyPicture.Of(await new VacancyReading(vocabulary).LiveAsync(db, parts, today, CancellationToken.None), today);
                (stamp, builtAt) = (now, Stopwatch.GetTimestamp());
            }

            var pause = cost * PauseByCost < LongestPause ? cost * PauseByCost : LongestPause;
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

    private sealed record Stamp
    {
        public required long Vacancies { get; init; }

        public required long Versions { get; init; }

        public required long Taken { get; init; }

        public required long Last { get; init; }
    }
}
