using Pes.Platform.Data;
using Pes.Ranking.Text;

namespace Pes.Features.Reference;

/// <summary>
/// Proposes ISCO-08 unit groups for job titles, Khmer or English, from every title the product knows. Built at the
/// first question and again when an import has changed the titles; any number of threads may ask. Where judged titles
/// were imported a better coder is learnt from them in the background, which takes a processor about half a minute;
/// until it is there the plain one answers.
/// </summary>
public sealed partial class OccupationCoder(ConnectionSource source, DatabaseSettings settings, TimeProvider clock, ILogger<OccupationCoder> log)
{
    private static readonly TimeSpan Freshness = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private TitleCoder? plain;
    private Task learning = Task.CompletedTask;
    private volatile BlendedTitleCoder? learned;
    private KnownTitles.Stamp? builtFrom;
    private DateTimeOffset lookedAt;

    /// <summary>At most <paramref name="count"/> proposals, likeliest first; empty where no word of the title is known.</summary>
    public IReadOnlyList<TitleCode> Code(string title, int count = 5)
    {
        var current = Current();
        return learned is { } best ? best.Code(title, count) : current?.Code(title, count) ?? [];
    }

    /// <summary>Waits until all that can be learnt is learnt: for work in bulk, whose answers are not to depend on the moment.</summary>
    public async Task LearnAsync(CancellationToken ct)
    {
        Current();
        await learning.WaitAsync(ct);
    }

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

            return plain;
        }
    }

    private async Task BuildAsync()
    {
        await using var db = new Database(source, settings);
        var known = new KnownTitles(db);
        var stamp = await known.StampAsync();
        if (stamp == builtFrom)
        {
            return;
        }

        var examples = await known.PlainAsync();
        learned = null;
        var labels = plain = examples.Count > 0 ? new TitleCoder(examples) : null;
        if (labels is null || stamp.Judged < LearnedTitleCoder.FewestJudged)
        {
            learning = Task.CompletedTask;
        }
        else
        {
            var titles = await known.AllAsync();
            learning = learning.ContinueWith(_ => Learn(stamp, labels, titles), CancellationToken.None, TaskContinuationOptions.LongRunning, TaskScheduler.Default);
        }

        builtFrom = stamp;
    }

    // What was learnt of titles that an import has changed meanwhile is not taken.
    private void Learn(KnownTitles.Stamp stamp, TitleCoder labels, List<OccupationTitle> titles)
    {
        try
        {
            var coder = new BlendedTitleCoder(labels, new LearnedTitleCoder(titles));
            lock (gate)
            {
                learned = stamp == builtFrom ? coder : learned;
            }
        }
        catch (Exception fault)
        {
            NotLearned(fault);
            throw;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Titles could not be learnt; the plain coder answers until an import changes them")]
    private partial void NotLearned(Exception fault);
}
