using System.Collections.Concurrent;
using System.Diagnostics;
using Pes.Platform.Data;
using Pes.Ranking;
using Pes.Ranking.Pairs;

namespace Pes.Features.RankingModels;

/// <summary>A version of the ranking as lists are made and repeated by it.</summary>
/// <param name="Model">Null for the prior, which needs none.</param>
public sealed record RankingVersion(string Name, LearnedRanking? Model)
{
    public static RankingVersion Prior { get; } = new(Matcher.Prior.ModelVersion, null);
}

/// <summary>
/// Which version of the ranking makes the lists: the approved model, or the prior where none is approved. Every node asks
/// the database for the name at most every two seconds, so all follow an approval or a roll-back; the model itself is
/// read once.
/// </summary>
public sealed partial class RankingInCharge(ConnectionSource source, DatabaseSettings settings, ILogger<RankingInCharge> log)
{
    /// <summary>How long a node may go on with a version that is no longer in charge.</summary>
    public static readonly TimeSpan LongestLag = TimeSpan.FromSeconds(2);

    private const int MostKept = 8;

    private const string NameSql = """
        SELECT Name FROM RankingModel WHERE Status = 'approved' ORDER BY ApprovalNumber DESC OFFSET @Skip ROWS FETCH NEXT @Take ROWS ONLY
        """;

    private const string FileSql = "SELECT Checksum, FileBytes FROM RankingModel WHERE Name = @Name";

    private readonly ConcurrentDictionary<string, RankingVersion> loaded = new(StringComparer.Ordinal);
    private volatile Seen? seen;

    /// <summary>The version by which a list is made now.</summary>
    public async ValueTask<RankingVersion> CurrentAsync(CancellationToken ct)
    {
        if (seen is { } recent && Stopwatch.GetElapsedTime(recent.At) < LongestLag)
        {
            return recent.Version;
        }

        var at = Stopwatch.GetTimestamp();
        await using var db = new Database(source, settings);
        var name = await db.FirstOrDefaultAsync<string>(NameSql, new { Skip = 0, Take = 1 }, ct);
        var version = name is null ? RankingVersion.Prior : await LoadAsync(db, name, ct);
        if (version is null)
        {
            // A list that cannot be ranked by the model is ranked by the prior, and says so by its version.
            CannotLoad(name!);
            version = RankingVersion.Prior;
        }

        seen = new(version, at);
        return version;
    }

    /// <summary>The version by which a kept list was made; null where it is not known any more.</summary>
    public async ValueTask<RankingVersion?> OfAsync(string name, CancellationToken ct)
    {
        if (name == RankingVersion.Prior.Name)
        {
            return RankingVersion.Prior;
        }

        await using var db = new Database(source, settings);
        return await LoadAsync(db, name, ct);
    }

    private async Task<RankingVersion?> LoadAsync(Database db, string name, CancellationToken ct)
    {
        if (loaded.TryGetValue(name, out var known))
        {
            return known;
        }

        if (await db.FirstOrDefaultAsync<StoredModel>(FileSql, new { Name = name }, ct) is not { } stored
            || !ModelFile.TryOpen(stored.FileBytes, out var opened) || opened.Checksum != stored.Checksum || opened.Ranking is null)
        {
            return null;
        }

        if (loaded.Count >= MostKept)
        {
            loaded.Clear();
        }

        return loaded[name] = new RankingVersion(name, opened.Ranking);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The ranking model {Name} in charge cannot be read; the prior ranks instead")]
    private partial void CannotLoad(string name);

    private sealed record Seen(RankingVersion Version, long At);

    private sealed record StoredModel
    {
        public required string Checksum { get; init; }

        public required byte[] FileBytes { get; init; }
    }
}
