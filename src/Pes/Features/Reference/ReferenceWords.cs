namespace Pes.Features.Reference;

/// <summary>Marks the words of the pages about reference data.</summary>
public sealed class ReferenceWords;
