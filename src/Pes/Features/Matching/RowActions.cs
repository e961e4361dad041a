namespace Pes.Features.Matching;

/// <summary>A row of either list with what an officer can do to it.</summary>
/// <param name="Handled">The page's address up to the name of the handler: Act or Undo.</param>
/// <param name="Title">Of the row.</param>
/// <param name="Place">In the list, from 1 over all pages.</param>
/// <param name="IsLast">Nothing stands below it.</param>
/// <param name="IsNarrowed">A filter of the reader is on: above the first row may stand others in the whole list.</param>
/// <param name="MoveId">What undoes that it was moved; null where it was not.</param>
public sealed record RowActions(string Handled, string Title, Guid CaseFileId, Guid VacancyId, Guid RunId, int Place, bool IsLast, Guid? MoveId, bool IsReported, bool IsNarrowed);

/// <summary>What was hidden from a list, below it.</summary>
public sealed record HiddenRows(string Handled, IReadOnlyList<HiddenRows.Line> Lines)
{
    public sealed record Line(Guid ActionId, string Title, string? Reason);
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
