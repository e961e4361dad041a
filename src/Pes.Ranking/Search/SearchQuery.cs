namespace Pes.Ranking.Search;

/// <summary>What is asked of the index.</summary>
public sealed record SearchQuery
{
    /// <summary>Words, all of which a document must have; in "quotes" as they stand. Empty: every document.</summary>
    public string Text { get; init; } = "";

    /// <summary>Values of one facet are alternatives; facets narrow one another.</summary>
    public IReadOnlyList<FacetValue> Filters { get; init; } = [];

    /// <summary>Nothing else is found or counted; null where everything may be.</summary>
    public IReadOnlyCollection<Guid>? Allowed { get; init; }

    public SearchOrder Order { get; init; }

    /// <summary>By score, documents with this value stand before all others; null: none does.</summary>
    public FacetValue? Ahead { get; init; }

    public int Skip { get; init; }

    public int Take { get; init; } = 25;
}

/// <summary>A document that was found; the higher the score, the better it fits. It says nothing across queries, and is 0 where another order is asked for.</summary>
public sealed record SearchHit(Guid Id, int Score);

/// <summary>How many of the documents found have a value.</summary>
public sealed record FacetCount(string Facet, string Value, int Count);

/// <summary>What was found.</summary>
/// <param name="Hits">In the order asked for, by score with ties by id (first those that go ahead); from Skip on, at most Take.</param>
/// <param name="Total">All that was found.</param>
/// <param name="Facets">
/// Counts over what was found; those of a facet that is filtered by, over what would be found without that filter. By facet
/// and value in ordinal order, without zeros.
/// </param>
/// <param name="SomeWords">No document has all the words: those that have any are shown.</param>
/// <param name="Terms">Every term that was looked for.</param>
public sealed record SearchResult(
    IReadOnlyList<SearchHit> Hits, int Total, IReadOnlyList<FacetCount> Facets, IReadOnlyList<SearchCorrection> Corrections, bool SomeWords,
    IReadOnlySet<string> Terms);

/// <summary>A word that no document has, and the nearest one that was searched instead.</summary>
public sealed record SearchCorrection(string Asked, string Searched);
