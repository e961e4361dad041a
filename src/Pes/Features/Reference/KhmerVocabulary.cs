using System.Globalization;
using Pes.Platform.Data;
using Pes.Ranking.Text;
using Pes.Ranking.Text.Words;

namespace Pes.Features.Reference;

/// <summary>The words by which Khmer text is cut: the product's own, the names of provinces and places, and imported lists.</summary>
public static class KhmerVocabulary
{
    // The product's own words are words whatever imported lists say of their parts.
    private const int OfAllLists = 3;

    private const int PlaceFrequency = 30;

    private const string WordsSql = "SELECT Word, Frequency, Lists FROM KhmerWord";

    private const string PlacesSql = "SELECT NameKm AS Word FROM Province UNION SELECT NameKm FROM Place WHERE Level = 2";

    /// <summary>The words that are inside the executable.</summary>
    public static IReadOnlyList<ListedWord> Own { get; } =
        [.. LoadReference.Handler.Read("khmer-words").Select(r => new ListedWord(r["word"], long.Parse(r["weight"], CultureInfo.InvariantCulture), OfAllLists))];

    /// <summary>
    /// Cuts titles for ranking, by the words inside the executable alone: what is kept of a vacancy's title then holds whatever lists are
    /// imported, and on job advertisements they cut no worse.
    /// </summary>
    public static TitleNumbers Titles { get; } = new(new KhmerWords(KhmerLexicon.Of(Own)));

    public static async Task<KhmerLexicon> ReadAsync(Database db, CancellationToken ct)
    {
        var imported = await db.QueryAsync<KhmerWordRow>(WordsSql, ct: ct);
        var places = await db.QueryAsync<PlaceRow>(PlacesSql, ct: ct);
        return KhmerLexicon.Of([.. Own, .. places.Select(p => new ListedWord(p.Word, PlaceFrequency, OfAllLists)), .. imported.Select(w => w.Listed)]);
    }

    private sealed record PlaceRow
    {
        public required string Word { get; init; }
    }
}
