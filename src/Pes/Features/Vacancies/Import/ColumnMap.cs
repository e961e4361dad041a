using System.Text.Json;
using System.Text.Json.Serialization;
using Pes.Platform.Text;

namespace Pes.Features.Vacancies.Import;

/// <summary>Which column of a CSV file holds what; a property that is not set stands in no column.</summary>
public sealed record ColumnMap
{
    /// <summary>The columns of a download of CamHR's advertisements.</summary>
    public static readonly ColumnMap Camhr = new()
    {
        Title = "job title", Text = "Job Requirement", Places = "Location", Wage = "Salary", Openings = "Hiring", Experience = "Year of Exp",
        Level = "Level", Education = "Qualification", Languages = "Language", Term = "Term", Category = "Function/Category", Sex = "Sex", Age = "Age",
        PublishedOn = "Publish Date", ClosesOn = "Closing Date",
    };

    public required string Title { get; init; }

    public string? Text { get; init; }

    public string? Places { get; init; }

    public string? Wage { get; init; }

    public string? WagePeriod { get; init; }

    public string? Openings { get; init; }

    public string? Experience { get; init; }

    public string? Level { get; init; }

    public string? Education { get; init; }

    public string? Languages { get; init; }

    public string? Term { get; init; }

    public string? Category { get; init; }

    public string? Sex { get; init; }

    public string? Age { get; init; }

    public string? PublishedOn { get; init; }

    public string? ClosesOn { get; init; }

    /// <summary>Reads a map such as <c>{"title": "Job", "places": "Province", "closesOn": "Deadline"}</c>.</summary>
    /// <exception cref="IOException">The file is missing, no JSON, or names something an advertisement does not have.</exception>
    public static ColumnMap Open(string path) => ImportFile.Read(path, () =>
        JsonSerializer.Deserialize<ColumnMap>(File.ReadAllBytes(path), Options) ?? throw new InvalidDataException("it is empty."));

    /// <summary>The columns that the map names and the file has not.</summary>
    public IReadOnlyList<string> MissingFrom(IEnumerable<string> columns)
    {
        var present = columns.ToHashSet(StringComparer.Ordinal);
        return [.. All.Where(c => c is not null && !present.Contains(c)).Select(c => c!)];
    }

    public Advertisement Read(CsvLine row) => new()
    {
        Line = (int)row.LineNumber,
        Title = Of(row, Title), Text = Of(row, Text), Places = Of(row, Places), Wage = Of(row, Wage), WagePeriod = Of(row, WagePeriod),
        Openings = Of(row, Openings), Experience = Of(row, Experience), Level = Of(row, Level), Education = Of(row, Education),
        Languages = Of(row, Languages), Term = Of(row, Term), Category = Of(row, Category), Sex = Of(row, Sex), Age = Of(row, Age),
        PublishedOn = Of(row, PublishedOn), ClosesOn = Of(row, ClosesOn),
    };

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };

    private string?[] All =>
        [Title, Text, Places, Wage, WagePeriod, Openings, Experience, Level, Education, Languages, Term, Category, Sex, Age, PublishedOn, ClosesOn];

    private static string Of(CsvLine row, string? column) => column is null ? "" : row[column];
}
