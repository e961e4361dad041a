namespace Pes.Ranking.Search;

/// <summary>A document cut into words: per field its tokens, an empty one for a break.</summary>
internal sealed record SearchRow(Guid Id, string[][] Fields, FacetValue[] Facets, SortKeys SortKeys)
{
    public static SearchRow Of(SearchDocument document, SearchTokens tokens)
    {
        var fields = new string[SearchFields.Count][];
        for (var field = 0; field < fields.Length; field++)
        {
            var text = document.Field(field);
            fields[field] = text.Length == 0 ? [] : [.. tokens.Of(Text.KhmerText.Normalise(text)).Select(t => t.Key)];
        }
        return new(document.Id, fields, [.. document.Facets.Distinct()], document.SortKeys);
    }
}
