namespace Pes.Features.Matching;

/// <summary>Marks GainWords.resx: what a jobseeker could gain, and what it would open.</summary>
public sealed class GainWords;
