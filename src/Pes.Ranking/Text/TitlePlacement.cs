namespace Pes.Ranking.Text;

/// <summary>A title of another classification, with the code it has there.</summary>
public readonly record struct ForeignTitle(string Code, string Title);

/// <summary>Where a title of another classification was placed.</summary>
/// <param name="IscoCode">ISCO-08 unit group.</param>
/// <param name="Share">How sure the unit group is, 0 to 1; about the share that is right (<see cref="TitlePlacement.HeldOut"/>).</param>
/// <param name="Occupation">The likeliest occupation of that group; null where only the group is known.</param>
/// <param name="OccupationShare">How sure the occupation is, at most <paramref name="Share"/>.</param>
public sealed record PlacedTitle(ForeignTitle Title, string IscoCode, double Share, string? Occupation, double OccupationShare)
{
    /// <summary>What coders may learn of it; null where too little is sure.</summary>
    public OccupationTitle? Lesson => Share <= TitlePlacement.LeastShare
        ? null
        : new(Title.Title, IscoCode, OccupationShare <= TitlePlacement.LeastShare ? null : Occupation, TitleSource.Placed);
}

/// <summary>
/// Places the titles of another classification in ours without a table from one to the other. Titles that are a label of ours vote for what
/// their code means: each title has one vote, shared by the codes that have it there and by the occupations that have it here; a title
/// that is none of our labels votes, for less, as a <see cref="TitleCoder"/> of our labels reads it. Then each title is read again, by itself
/// and by what its code means. Built once, then immutable.
/// </summary>
public sealed class TitlePlacement
{
    /// <summary>A title teaches the unit group, or the occupation, only with a share above this.</summary>
    public const double LeastShare = 0.5;

    private const int Read = 20;
    private const double ReadWeight = 0.3, Unsaid = 0.5, Doubt = 0.05, ByCodeAlone = 0.03;

    private readonly Dictionary<string, string> _groups = new(StringComparer.Ordinal);
    private readonly ILookup<string, string> _labelled;
    private readonly TitleCoder _coder;

    /// <param name="labels">Titles of our classification, those that name an occupation and those that name a unit group alone.</param>
    public TitlePlacement(IReadOnlyList<OccupationTitle> labels)
    {
        foreach (var label in labels)
        {
            _groups[ClassOf(label)] = label.IscoCode;
        }

        // A title that names an occupation says nothing more by naming its group besides.
        _labelled = labels.Select(l => (Key: KeyOf(l.Title), l.IscoCode, l.Occupation)).Where(l => l.Key.Length > 0).Distinct()
            .GroupBy(l => (l.Key, l.IscoCode)).SelectMany(g => g.Any(l => l.Occupation is not null) ? g.Where(l => l.Occupation is not null) : g)
            .ToLookup(l => l.Key, l => l.Occupation ?? l.IscoCode, StringComparer.Ordinal);
        _coder = new(labels.Select(l => new TitleExample(l.Title, ClassOf(l))));
    }

    /// <summary>Each title of which anything is known, in the order given.</summary>
    /// <param name="titles">All titles of the other classification, the names of its occupations among them.</param>
    /// <param name="crosswalk">Of some codes, what they mean: unit groups, or occupations of the labels. It takes the place of votes.</param>
    public IReadOnlyList<PlacedTitle> Place(IReadOnlyList<ForeignTitle> titles, ILookup<string, string>? crosswalk = null)
    {
        var read = titles.Select(t => t.Title).Distinct(StringComparer.Ordinal).AsParallel().Select(Reading.Of(this)).ToDictionary(r => r.Title, StringComparer.Ordinal);
        var codesWith = titles.Select(t => (t.Code, read[t.Title].Key)).Distinct().CountBy(t => t.Key, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        var meanings = titles.GroupBy(t => t.Code, t => read[t.Title], StringComparer.Ordinal).ToDictionary(
            g => g.Key,
            g => crosswalk?[g.Key].ToList() is { Count: > 0 } told ? Meaning.Of(_groups, told, 0) : Meaning.Of(_groups, Votes(g.DistinctBy(t => t.Key, StringComparer.Ordinal), codesWith), Unsaid),
            StringComparer.Ordinal);
        return [.. titles.Select(t => Placed(t, read[t.Title], meanings[t.Code])).OfType<PlacedTitle>()];
    }

    /// <summary>
    /// How far placing can be believed: the labels that a third of the voting titles are equal to are hidden, all is placed without them, and
    /// of each such title is said how sure its unit group was and whether it is that of the label.
    /// </summary>
    public static IReadOnlyList<(double Share, bool Right)> HeldOut(IReadOnlyList<OccupationTitle> labels, IReadOnlyList<ForeignTitle> titles)
    {
        var meant = labels.Select(l => (Key: KeyOf(l.Title), l.IscoCode)).Where(l => IsHidden(l.Key)).Distinct().ToLookup(l => l.Key, l => l.IscoCode, StringComparer.Ordinal);
        TitlePlacement without = new([.. labels.Where(l => !IsHidden(KeyOf(l.Title)))]);
        return
        [
            .. without.Place(titles).Select(p => (p, Meant: meant[KeyOf(p.Title.Title)].ToList())).Where(p => p.Meant.Count > 0)
                .DistinctBy(p => (p.p.Title.Code, KeyOf(p.p.Title.Title))).Select(p => (p.p.Share, p.Meant.Count <= 2 && p.Meant.Contains(p.p.IscoCode))),
        ];

        static bool IsHidden(string key) => key.Length > 0 && TitleSplit.Part(key, 3, 5) == 0;
    }

    private static string ClassOf(OccupationTitle label) => label.Occupation ?? label.IscoCode;

    // Without what stands in brackets; singular.
    private static string KeyOf(string title) => string.Concat(TitleWords.All(title.IndexOf('(', StringComparison.Ordinal) is > 0 and var bracket ? title[..bracket] : title));

    private static IEnumerable<(string, double)> Votes(IEnumerable<Reading> titles, Dictionary<string, int> codesWith) =>
        titles.SelectMany(t => t.Labelled.Count > 0
            ? t.Labelled.Select(c => (c, 1.0 / codesWith[t.Key] / t.Labelled.Count))
            : t.Coded.Select(c => (c.Code, ReadWeight * c.Confidence / codesWith[t.Key])));

    private PlacedTitle? Placed(ForeignTitle title, Reading read, Meaning code)
    {
        Dictionary<string, double> masses = new(StringComparer.Ordinal);
        List<(string Class, double Share)> own = read.Labelled.Count > 0 ? [.. read.Labelled.Select(c => (c, 1.0 / read.Labelled.Count))] : [.. read.Coded.Select(c => (c.Code, c.Confidence))];
        foreach (var (name, share) in own)
        {
            masses[name] = share * (code.OfGroup(_groups[name]) + code.Doubt);
        }

        foreach (var (name, share) in read.Labelled.Count > 0 && masses.Values.Any(m => m > 0) ? [] : code.Shares)
        {
            masses[name] = masses.GetValueOrDefault(name) + (ByCodeAlone * share);
        }

        // Words that hardly say anything, under a code that hardly means anything, leave the rest to everything else.
        var unsaid = own.Count == 0 ? 0 : code.Doubt * (1 - Math.Min(1, own.Sum(o => o.Share))) * (1 - code.Shares.Values.Sum());
        var total = masses.Values.Sum() + unsaid;
        if (masses.Values.All(m => m <= 0))
        {
            return null;
        }

        var (group, mass) = masses.GroupBy(m => _groups[m.Key], StringComparer.Ordinal).Select(g => (g.Key, Mass: g.Sum(m => m.Value))).OrderByDescending(g => g.Mass).ThenBy(g => g.Key, StringComparer.Ordinal).First();
        var best = masses.Where(m => m.Value > 0 && m.Key != group && _groups[m.Key] == group).OrderByDescending(m => m.Value).ThenBy(m => m.Key, StringComparer.Ordinal).FirstOrDefault();
        return new(title, group, mass / total, best.Key, best.Value / total);
    }

    /// <summary>What a title says by itself: the classes it is a label of, and otherwise how it is read.</summary>
    private sealed record Reading(string Title, string Key, IReadOnlyList<string> Labelled, IReadOnlyList<TitleCode> Coded)
    {
        public static Func<string, Reading> Of(TitlePlacement placement) => title =>
        {
            var key = KeyOf(title);
            IReadOnlyList<string> labelled = [.. placement._labelled[key]];
            return new(title, key, labelled, labelled.Count > 0 ? [] : placement._coder.Code(title, Read));
        };
    }

    /// <summary>What a code means: shares of the classes, and how much is left for what nobody said.</summary>
    private sealed record Meaning(Dictionary<string, double> Shares, Dictionary<string, double> Groups, double Doubt)
    {
        public double OfGroup(string isco) => Groups.GetValueOrDefault(isco);

        public static Meaning Of(Dictionary<string, string> groups, IEnumerable<(string Class, double Weight)> votes, double unsaid)
        {
            Dictionary<string, double> shares = new(StringComparer.Ordinal);
            Dictionary<string, double> ofGroups = new(StringComparer.Ordinal);
            foreach (var (name, weight) in votes)
            {
                shares[name] = shares.GetValueOrDefault(name) + weight;
            }

            var total = shares.Values.Sum() + unsaid;
            foreach (var name in shares.Keys.ToList())
            {
                shares[name] /= total;
                ofGroups[groups[name]] = ofGroups.GetValueOrDefault(groups[name]) + shares[name];
            }

            return new(shares, ofGroups, TitlePlacement.Doubt);
        }

        public static Meaning Of(Dictionary<string, string> groups, List<string> told, double doubt) => Of(groups, told.Select(name => (name, 1.0)), 0) with { Doubt = doubt };
    }
}
