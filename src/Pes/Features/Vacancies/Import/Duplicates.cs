using Pes.Ranking.Text;

namespace Pes.Features.Vacancies.Import;

/// <summary>
/// Knows vacancies by their words. Two advertisements are one vacancy where their places agree, their titles are alike
/// (Jaro-Winkler of the folded titles from 0.9) and their texts share 85 % of three-word groups; short texts say too
/// little and never merge.
/// </summary>
internal sealed class Duplicates
{
    private const double LikeTitles = 0.9;

    private const double LikeTexts = 0.85;

    // The estimate of the signature has a standard error of 0.05 at 0.9: three of them below.
    private const double WorthComparing = 0.65;

    private const int ShortestText = 120;

    private readonly List<(ulong Signature, string Key, string Places, string Text, Guid Vacancy)> known = [];

    public void Add(Guid vacancy, string title, string text, IEnumerable<string> provinces, ulong? signature = null)
    {
        if (text.Length >= ShortestText)
        {
            known.Add((signature ?? AdvertisementText.Signature(text), KhmerText.FoldKey(title), Key(provinces), text, vacancy));
        }
    }

    /// <summary>The first vacancy that this is another copy of.</summary>
    public Guid? Find(string title, string text, IEnumerable<string> provinces, ulong? signature = null)
    {
        if (text.Length < ShortestText)
        {
            return null;
        }

        var sign = signature ?? AdvertisementText.Signature(text);
        var (key, places) = (KhmerText.FoldKey(title), Key(provinces));
        foreach (var other in known)
        {
            if (AdvertisementText.EstimateJaccard(sign, other.Signature) >= WorthComparing
                && other.Places == places
                && NameSimilarity.JaroWinkler(key, other.Key) >= LikeTitles
                && AdvertisementText.Jaccard(text, other.Text) >= LikeTexts)
            {
                return other.Vacancy;
            }
        }

        return null;
    }

    private static string Key(IEnumerable<string> provinces) => string.Join(' ', provinces.Order(StringComparer.Ordinal));
}
