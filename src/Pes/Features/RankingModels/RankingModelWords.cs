namespace Pes.Features.RankingModels;

/// <summary>Names the words of the page of ranking models.</summary>
public sealed class RankingModelWords;
