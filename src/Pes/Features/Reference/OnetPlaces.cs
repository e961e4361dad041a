using Pes.Platform.Data;
using Pes.Ranking.Text;

namespace Pes.Features.Reference;

/// <summary>Our classification as titles of another are placed in it: its unit groups, and its titles in an order that is always the same.</summary>
internal sealed record OurTitles(IReadOnlySet<string> Groups, IReadOnlyList<OccupationTitle> Labels)
{
    private const string GroupsSql = "SELECT Code FROM OccupationGroup WHERE Level = 4 AND ValidTo IS NULL";

    /// <summary>Addresses of the ESCO occupations.</summary>
    public IReadOnlySet<string> Occupations { get; } = Labels.Select(l => l.Occupation).OfType<string>().ToHashSet(StringComparer.Ordinal);

    public static async Task<OurTitles> ReadAsync(Database db, CancellationToken ct) =>
        new((await db.QueryAsync<string>(GroupsSql, ct: ct)).ToHashSet(StringComparer.Ordinal), await new KnownTitles(db).LabelsAsync());

    public bool Says(OurTitles other) => Groups.SetEquals(other.Groups) && Labels.SequenceEqual(other.Labels);
}

/// <summary>
/// The titles of a download of O*NET, placed in our classification as it stood. It takes most of a minute of all cores, so it is made before the transaction
/// that keeps it, in which nobody else could write meanwhile; whoever keeps it asks first whether the classification still says the same.
/// </summary>
public sealed class OnetPlaces
{
    private readonly OnetDownload download;
    private readonly OnetCrosswalk? crosswalk;
    private readonly OurTitles ours;

    internal OnetPlaces(OurTitles ours, OnetDownload download, OnetCrosswalk? crosswalk, Action<string, int>? progress)
    {
        (this.ours, this.download, this.crosswalk) = (ours, download, crosswalk);
        var (titles, refused) = download.Check();
        progress?.Invoke("titles read", titles.Count);
        var codes = titles.Select(t => t.OnetCode).ToHashSet(StringComparer.Ordinal);
        var told = crosswalk?.Check(codes, ours.Occupations, ours.Groups);
        var places = new TitlePlacement(ours.Labels).Place([.. titles.Select(t => t.Foreign)], told?.Meanings).ToDictionary(p => p.Title);
        progress?.Invoke("titles placed", places.Count);
        Titles = titles.Select(t => t.At(places.GetValueOrDefault(t.Foreign))).ToDictionary(t => t.Key, StringComparer.Ordinal);
        Refused = [.. refused, .. told?.Refused ?? []];
        Told = told?.Meanings.Count;
    }

    /// <summary>By code and title.</summary>
    internal IReadOnlyDictionary<string, OnetTitleRow> Titles { get; }

    internal IReadOnlyList<RefusedRow> Refused { get; }

    /// <summary>Of how many occupations a crosswalk told what they mean; null where there is none.</summary>
    internal int? Told { get; }

    /// <summary>By the classification as it stands now; null where the import will be refused.</summary>
    /// <param name="progress">As <see cref="ImportOnet.Command.Progress"/>.</param>
    public static async Task<OnetPlaces?> OfAsync(Database db, OnetDownload download, OnetCrosswalk? crosswalk, Action<string, int>? progress, CancellationToken ct)
    {
        var now = await OurTitles.ReadAsync(db, ct);
        return await ImportOnet.RefuseAsync(db, now, download, crosswalk, ct) is null ? new(now, download, crosswalk, progress) : null;
    }

    /// <summary>Whether it says what would be made now.</summary>
    internal bool IsOf(OurTitles now, OnetDownload files, OnetCrosswalk? table) => files == download && table == crosswalk && ours.Says(now);
}
