using Pes.Ranking.Learning;

namespace Pes.Ranking.Search;

/// <summary>A value by which documents are narrowed and counted, for example province 12.</summary>
public readonly record struct FacetValue(string Facet, string Value);

/// <summary>What is searched of one vacancy. Lines of a field are texts of their own: no phrase reaches over a line break.</summary>
public sealed record SearchDocument
{
    public required Guid Id { get; init; }

    public string Title { get; init; } = "";

    public string Employer { get; init; } = "";

    public string Skills { get; init; } = "";

    public string Places { get; init; } = "";

    public string Text { get; init; } = "";

    /// <summary>Several values of one facet may stand side by side; the same one twice counts once.</summary>
    public IReadOnlyList<FacetValue> Facets { get; init; } = [];

    public SortKeys SortKeys { get; init; } = new(0, 0, 0, "");

    internal string Field(int field) => field switch
    {
        0 => Title,
        1 => Employer,
        2 => Skills,
        3 => Places,
        _ => Text,
    };
}

/// <summary>How much a word counts by the field it stands in (BM25F, Robertson, Zaragoza and Taylor 2004).</summary>
internal static class SearchFields
{
    public const int Count = 5;

    /// <summary>k1 of BM25: how soon a second mention stops to count.</summary>
    private const double Saturation = 1.2;

    private const int MostImpact = 255;

    private const double RarityUnits = 100;

    private const double Ln2 = 0.693147180559945309417;

    /// <summary>The field of skills.</summary>
    public const int Skills = 2;

    private static readonly double[] Weight = [5, 2.5, 3, 2, 1];

    /// <summary>b of BM25, and instead of the mean length a fixed one, so that a document's impacts depend on nothing but itself.</summary>
    private static readonly double[] LengthShare = [0.3, 0.3, 0.3, 0.3, 0.6];

    private static readonly double[] UsualLength = [5, 4, 8, 3, 120];

    /// <summary>What one mention adds in a field of so many words.</summary>
    public static double Mention(int field, int length) => Weight[field] / (1 - LengthShare[field] + (LengthShare[field] * length / UsualLength[field]));

    /// <summary>How rare a word is (BM25), in hundredths.</summary>
    /// <param name="holders">Documents that have it.</param>
    public static int Rarity(int documents, int holders) => (int)Math.Round(RarityUnits * Ln2 * StableMath.Log2(1 + ((documents - holders + 0.5) / (holders + 0.5))));

    /// <summary>1 to 255 of the sum of a word's mentions.</summary>
    public static byte Impact(double mentions) => (byte)Math.Clamp((int)Math.Round(MostImpact * mentions / (Saturation + mentions)), 1, MostImpact);
}
