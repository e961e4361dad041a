namespace Pes.Features.Matching;

/// <summary>Marks MatchingWords.resx: the words of match lists and the sentences of reasons.</summary>
public sealed class MatchingWords;
