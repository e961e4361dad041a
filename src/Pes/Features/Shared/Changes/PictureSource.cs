using Pes.Platform.Data;
using Pes.Platform.Text;

namespace Pes.Features.Shared.Changes;

/// <summary>
/// Keeps one side of the matching, or the index of the search, in memory, immutable and exchanged whole: readers never wait for a newer one, but a moment.
/// Changes are read from the sequence in the database, by a job each second and by each reader, and only what they concern is
/// read again; on another day, or when much has changed, all is read anew in the background while changes go on being applied.
/// </summary>
public abstract class PictureSource<TPicture>(ConnectionSource source, DatabaseSettings settings, TimeProvider clock) : IDisposable
    where TPicture : class
{
    // Some profiles are read within milliseconds where the machine is not busy; all of them take seconds.
    private static readonly TimeSpan PatienceForSome = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan PatienceForAll = TimeSpan.FromMilliseconds(300);

    // More than this at once cost more, one by one, than reading all.
    private const int MostAtOnce = 2_000;

    // What failed may fail again, and reads much each time.
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromMinutes(1);

    // Small installations have read all within it.
    private static readonly TimeSpan PatienceForFirst = TimeSpan.FromMilliseconds(500);

    private readonly SemaphoreSlim turn = new(1);
    private readonly Lock gate = new();
    private Task? beginning;
    private volatile State? state;
    private volatile Task<State>? rebuilding;
    private DateTimeOffset? againAt;
    private bool isDue;
    private long asked;
    private long served;

    /// <summary>What readers have now, without asking for anything newer; null before the first.</summary>
    internal TPicture? Latest => state?.Picture;

    public async Task<TPicture> CurrentAsync(CancellationToken ct)
    {
        // Not the reader's token, since others wait for the same; not the reader's thread, since an embedded database works on it.
        var refresh = Task.Run(RefreshAsync, CancellationToken.None);
        if (state is null)
        {
            await refresh.WaitAsync(ct);
        }
        else
        {
            await Task.WhenAny(refresh, Task.Delay(PatienceForSome, ct));
        }

        if (rebuilding is { } rebuild)
        {
            await Task.WhenAny(Task.Run(() => TakeUpAsync(rebuild), CancellationToken.None), Task.Delay(PatienceForAll, ct));
        }

        return state!.Picture;
    }

    /// <summary>The same, but null where the first is still being read: that may take minutes, and whoever can do with less does not wait.</summary>
    public async Task<TPicture?> SoonAsync(CancellationToken ct)
    {
        if (state is null)
        {
            await Task.WhenAny(Begin(), Task.Delay(PatienceForFirst, ct));
        }

        return state is null ? null : await CurrentAsync(ct);
    }

    /// <summary>For the job: has the first read before anybody asks, beside, and keeps it up from then on.</summary>
    public Task KeepUpAsync()
    {
        if (state is not null)
        {
            return RefreshAsync();
        }

        return IsWanted && Begin() is { IsFaulted: true } failed ? failed : Task.CompletedTask;
    }

    public void Dispose()
    {
        turn.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Whether somebody will ask for it.</summary>
    protected virtual bool IsWanted => true;

    /// <summary>Everything, as it is in the database.</summary>
    /// <param name="before">What readers have till then.</param>
    protected abstract Task<TPicture> LoadAsync(DateOnly today, TPicture? before);

    /// <summary>The picture with what has changed.</summary>
    private protected abstract Task<TPicture> ApplyAsync(Database db, TPicture picture, IReadOnlyList<ProfileChange> changes, DateOnly today);

    private protected abstract bool Concerns(ProfileChange change);

    /// <summary>Whether so much may have changed that all is read anew.</summary>
    private protected virtual bool ConcernsAll(ProfileChange change) => ProfileSubjects.IsWhole(change);

    /// <summary>Whether so much stands beside the picture that it should be made anew.</summary>
    protected abstract bool IsWorn(TPicture picture);

    protected Database Open() => new(source, settings);

    // Once; what failed is tried again, and given to the one who asked for that.
    private Task Begin()
    {
        lock (gate)
        {
            var before = beginning;
            if (before is null or { IsFaulted: true })
            {
                beginning = Task.Run(RefreshAsync);
            }

            return before ?? beginning!;
        }
    }

    private async Task TakeUpAsync(Task rebuild)
    {
        await rebuild;
        await RefreshAsync();
    }

    private async Task RefreshAsync()
    {
        var ticket = Interlocked.Increment(ref asked);
        await turn.WaitAsync();
        try
        {
            // A refresh that began after this one was asked for has seen all that this one would.
            if (Volatile.Read(ref served) < ticket)
            {
                var serves = Volatile.Read(ref asked);
                await CatchUpAsync();
                Volatile.Write(ref served, serves);
            }
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task CatchUpAsync()
    {
        if (state is null)
        {
            state = await LoadStateAsync();
            return;
        }

        var finished = rebuilding is { IsCompleted: true } done ? done : null;
        if (finished is not null)
        {
            rebuilding = null;
            isDue = !finished.IsCompletedSuccessfully;
            state = isDue ? state : await finished;
            againAt = isDue ? clock.GetUtcNow() + PauseAfterFailure : null;
        }

        await using var db = Open();
        var (all, position) = await ChangeFeed.ReadAsync(db, state.Position, CancellationToken.None);
        List<ProfileChange> changes = [.. all.Where(Concerns)];
        var isMuch = changes.Count > MostAtOnce || changes.Exists(ConcernsAll);
        if (changes.Count is > 0 and <= MostAtOnce)
        {
            state = state with { Picture = await ApplyAsync(db, state.Picture, changes, state.Today) };
        }

        // One that is under way goes on from the position at which it began, and so meets again what it did not see.
        state = state with { Position = position };
        if (rebuilding is null)
        {
            isDue |= isMuch || state.Today != clock.TodayInCambodia() || IsWorn(state.Picture);
            rebuilding = isDue && !(clock.GetUtcNow() < againAt) ? Task.Run(LoadStateAsync) : null;
        }

        // Readers have what they had; the job that keeps it up says in the log what failed.
        if (finished is not null)
        {
            await finished;
        }
    }

    private async Task<State> LoadStateAsync()
    {
        var today = clock.TodayInCambodia();
        await using var db = Open();

        // The position first: what changes while all is read is applied once more.
        var position = await ChangeFeed.EndAsync(db, CancellationToken.None);
        return new(await LoadAsync(today, state?.Picture), position, today);
    }

    private sealed record State(TPicture Picture, FeedPosition Position, DateOnly Today);
}
