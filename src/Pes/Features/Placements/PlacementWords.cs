namespace Pes.Features.Placements;

/// <summary>Marks PlacementWords.resx: the words of placements and follow-ups.</summary>
public sealed class PlacementWords;
