using Pes.Platform.Data;

namespace Pes.Features.Matching;

/// <summary>What a jobseeker has any number of, as the tables hold it; emptied and filled again for the next.</summary>
internal sealed class JobseekerParts
{
    private const int Work = 0, Skill = 1, Licence = 2, Language = 3, WishedOccupation = 4, WishedProvince = 5, NotAtTime = 6, Award = 7, Certificate = 8, Accommodation = 9;

    // All tables in one answer, the persons found once. Work stands first, since its columns give those of the answer their types.
    private const string PartsSql = """
        WITH wanted AS (SELECT c.Seq, c.PersonId FROM CaseFile c WHERE c.Seq IN (SELECT CAST(value AS bigint) FROM OPENJSON(@Ids)))
        SELECT w.Seq, 0, 0, h.IscoCode, h.Title, h.StartedOn, h.EndedOn FROM wanted w JOIN WorkHistory h ON h.PersonId = w.PersonId
        UNION ALL SELECT w.Seq, 1, s.SkillId, NULL, NULL, NULL, NULL FROM wanted w JOIN PersonSkill s ON s.PersonId = w.PersonId
        UNION ALL SELECT w.Seq, 2, 0, l.LicenceCode, NULL, NULL, NULL FROM wanted w JOIN PersonLicence l ON l.PersonId = w.PersonId
            WHERE l.ExpiresOn IS NULL OR l.ExpiresOn >= @Today
        UNION ALL SELECT w.Seq, 3, g.Level, g.LanguageCode, NULL, NULL, NULL FROM wanted w JOIN PersonLanguage g ON g.PersonId = w.PersonId
        UNION ALL SELECT w.Seq, 4, 0, o.IscoCode, NULL, NULL, NULL FROM wanted w JOIN WishOccupation o ON o.PersonId = w.PersonId
        UNION ALL SELECT w.Seq, 5, 0, v.ProvinceCode, NULL, NULL, NULL FROM wanted w JOIN WishProvince v ON v.PersonId = w.PersonId
        UNION ALL SELECT w.Seq, 6, 0, t.HoursCode, NULL, NULL, NULL FROM wanted w JOIN WishCannotWork t ON t.PersonId = w.PersonId
        UNION ALL SELECT w.Seq, 7, 0, e.LevelCode, NULL, NULL, NULL FROM wanted w JOIN Education e ON e.PersonId = w.PersonId
        UNION ALL SELECT w.Seq, 8, f.CqfLevel, NULL, NULL, NULL, NULL FROM wanted w JOIN PersonCertificate f ON f.PersonId = w.PersonId WHERE f.CqfLevel IS NOT NULL
        UNION ALL SELECT w.Seq, 9, 0, a.AccommodationCode, NULL, NULL, NULL FROM wanted w JOIN AccommodationNeed a ON a.PersonId = w.PersonId WHERE a.UseAsFilter = 1
        """;

    public List<Job> Career { get; } = [];

    public List<int> Skills { get; } = [];

    public List<string> Licences { get; } = [];

    public List<(string Code, int Level)> Languages { get; } = [];

    public List<string> WishedOccupations { get; } = [];

    public List<string> WishedProvinces { get; } = [];

    public List<string> CannotWork { get; } = [];

    public List<string> Education { get; } = [];

    public List<int> Certificates { get; } = [];

    public List<string> Accommodations { get; } = [];

    /// <param name="ids">The cases' numbers as JSON.</param>
    /// <param name="partsOf">By number, emptied.</param>
    public static Task ReadAsync(Database db, string ids, DateOnly today, IReadOnlyDictionary<long, JobseekerParts> partsOf, CancellationToken ct) =>
        db.ReadAsync(PartsSql, new { Ids = ids, Today = today }, row => partsOf[row.Wide(0)].Take(row), ct);

    public void Clear()
    {
        Career.Clear();
        Skills.Clear();
        Licences.Clear();
        Languages.Clear();
        WishedOccupations.Clear();
        WishedProvinces.Clear();
        CannotWork.Clear();
        Education.Clear();
        Certificates.Clear();
        Accommodations.Clear();
    }

    private void Take(RowReader row)
    {
        switch (row.Number(1))
        {
            case Work:
                Career.Add(new(row.TextOrNull(3), row.Text(4), row.Date(5), row.DateOrNull(6)));
                break;
            case Skill:
                Skills.Add(row.Number(2));
                break;
            case Licence:
                Licences.Add(row.Text(3));
                break;
            case Language:
                Languages.Add((row.Text(3), row.Number(2)));
                break;
            case WishedOccupation:
                WishedOccupations.Add(row.Text(3));
                break;
            case WishedProvince:
                WishedProvinces.Add(row.Text(3));
                break;
            case NotAtTime:
                CannotWork.Add(row.Text(3));
                break;
            case Award:
                Education.Add(row.Text(3));
                break;
            case Certificate:
                Certificates.Add(row.Number(2));
                break;
            case Accommodation:
                Accommodations.Add(row.Text(3));
                break;
        }
    }

    /// <param name="EndedOn">Null: still hers.</param>
    internal readonly record struct Job(string? IscoCode, string Title, DateOnly StartedOn, DateOnly? EndedOn);
}
