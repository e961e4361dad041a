namespace Pes.Ranking.Text;

/// <summary>
/// Parts of a list of titles by a hash of the title, so that one title never lies in two parts: spellings that
/// <see cref="KhmerText.FoldKey"/> holds for the same (case, spaces, punctuation) stay together.
/// </summary>
public static class TitleSplit
{
    /// <summary>0 to <paramref name="parts"/> - 1, the same on every machine for one seed.</summary>
    public static int Part(string title, int parts, ulong seed)
    {
        var hash = AdvertisementText.Mix(seed);
        foreach (var c in KhmerText.FoldKey(title))
        {
            hash = AdvertisementText.Mix(hash ^ c);
        }

        return (int)(hash % (ulong)parts);
    }
}
