namespace Pes.Ranking.Pairs;

/// <summary>
/// A learned model under the name of its version: ranks as <see cref="Matcher"/> does, gives the same bits everywhere, and takes
/// the facts of its reasons, what is missing and the barriers from the same place; what they weigh is the model's.
/// </summary>
public sealed class LearnedMatcher(string modelVersion, LearnedRanking model)
{
    /// <summary>The rows of a list that <see cref="VacancyIndex.Ranked"/> found, with their reasons.</summary>
    /// <param name="vacancies">Each with its portion.</param>
    /// <param name="considered">How many the index looked at.</param>
    public MatchRun VacanciesFor(JobseekerProfile jobseeker, IEnumerable<(VacancyProfile Vacancy, int Portion)> vacancies, DateOnly today, int considered)
    {
        ArgumentNullException.ThrowIfNull(vacancies);
        return Run(
            "vacancies", Checksum.Of(jobseeker),
            vacancies.Select(v => Explain(jobseeker, v.Vacancy, today) with { Portion = v.Portion }), today, considered);
    }

    /// <summary>The rows of a list that <see cref="JobseekerIndex.Ranked"/> found; who changed since and is barred now is left out.</summary>
    /// <param name="jobseekers">Each with her portion.</param>
    /// <param name="considered">How many the index looked at.</param>
    public MatchRun JobseekersFor(VacancyProfile vacancy, IEnumerable<(JobseekerProfile Jobseeker, int Portion)> jobseekers, DateOnly today, int considered)
    {
        ArgumentNullException.ThrowIfNull(jobseekers);
        return Run(
            "jobseekers", Checksum.Of(vacancy),
            jobseekers.Where(j => HardConditions.Failed(j.Jobseeker, vacancy, today, suggesting: true) == HardCondition.None)
                .Select(j => Explain(j.Jobseeker, vacancy, today) with { Id = j.Jobseeker.Id, Portion = j.Portion }),
            today, considered);
    }

    /// <inheritdoc cref="Matcher.Explain"/>
    public Match Explain(JobseekerProfile jobseeker, VacancyProfile vacancy, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(jobseeker);
        ArgumentNullException.ThrowIfNull(vacancy);
        var bins = new byte[PairFeatures.Count];
        PairBins.Fill(PackedJobseekers.Of([(0, jobseeker)]).At(0), PackedVacancies.Of([(0, vacancy)]).At(0), today.DayNumber, bins, stride: 1);
        var score = model.Score(bins);
        var contributions = model.Explain(bins, stride: 1, row: 0);
        var findings = new Finding[TermWeights.Count];
        PairScore.Of(jobseeker, vacancy, today, findings);
        return new()
        {
            Id = vacancy.Id,
            Rank = 0,
            Score = model.Finer(score),
            Usual = checked((int)model.Mean),
            Band = model.Band(score),
            Contributions = [.. contributions.Select((points, term) => new Contribution((Term)term, checked((int)points)))],
            Reasons = [.. MatchReasons.Of(findings, contributions)],
            Missing = [.. MatchReasons.WhatIsMissing(jobseeker, vacancy)],
            Barriers = [.. HardConditions.Explain(HardConditions.Failed(jobseeker, vacancy, today, suggesting: false), jobseeker, vacancy)],
            ModelVersion = modelVersion,
            InputsChecksum = Checksum.OfPair(modelVersion, jobseeker, vacancy, today),
        };
    }

    // The checksum is over what is kept of a list, its pairs, not over every row that was searched.
    private MatchRun Run(string direction, UInt128 query, IEnumerable<Match> matches, DateOnly today, int considered)
    {
        var rows = matches.OrderBy(m => m.Portion).ThenByDescending(m => m.Score).ThenBy(m => m.Id).Select((m, i) => m with { Rank = i + 1 }).ToList();
        return new()
        {
            ModelVersion = modelVersion,
            InputsChecksum = Checksum.OfRun(modelVersion, direction, query, Checksum.OfTexts(rows.Select(r => r.InputsChecksum)), considered, today, rows.Count),
            Considered = considered,
            LeftOut = new Dictionary<HardCondition, int>(),
            Rows = rows,
        };
    }
}
