namespace Pes.Features.Matching;

/// <summary>A row of either list with what an officer can do to it.</summary>
/// <param name="Handled">The page's address up to the name of the handler: Act or Undo.</param>
/// <param name="Title">Of the row.</param>
/// <param name="Place">In the list, from 1 over all pages.</param>
/// <param name="IsLast">Nothing stands below it.</param>
/// <param name="IsNarrowed">A filter of the reader is on: above the first row may stand others in the whole list.</param>
/// <param name="MoveId">What undoes that it was moved; null where it was not.</param>
public sealed record RowActions(string Handled, string Title, Guid CaseFileId, Guid VacancyId, Guid RunId, int Place, bool IsLast, Guid? MoveId, bool IsReported, bool IsNarrowed)
{
    private const string OfRow = "m-";

    /// <summary>The row that takes its place when it is hidden; null where it stands alone.</summary>
    public Guid? Follower { get; init; }

    /// <summary>Of the field for what is absurd, in the form of this row.</summary>
    public string ReportField => ReportFieldOf(CaseFileId, VacancyId);

    /// <summary>Where a row stands in its page.</summary>
    public static string Anchor(Guid row) => $"{OfRow}{row}";

    /// <summary>What leads an address to a row; to the list where there is none.</summary>
    public static string Fragment(Guid? row) => row is { } id ? "#" + Anchor(id) : "#matches";

    /// <summary>The one after it, or before it where it is the last.</summary>
    public static Guid? FollowerOf(IReadOnlyList<Guid> rows, int index) =>
        index + 1 < rows.Count ? rows[index + 1] : index > 0 ? rows[index - 1] : null;

    /// <summary>The page on which a row stands once it was moved; null: the page where it was acted on.</summary>
    /// <param name="place">Of the row before, from 1 over all pages; null where it is not known.</param>
    public static int? PageAfter(string act, int? place, int pageSize) => (act, place) switch
    {
        (MatchActions.Pin, _) => 1,
        (MatchActions.Up, > 1) => ((place.Value - 2) / pageSize) + 1,
        (MatchActions.Down, { } from) => (from / pageSize) + 1,
        _ => null,
    };

    /// <summary>Each row asks its own reason, so an error of it belongs to the row of the form that was sent.</summary>
    public static string FieldOf(string field, IFormCollection form) =>
        field == nameof(ActOnMatch.Command.Reason) && Guid.TryParse(form["caseFileId"], out var caseFile) && Guid.TryParse(form["vacancyId"], out var vacancy)
            ? ReportFieldOf(caseFile, vacancy)
            : field;

    private static string ReportFieldOf(Guid caseFile, Guid vacancy) => $"report-{caseFile:N}-{vacancy:N}";
}

/// <summary>What was hidden from a list, below it.</summary>
public sealed record HiddenRows(string Handled, IReadOnlyList<HiddenRows.Line> Lines)
{
    public sealed record Line(Guid ActionId, Guid CaseFileId, Guid VacancyId, string Title, string? Reason);
}

/// <summary>What was reported of a list's pairs, below it.</summary>
public sealed record ReportedRows(string Handled, IReadOnlyList<ReportedRows.Line> Lines)
{
    public sealed record Line(OwnReport Report, string Title);
}

/// <summary>Below a list: what its reader does not find there is sought by words, and led to the page that says what keeps it off.</summary>
/// <param name="Question">Why it is not here.</param>
/// <param name="Label">What to write.</param>
/// <param name="None">Said where nothing is found.</param>
/// <param name="Address">Of the list.</param>
/// <param name="Found">Null where nothing was sought.</param>
public sealed record NotHere(string Question, string Label, string None, string Address, string? Sought, IReadOnlyList<NotHere.Line>? Found)
{
    public sealed record Line(string Title, string Facts, string Address);
}
