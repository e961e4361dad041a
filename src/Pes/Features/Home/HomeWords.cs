namespace Pes.Features.Home;

/// <summary>Marks HomeWords.resx.</summary>
public sealed class HomeWords;
