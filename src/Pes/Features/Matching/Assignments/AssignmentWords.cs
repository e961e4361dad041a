namespace Pes.Features.Matching.Assignments;

/// <summary>Marks AssignmentWords.resx.</summary>
public sealed class AssignmentWords;
