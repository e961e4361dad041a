namespace Pes.Ranking;

/// <summary>All vacancies at one moment, immutable: readers share it and a newer one takes its place.</summary>
public sealed class VacancySnapshot
{
    // Of each row, so that another selection of the rows needs no hash anew.
    private readonly UInt128[] sums;

    private VacancySnapshot(VacancyProfile[] rows, UInt128[] sums)
    {
        (Rows, this.sums) = (rows, sums);
        Sum = Ranking.Checksum.Sum(sums);
    }

    public int Count => Rows.Length;

    /// <summary>32 hexadecimal digits over every row; the order of the rows does not matter.</summary>
    public string Checksum => Ranking.Checksum.Format(Sum);

    /// <summary>By id, so that the position breaks ties.</summary>
    internal VacancyProfile[] Rows { get; }

    internal UInt128 Sum { get; }

    /// <exception cref="ArgumentException">Two rows have one id.</exception>
    public static VacancySnapshot Build(IEnumerable<VacancyProfile> vacancies)
    {
        var rows = RowsById.Of(vacancies, v => v.Id);
        return new(rows, Ranking.Checksum.OfEach(rows));
    }

    /// <summary>The rows that are let through.</summary>
    public VacancySnapshot Where(Func<VacancyProfile, bool> lets)
    {
        ArgumentNullException.ThrowIfNull(lets);
        List<VacancyProfile> rows = [];
        List<UInt128> own = [];
        for (var i = 0; i < Rows.Length; i++)
        {
            if (lets(Rows[i]))
            {
                rows.Add(Rows[i]);
                own.Add(sums[i]);
            }
        }

        return new([.. rows], [.. own]);
    }

    /// <summary>The same but for some rows: new or other than before, or no more.</summary>
    public VacancySnapshot With(IEnumerable<VacancyProfile> vacancies, IEnumerable<Guid> goneIds)
    {
        var changed = RowsById.Of(vacancies, v => v.Id);
        var changedSums = Ranking.Checksum.OfEach(changed);
        HashSet<Guid> replaced = [.. goneIds, .. changed.Select(v => v.Id)];
        var rows = new List<VacancyProfile>(Rows.Length + changed.Length);
        var own = new List<UInt128>(Rows.Length + changed.Length);
        var next = 0;
        for (var i = 0; i < Rows.Length; i++)
        {
            for (; next < changed.Length && changed[next].Id.CompareTo(Rows[i].Id) < 0; next++)
            {
                rows.Add(changed[next]);
                own.Add(changedSums[next]);
            }

            if (!replaced.Contains(Rows[i].Id))
            {
                rows.Add(Rows[i]);
                own.Add(sums[i]);
            }
        }

        rows.AddRange(changed.AsSpan(next));
        own.AddRange(changedSums.AsSpan(next));
        return new([.. rows], [.. own]);
    }

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
    public static T[] Of<T>(IEnumerable<T> profiles, Func<T, Guid> id)
    {
        T[] rows = [.. profiles];
        var ids = Array.ConvertAll(rows, r => id(r));
        Array.Sort(ids, rows);
        for (var i = 1; i < ids.Length; i++)
        {
            if (ids[i] == ids[i - 1])
            {
                throw new ArgumentException($"Two rows have the id {ids[i]}.", nameof(profiles));
            }
        }

        return rows;
    }
}
