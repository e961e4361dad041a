namespace Pes.Tests.Faults;

/// <summary>One operation of a client, with the instants at which it was sent and its answer had come, on one clock.</summary>
/// <param name="Subject">The record or vacancy it speaks of.</param>
public abstract record Operation(string Subject, long Sent, long Answered);

/// <summary>A record was read.</summary>
public sealed record Read(string Subject, long Sent, long Answered, int Version, string Value) : Operation(Subject, Sent, Answered);

/// <summary>A change of what was read at a version was acknowledged, or refused because the record is no longer at that version.</summary>
public sealed record Write(string Subject, long Sent, long Answered, int Version, string Value, bool IsRefused) : Operation(Subject, Sent, Answered);

/// <summary>A vacancy was read.</summary>
public sealed record Look(string Subject, long Sent, long Answered, int Taken) : Operation(Subject, Sent, Answered);

/// <summary>An opening was taken, or refused because there is none left.</summary>
public sealed record Take(string Subject, long Sent, long Answered, bool IsRefused) : Operation(Subject, Sent, Answered);

/// <summary>
/// What clients saw, held against one sequence of events: is there an order, within the instants that were measured, in which
/// each answer is right? Records begin at version 1 and each change makes the next one; vacancies begin with nothing taken.
/// </summary>
public sealed class History(int openings)
{
    private readonly System.Collections.Concurrent.ConcurrentQueue<Operation> operations = new();

    public int Count => operations.Count;

    public void Add(Operation operation) => operations.Enqueue(operation);

    /// <summary>All answers that no such order explains, in words.</summary>
    public IReadOnlyList<string> Faults() =>
    [
        .. operations.GroupBy(o => o.Subject, StringComparer.Ordinal).SelectMany(subject => OfRecord([.. subject]).Concat(OfVacancy([.. subject]))),
    ];

    private static IEnumerable<string> OfRecord(List<Operation> all)
    {
        var (reads, writes) = (all.OfType<Read>().OrderBy(r => r.Sent).ToList(), all.OfType<Write>().ToList());
        var kept = writes.Where(w => !w.IsRefused).GroupBy(w => w.Version).ToDictionary(g => g.Key, g => g.ToList());
        foreach (var (version, both) in kept.Where(w => w.Value.Count > 1))
        {
            yield return $"lost update: {both.Count} writes were made upon version {version}";
        }

        foreach (var version in kept.Keys.Where(v => v > 1 && !kept.ContainsKey(v - 1)))
        {
            yield return $"a write upon version {version}, which nobody made";
        }

        var (seen, seenBy) = (0, new PriorityQueue<int, long>());
        foreach (var read in reads)
        {
            while (seenBy.TryPeek(out var version, out var at) && at < read.Sent)
            {
                seen = Math.Max(seen, version);
                seenBy.Dequeue();
            }

            seenBy.Enqueue(read.Version, read.Answered);
            var due = kept.Values.SelectMany(w => w).Where(w => w.Answered < read.Sent).Select(w => w.Version + 1).DefaultIfEmpty(1).Max();
            if (read.Version < due)
            {
                yield return $"stale read: version {read.Version} after version {due} was acknowledged";
            }

            if (read.Version < seen)
            {
                yield return $"stale read: version {read.Version} after version {seen} had been read";
            }

            // A version may be told with what a later write made of it: who edits that is refused. What is older would be overwritten unseen.
            var maker = kept.Values.SelectMany(w => w).FirstOrDefault(w => w.Value == read.Value && w.Sent < read.Answered);
            if ((maker?.Version + 1 ?? 1) < read.Version)
            {
                yield return $"version {read.Version} was told with {read.Value}, which is older";
            }
        }

        foreach (var refused in writes.Where(w => w.IsRefused && !(kept.TryGetValue(w.Version, out var winner) && winner.Any(k => k.Sent < w.Answered))))
        {
            yield return $"a write upon version {refused.Version} was refused, though nobody else made one";
        }
    }

    private IEnumerable<string> OfVacancy(List<Operation> all)
    {
        var takes = all.OfType<Take>().ToList();
        var taken = takes.Where(t => !t.IsRefused).ToList();
        if (taken.Count > openings)
        {
            yield return $"overfilled: {taken.Count} of {openings} openings were taken";
        }

        foreach (var look in all.OfType<Look>())
        {
            var (least, most) = (taken.Count(t => t.Answered < look.Sent), taken.Count(t => t.Sent < look.Answered));
            if (look.Taken < least || look.Taken > Math.Min(most, openings))
            {
                yield return $"{look.Taken} openings were read as taken, where it was {least} to {most}";
            }
        }

        if (takes.Any(t => t.IsRefused && taken.Count(k => k.Sent < t.Answered) < openings))
        {
            yield return "an opening was refused while there was one";
        }
    }
}
