namespace Pes.Ranking;

/// <summary>All vacancies at one moment, immutable: readers share it and a newer one takes its place.</summary>
public sealed class VacancySnapshot
{
    private VacancySnapshot(VacancyProfile[] rows)
    {
        Rows = rows;
        Sum = Ranking.Checksum.OfAll(rows);
    }

    public int Count => Rows.Length;

    /// <summary>32 hexadecimal digits over every row; the order of the rows does not matter.</summary>
    public string Checksum => Ranking.Checksum.Format(Sum);

    /// <summary>By id, so that the position breaks ties.</summary>
    internal VacancyProfile[] Rows { get; }

    internal UInt128 Sum { get; }

    /// <exception cref="ArgumentException">Two rows have one id.</exception>
    public static VacancySnapshot Build(IEnumerable<VacancyProfile> vacancies) => new(RowsById.Of(vacancies, v => v.Id));

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
        Sum = Ranking.Checksum.OfAll(rows);
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
