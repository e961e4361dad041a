using Pes.Ranking.Learning;

namespace Pes.Ranking.Pairs;

/// <summary>Judged pairs as rows to train on: each query is a list that was shown, of vacancies for a jobseeker or of jobseekers for a vacancy, and what came of each row.</summary>
public sealed class PairTraining
{
    private readonly List<byte> bins = [];
    private readonly List<byte> grades = [];
    private readonly List<bool> dismissed = [];
    private readonly List<int> starts = [0];

    public int Rows => grades.Count;

    /// <param name="shown">The vacancies of one list with their grades (0 shown only, then as far as it went).</param>
    /// <param name="today">The day on which the list was shown, in Cambodia.</param>
    public void AddList(JobseekerProfile jobseeker, IEnumerable<(VacancyProfile Vacancy, byte Grade)> shown, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(jobseeker);
        ArgumentNullException.ThrowIfNull(shown);
        AddList(new JudgedList(today, [.. shown.Select(s => new JudgedPair(jobseeker, s.Vacancy, s.Grade, 0))]));
    }

    public void AddList(JudgedList list)
    {
        ArgumentNullException.ThrowIfNull(list);
        foreach (var row in BinsOf(list))
        {
            bins.AddRange(row);
        }

        grades.AddRange(list.Rows.Select(r => r.Grade));
        dismissed.AddRange(list.Rows.Select(r => r.IsDismissed));
        starts.Add(grades.Count);
    }

    /// <summary>The features of each row; one array that the next row overwrites.</summary>
    internal static IEnumerable<byte[]> BinsOf(JudgedList list)
    {
        var bins = new byte[PairFeatures.Count];
        PackedJobseekers? jobseeker = null;
        for (var i = 0; i < list.Rows.Count; i++)
        {
            // Most lists are one jobseeker's.
            var row = list.Rows[i];
            jobseeker = jobseeker is not null && ReferenceEquals(row.Jobseeker, list.Rows[i - 1].Jobseeker) ? jobseeker : PackedJobseekers.Of([(0, row.Jobseeker)]);
            PairBins.Fill(jobseeker.At(0), PackedVacancies.Of([(0, row.Vacancy)]).At(0), list.Day.DayNumber, bins, stride: 1);
            yield return bins;
        }
    }

    /// <summary>The same rows with bins as numbers, for trainers that know no bins; nor do they know a grade below 0, so a dismissed row is one of grade 0.</summary>
    public JudgedRows ToJudgedRows() => new(PairFeatures.Count, [.. bins.Select(b => (float)b)], [.. grades], [.. starts]);

    public BinnedRows ToRows() => BinnedRows.FromBins(PairFeatures.Count, bins.ToArray(), [.. grades], [.. starts]).WithDismissed([.. dismissed]);
}
