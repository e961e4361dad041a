using System.Globalization;
using Microsoft.Data.Sqlite;
using Pes.Ranking;

namespace Pes.Cli.MatchBench;

/// <summary>
/// What a system without an engine does: a query over all vacancies that adds up points, or over those of her sub-major
/// group alone. The table is the bench's own, in a file that is deleted afterwards.
/// </summary>
internal sealed class SqlBaseline : IDisposable
{
    private const string Tables = """
        CREATE TABLE Row (Id INTEGER PRIMARY KEY, Occupation INTEGER NOT NULL, Province INTEGER NOT NULL, Wage INTEGER NOT NULL, Education INTEGER NOT NULL, Experience INTEGER NOT NULL, Published INTEGER NOT NULL, Asked INTEGER NOT NULL);
        CREATE TABLE RowSkill (RowId INTEGER NOT NULL, Skill INTEGER NOT NULL, PRIMARY KEY (Skill, RowId)) WITHOUT ROWID;
        CREATE INDEX RowByOccupation ON Row (Occupation);
        """;

    private const string NewRow = "INSERT INTO Row VALUES ($Id, $Occupation, $Province, $Wage, $Education, $Experience, $Published, $Asked)";
    private const string NewSkill = "INSERT INTO RowSkill VALUES ($Row, $Skill)";

    private const string Best = """
        SELECT r.Id,
               220.0 * COALESCE(h.Held, 0) / r.Asked
             + CASE WHEN r.Occupation = $Occupation THEN 170 WHEN r.Occupation / 10 = $Occupation / 10 THEN 120 WHEN r.Occupation / 100 = $Occupation / 100 THEN 60 ELSE 0 END
             + CASE WHEN r.Province = $Province THEN 120 ELSE 0 END
             + CASE WHEN r.Wage >= $Wage THEN 90 ELSE 90.0 * r.Wage / $Wage END
             + CASE WHEN r.Education <= $Education THEN 70 ELSE 0 END
             + CASE WHEN r.Experience <= $Experience THEN 90 ELSE 90.0 * $Experience / r.Experience END
             - ($Today - r.Published) / 5.0 AS Points
        FROM Row r
        LEFT JOIN (SELECT s.RowId, COUNT(*) AS Held FROM RowSkill s WHERE s.Skill IN (SELECT value FROM json_each($Skills)) GROUP BY s.RowId) h ON h.RowId = r.Id
        WHERE r.Occupation BETWEEN $From AND $To
        ORDER BY Points DESC, r.Id
        LIMIT 20
        """;

    private readonly string file = Path.Combine(Path.GetTempPath(), $"pes-bench-{Guid.CreateVersion7():N}.db");
    private readonly SqliteConnection connection;

    public SqlBaseline(IEnumerable<(int Id, VacancyProfile Vacancy)> vacancies)
    {
        connection = new($"Data Source={file};Pooling=False");
        connection.Open();
        using (var create = Command(Tables))
        {
            create.ExecuteNonQuery();
        }

        using var transaction = connection.BeginTransaction();
        using var row = Command(NewRow);
        using var skill = Command(NewSkill);
        foreach (var (id, v) in vacancies)
        {
            Run(row, ("$Id", id), ("$Occupation", v.Occupation), ("$Province", v.Province), ("$Wage", v.WageLow ?? 0), ("$Education", v.EducationAsked ?? 0), ("$Experience", v.ExperienceAsked ?? 0), ("$Published", v.PublishedOn!.Value.DayNumber), ("$Asked", Math.Max(1, v.EssentialSkills.Length)));
            foreach (var asked in v.EssentialSkills)
            {
                Run(skill, ("$Row", id), ("$Skill", asked));
            }
        }

        transaction.Commit();
    }

    /// <param name="byPrefix">Only vacancies of her sub-major group (2 digits): a career change is never seen.</param>
    /// <returns>Ids, best first.</returns>
    public List<int> Top(JobseekerProfile jobseeker, bool byPrefix)
    {
        var occupation = OccupationOf(jobseeker);
        using var command = Command(Best);
        var (from, to) = byPrefix ? (occupation / 100 * 100, (occupation / 100 * 100) + 99) : (0, 9_999);
        Bind(command,
            ("$Occupation", occupation), ("$Province", jobseeker.Province), ("$Wage", jobseeker.WageExpected ?? 1), ("$Education", jobseeker.Education ?? 8),
            ("$Experience", jobseeker.Career.Sum(c => c.Months)), ("$Today", BenchMarket.Today.DayNumber), ("$From", from), ("$To", to),
            ("$Skills", "[" + string.Join(',', jobseeker.Skills.Select(s => s.ToString(CultureInfo.InvariantCulture))) + "]"));
        using var reader = command.ExecuteReader();
        List<int> ids = [];
        while (reader.Read())
        {
            ids.Add(reader.GetInt32(0));
        }

        return ids;
    }

    public void Dispose()
    {
        connection.Dispose();
        File.Delete(file);
    }

    private static ushort OccupationOf(JobseekerProfile jobseeker) =>
        jobseeker.WishedOccupations is [var wish, ..] ? wish : jobseeker.Career is [var step, ..] ? step.Occupation : (ushort)0;

    private SqliteCommand Command(string text)
    {
        var command = connection.CreateCommand();
        command.CommandText = text;
        return command;
    }

    private static void Run(SqliteCommand command, params ReadOnlySpan<(string Name, object Value)> values)
    {
        Bind(command, values);
        command.ExecuteNonQuery();
    }

    private static void Bind(SqliteCommand command, params ReadOnlySpan<(string Name, object Value)> values)
    {
        command.Parameters.Clear();
        foreach (var (name, value) in values)
        {
            command.Parameters.AddWithValue(name, value);
        }
    }
}
