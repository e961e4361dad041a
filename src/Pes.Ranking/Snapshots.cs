using System.Buffers.Binary;

namespace Pes.Ranking;

/// <summary>All vacancies at one moment, immutable: readers share it and a newer one takes its place.</summary>
public sealed class VacancySnapshot
{
    // Of each row, so that another selection of the rows needs no hash anew. Only the checksum waits for them: ranking does not.
    private readonly Task<UInt128[]> sums;
    private readonly Lazy<UInt128> sum;

    private VacancySnapshot(VacancyProfile[] rows, Task<UInt128[]> sums)
    {
        (Rows, this.sums) = (rows, sums);
        sum = new(() => Ranking.Checksum.Sum(sums.GetAwaiter().GetResult()));
    }

    public int Count => Rows.Length;

    /// <summary>32 hexadecimal digits over every row; the order of the rows does not matter. Waits until it is worked out.</summary>
    public string Checksum => Ranking.Checksum.Format(Sum);

    /// <summary>By id, so that the position breaks ties.</summary>
    internal VacancyProfile[] Rows { get; }

    internal UInt128 Sum => sum.Value;

    /// <summary>Ready for ranking; the checksum is worked out beside.</summary>
    /// <exception cref="ArgumentException">Two rows have one id.</exception>
    public static VacancySnapshot Build(IEnumerable<VacancyProfile> vacancies)
    {
        var rows = RowsById.Of(vacancies, v => v.Id);
        return new(rows, Task.Run(() => Ranking.Checksum.OfEach(rows)));
    }

    /// <summary>The rows that are let through.</summary>
    public VacancySnapshot Where(Func<VacancyProfile, bool> lets)
    {
        ArgumentNullException.ThrowIfNull(lets);
        List<VacancyProfile> rows = [];
        List<int> places = [];
        for (var i = 0; i < Rows.Length; i++)
        {
            if (lets(Rows[i]))
            {
                rows.Add(Rows[i]);
                places.Add(i);
            }
        }

        return new([.. rows], Once(all => [.. places.Select(i => all[i])]));
    }

    /// <summary>The same but for some rows: new or other than before, or no more.</summary>
    public VacancySnapshot With(IEnumerable<VacancyProfile> vacancies, IEnumerable<Guid> goneIds)
    {
        var changed = RowsById.Of(vacancies, v => v.Id);
        HashSet<Guid> replaced = [.. goneIds, .. changed.Select(v => v.Id)];
        var rows = new List<VacancyProfile>(Rows.Length + changed.Length);

        // Places among these rows; of changed ones their complements.
        var places = new List<int>(Rows.Length + changed.Length);
        var next = 0;
        for (var i = 0; i < Rows.Length; i++)
        {
            for (; next < changed.Length && changed[next].Id.CompareTo(Rows[i].Id) < 0; next++)
            {
                rows.Add(changed[next]);
                places.Add(~next);
            }

            if (!replaced.Contains(Rows[i].Id))
            {
                rows.Add(Rows[i]);
                places.Add(i);
            }
        }

        rows.AddRange(changed.AsSpan(next));
        places.AddRange(Enumerable.Range(next, changed.Length - next).Select(i => ~i));
        return new([.. rows], Once(all =>
        {
            var changedSums = Ranking.Checksum.OfEach(changed);
            return [.. places.Select(i => i < 0 ? changedSums[~i] : all[i])];
        }));
    }

    // On the thread that works them out, or at once where they are there.
    private Task<UInt128[]> Once(Func<UInt128[], UInt128[]> then) =>
        sums.ContinueWith(done => then(done.GetAwaiter().GetResult()), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

    /// <summary>The vacancy of a row.</summary>
    public VacancyProfile At(int row) => Rows[row];

    /// <summary>Where a vacancy stands among the rows; null where it does not.</summary>
    public int? RowOf(Guid id)
    {
        var (low, high) = (0, Rows.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            switch (Rows[middle].Id.CompareTo(id))
            {
                case 0: return middle;
                case < 0: low = middle + 1; break;
                default: high = middle - 1; break;
            }
        }

        return null;
    }
}

/// <summary>All jobseekers at one moment, immutable: readers share it and a newer one takes its place.</summary>
public sealed class JobseekerSnapshot
{
    private JobseekerSnapshot(JobseekerProfile[] rows)
    {
        Rows = rows;
        Sum = Ranking.Checksum.Sum(Ranking.Checksum.OfEach(rows));
    }

    public int Count => Rows.Length;

    /// <inheritdoc cref="VacancySnapshot.Checksum"/>
    public string Checksum => Ranking.Checksum.Format(Sum);

    /// <inheritdoc cref="VacancySnapshot.Rows"/>
    internal JobseekerProfile[] Rows { get; }

    internal UInt128 Sum { get; }

    /// <inheritdoc cref="VacancySnapshot.Build"/>
    public static JobseekerSnapshot Build(IEnumerable<JobseekerProfile> jobseekers) => new(RowsById.Of(jobseekers, j => j.Id));
}

internal static class RowsById
{
    /// <exception cref="ArgumentException">Two rows have one id.</exception>
    public static T[] Of<T>(IEnumerable<T> profiles, Func<T, Guid> id)
    {
        // By the first half of the id as a number, which sorts many times faster than ids; the few that share it by the whole.
        T[] rows = [.. profiles];
        var heads = Array.ConvertAll(rows, r => Head(id(r)));
        Array.Sort(heads, rows);
        for (var (start, end) = (0, 0); start < rows.Length; start = end)
        {
            for (end = start + 1; end < rows.Length && heads[end] == heads[start]; end++)
            {
            }

            var alike = rows.AsSpan(start, end - start);
            alike.Sort((a, b) => id(a).CompareTo(id(b)));
            for (var i = 1; i < alike.Length; i++)
            {
                if (id(alike[i]) == id(alike[i - 1]))
                {
                    throw new ArgumentException($"Two rows have the id {id(alike[i])}.", nameof(profiles));
                }
            }
        }

        return rows;
    }

    private static ulong Head(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        return BinaryPrimitives.ReadUInt64BigEndian(bytes);
    }
}
