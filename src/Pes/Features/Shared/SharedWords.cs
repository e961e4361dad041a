namespace Pes.Features.Shared;

/// <summary>Marks SharedWords.resx: the words of the frame around every page.</summary>
public sealed class SharedWords;
