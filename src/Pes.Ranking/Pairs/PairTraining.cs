using Pes.Ranking.Learning;

namespace Pes.Ranking.Pairs;

/// <summary>Judged pairs as rows to train on: each query is a jobseeker with vacancies that were shown to her, and what came of each.</summary>
public sealed class PairTraining
{
    private readonly List<byte> bins = [];
    private readonly List<byte> grades = [];
    private readonly List<int> starts = [0];

    public int Rows => grades.Count;

    /// <param name="shown">The vacancies of one list with their grades (0 shown only, then as far as it went).</param>
    /// <param name="today">The day on which the list was shown, in Cambodia.</param>
    public void AddList(JobseekerProfile jobseeker, IEnumerable<(VacancyProfile Vacancy, byte Grade)> shown, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(jobseeker);
        ArgumentNullException.ThrowIfNull(shown);
        var own = PackedJobseekers.Of([(0, jobseeker)]);
        var row = new byte[PairFeatures.Count];
        foreach (var (vacancy, grade) in shown)
        {
            PairBins.Fill(own.At(0), PackedVacancies.Of([(0, vacancy)]).At(0), today.DayNumber, row, stride: 1);
            bins.AddRange(row);
            grades.Add(grade);
        }

        starts.Add(grades.Count);
    }

    /// <summary>The same rows with bins as numbers, for trainers that know no bins.</summary>
    public JudgedRows ToJudgedRows() => new(PairFeatures.Count, [.. bins.Select(b => (float)b)], [.. grades], [.. starts]);

    public BinnedRows ToRows() => BinnedRows.FromBins(PairFeatures.Count, bins.ToArray(), [.. grades], [.. starts]);
}
