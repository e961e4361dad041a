using Pes.Platform.Data;
using Pes.Ranking.Text;

namespace Pes.Features.Reference;

/// <summary>The titles in the database that coding learns from, in an order that is always the same.</summary>
internal sealed class KnownTitles(Database db)
{
    private const string StampSql = """
        SELECT (SELECT COUNT(*) FROM OccupationTitle WHERE ValidTo IS NULL) AS Titles,
            (SELECT COALESCE(MAX(Seq), 0) FROM OccupationTitle WHERE ValidTo IS NULL) AS LastTitle,
            (SELECT COUNT(*) FROM JudgedTitle WHERE ValidTo IS NULL) AS Judged,
            (SELECT COALESCE(MAX(Seq), 0) FROM JudgedTitle WHERE ValidTo IS NULL) AS LastJudged,
            (SELECT COALESCE(MAX(Seq), 0) FROM ReferenceImport WHERE Kind = 'onet') AS LastOnet
        """;

    private const string PlainSql = """
        SELECT Title, IscoCode FROM OccupationTitle WHERE ValidTo IS NULL AND LEN(IscoCode) = 4
        UNION SELECT LabelEn, Code FROM OccupationGroup WHERE Level = 4 AND ValidTo IS NULL
        UNION SELECT LabelKm, Code FROM OccupationGroup WHERE Level = 4 AND ValidTo IS NULL AND LabelKm IS NOT NULL
        ORDER BY Title, IscoCode
        """;

    private const string JudgedSql = "SELECT Title, IscoCode, EscoUri FROM JudgedTitle WHERE ValidTo IS NULL ORDER BY Title, IscoCode, EscoUri";

    private const string OccupationsSql = "SELECT Uri, IscoCode, LabelEn, AltLabels FROM EscoOccupation WHERE ValidTo IS NULL AND LEN(IscoCode) = 4 ORDER BY Uri";

    private const string OwnSql = "SELECT Title, IscoCode FROM OccupationTitle WHERE ValidTo IS NULL AND LEN(IscoCode) = 4 AND Source = 'own' ORDER BY Title, IscoCode";

    private const string OnetSql = """
        SELECT OnetCode, Title, Kind, IscoCode, IscoShare, EscoUri, EscoShare, ValidTo FROM OnetTitle
        WHERE ValidTo IS NULL AND IscoShare > @Least
        ORDER BY OnetCode, Title
        """;

    public Task<Stamp> StampAsync() => db.SingleAsync<Stamp>(StampSql);

    /// <summary>Every title but the judged ones, with its unit group.</summary>
    public async Task<List<TitleExample>> PlainAsync() =>
        [.. (await db.QueryAsync<TitleRow>(PlainSql)).Select(r => new TitleExample(r.Title, r.IscoCode)), .. (await PlacedAsync()).Select(t => new TitleExample(t.Title, t.IscoCode))];

    /// <summary>Every title: judged, own, labels with the ESCO occupation they belong to, and those of O*NET that are placed well enough.</summary>
    public async Task<List<OccupationTitle>> AllAsync() =>
    [
        .. (await db.QueryAsync<TitleRow>(JudgedSql)).Select(r => new OccupationTitle(r.Title, r.IscoCode, r.EscoUri, TitleSource.Judged)),
        .. await LabelsAsync(), .. await PlacedAsync(),
    ];

    /// <summary>Labels with the ESCO occupation they belong to, then own titles.</summary>
    public async Task<List<OccupationTitle>> LabelsAsync()
    {
        var own = (await db.QueryAsync<TitleRow>(OwnSql)).Select(r => new OccupationTitle(r.Title, r.IscoCode, null, TitleSource.Own)).ToList();
        var labels = (await db.QueryAsync<OccupationRow>(OccupationsSql)).SelectMany(o => o.AltLabels.Split('\n').Prepend(o.LabelEn)
            .Where(l => l.Length > 0).Distinct(StringComparer.Ordinal).Select(label => new OccupationTitle(label, o.IscoCode, o.Uri, TitleSource.Label))).ToList();
        var told = own.Concat(labels).Select(t => (t.Title, t.IscoCode)).ToHashSet();
        labels.AddRange((await db.QueryAsync<TitleRow>(PlainSql)).Where(r => !told.Contains((r.Title, r.IscoCode)))
            .Select(r => new OccupationTitle(r.Title, r.IscoCode, null, TitleSource.Label)));
        return [.. labels, .. own];
    }

    private async Task<IEnumerable<OccupationTitle>> PlacedAsync() =>
        (await db.QueryAsync<OnetTitleRow>(OnetSql, new { Least = (int)(TitlePlacement.LeastShare * 1000) })).Select(r => r.Lesson).OfType<OccupationTitle>();

    /// <summary>Changes whenever the titles do.</summary>
    internal sealed record Stamp
    {
        public required long Titles { get; init; }

        public required long LastTitle { get; init; }

        public required long Judged { get; init; }

        public required long LastJudged { get; init; }

        public required long LastOnet { get; init; }
    }

    private sealed record TitleRow
    {
        public required string Title { get; init; }

        public required string IscoCode { get; init; }

        public string? EscoUri { get; init; }
    }

    private sealed record OccupationRow
    {
        public required string Uri { get; init; }

        public required string IscoCode { get; init; }

        public required string LabelEn { get; init; }

        public required string AltLabels { get; init; }
    }
}
