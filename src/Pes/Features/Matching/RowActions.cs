namespace Pes.Features.Matching;

/// <summary>A row of either list with what an officer can do to it.</summary>
/// <param name="Handled">The page's address up to the name of the handler: Act or Undo.</param>
/// <param name="Title">Of the row.</param>
/// <param name="Place">In the list, from 1 over all pages.</param>
/// <param name="IsLast">Nothing stands below it.</param>
/// <param name="MoveId">What undoes that it was moved; null where it was not.</param>
public sealed record RowActions(string Handled, string Title, Guid CaseFileId, Guid VacancyId, Guid RunId, int Place, bool IsLast, Guid? MoveId, bool IsReported);

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
