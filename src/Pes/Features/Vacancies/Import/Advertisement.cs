using System.Security.Cryptography;
using System.Text;

namespace Pes.Features.Vacancies.Import;

/// <summary>One advertisement as its file has it: the words of the advertiser, empty where the file says nothing.</summary>
public sealed record Advertisement
{
    /// <summary>Line of the file (CSV, 1 is the header) or ordinal number of the position (JSON).</summary>
    public required int Line { get; init; }

    public string Title { get; init; } = "";

    public string Text { get; init; } = "";

    public string Places { get; init; } = "";

    public string Wage { get; init; } = "";

    public string WagePeriod { get; init; } = "";

    public string Openings { get; init; } = "";

    public string Experience { get; init; } = "";

    public string Level { get; init; } = "";

    public string Education { get; init; } = "";

    public string Languages { get; init; } = "";

    public string Term { get; init; } = "";

    public string Category { get; init; } = "";

    public string Sex { get; init; } = "";

    public string Age { get; init; } = "";

    public string PublishedOn { get; init; } = "";

    public string ClosesOn { get; init; } = "";

    /// <summary>The advertisement's identity: SHA-256 of all its words, whatever its line; 64 hexadecimal digits.</summary>
    public string SourceKey()
    {
        string[] words =
            [Title, Text, Places, Wage, WagePeriod, Openings, Experience, Level, Education, Languages, Term, Category, Sex, Age, PublishedOn, ClosesOn];
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\u001F', words.Select(w => w.Trim())))));
    }
}
