using Pes.Platform.Data;
using Pes.Ranking.Text;

namespace Pes.Features.Reference;

/// <summary>
/// Brings the skills of ESCO into the skill list, so that texts, forms, profiles and ranking know them by number: an own skill of the same
/// name is that skill of ESCO, every other gets a number of its own from 100,000 up, which stays with it.
/// </summary>
internal sealed class ListedSkills(Database db, DateOnly today)
{
    /// <summary>Lower numbers are the product's own skills.</summary>
    public const int FirstOfEsco = 100_000;

    private const int LongestLabel = 200;

    private const string StoredSql = "SELECT Id, LabelEn, EscoUri, IsDigital, IsGreen, ValidTo FROM Skill";

    private const string MeansSql = "UPDATE Skill SET EscoUri = @Uri WHERE Id = @Id";

    private const string AddSql = """
        INSERT INTO Skill (Id, Code, LabelEn, LabelKm, DefinitionEn, DefinitionKm, AltEn, AltKm, IsDigital, IsGreen, IsCore, EscoUri, ValidFrom, ValidTo)
        VALUES (@Id, @Code, @LabelEn, '', '', '', '', '', @IsDigital, @IsGreen, 0, @EscoUri, @Today, NULL)
        """;

    private const string UpdateSql = "UPDATE Skill SET LabelEn = @LabelEn, IsDigital = @IsDigital, IsGreen = @IsGreen, ValidTo = NULL WHERE Id = @Id";

    private const string CloseSql = "UPDATE Skill SET ValidTo = @Today WHERE Id = @Id";

    private const string ForgetUsesSql = "DELETE FROM SkillOccupation WHERE SkillId >= @FirstOfEsco";

    private const string UsesSql = """
        INSERT INTO SkillOccupation (SkillId, IscoPrefix)
        SELECT DISTINCT s.Id, o.IscoCode
        FROM EscoOccupationSkill r
        JOIN EscoOccupation o ON o.Uri = r.OccupationUri AND o.ValidTo IS NULL
        JOIN Skill s ON s.EscoUri = r.SkillUri
        WHERE s.Id >= @FirstOfEsco
        """;

    /// <param name="edition">The skills of ESCO by their address.</param>
    public async Task<TableCounts> BringAsync(IReadOnlyDictionary<string, EscoSkillRow> edition, CancellationToken ct)
    {
        var stored = await db.QueryAsync<StoredRow>(StoredSql, ct: ct);
        var listed = stored.Where(s => s.Id >= FirstOfEsco).ToDictionary(s => s.EscoUri!, StringComparer.Ordinal);
        var own = stored.Where(s => s.Id < FirstOfEsco && s.ValidTo is null).ToList();

        // What was listed as a skill of its own stays so, since profiles have its number.
        var means = Matches(own.Select(s => (s.Id, s.LabelEn)), edition.Values.Where(s => !listed.ContainsKey(s.Uri)).Select(s => (s.Uri, s.LabelEn, s.AltLabels)));
        List<StoredRow> changed = [.. stored.Where(s => s.Id < FirstOfEsco && s.EscoUri != means.GetValueOrDefault(s.Id))];
        await db.ExecuteAsync(MeansSql, changed.Where(s => s.EscoUri is not null).Select(s => new { s.Id, Uri = (string?)null }), ct);
        await db.ExecuteAsync(MeansSql, changed.Where(s => means.ContainsKey(s.Id)).Select(s => new { s.Id, Uri = (string?)means[s.Id] }), ct);

        var matched = means.Values.ToHashSet(StringComparer.Ordinal);
        var next = Math.Max(FirstOfEsco, stored.Select(s => s.Id).DefaultIfEmpty(0).Max() + 1);
        var added = edition.Values.Where(s => !listed.ContainsKey(s.Uri) && !matched.Contains(s.Uri)).OrderBy(s => s.Uri, StringComparer.Ordinal)
            .Select((s, i) => new { Id = next + i, Code = $"esco:{s.Uri[(s.Uri.LastIndexOf('/') + 1)..]}", LabelEn = Label(s), s.IsDigital, s.IsGreen, EscoUri = s.Uri, Today = today }).ToList();
        var updated = listed.Values.Where(l => edition.TryGetValue(l.EscoUri!, out var s) && (l.LabelEn, l.IsDigital, l.IsGreen, l.ValidTo) != (Label(s), s.IsDigital, s.IsGreen, null))
            .Select(l => new { l.Id, LabelEn = Label(edition[l.EscoUri!]), edition[l.EscoUri!].IsDigital, edition[l.EscoUri!].IsGreen }).ToList();
        var gone = listed.Values.Where(l => l.ValidTo is null && !edition.ContainsKey(l.EscoUri!)).Select(l => new { l.Id, Today = today }).ToList();
        await db.ExecuteAsync(AddSql, added, ct);
        await db.ExecuteAsync(UpdateSql, updated, ct);
        await db.ExecuteAsync(CloseSql, gone, ct);
        await db.ExecuteAsync(ForgetUsesSql, new { FirstOfEsco }, ct);
        await db.ExecuteAsync(UsesSql, new { FirstOfEsco }, ct);
        return new(added.Count, updated.Count, gone.Count);
    }

    /// <summary>Which own skill is which of ESCO: by its label, which is the preferred one there, or else one of the alternative ones of one skill alone.</summary>
    internal static Dictionary<int, string> Matches(IEnumerable<(int Id, string LabelEn)> own, IEnumerable<(string Uri, string LabelEn, string AltLabels)> edition)
    {
        Dictionary<string, string> preferred = new(StringComparer.Ordinal);
        Dictionary<string, string?> alternative = new(StringComparer.Ordinal);
        foreach (var skill in edition.OrderBy(s => s.Uri, StringComparer.Ordinal))
        {
            preferred.TryAdd(KhmerText.FoldKey(skill.LabelEn), skill.Uri);
            foreach (var label in skill.AltLabels.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(KhmerText.FoldKey).Distinct(StringComparer.Ordinal))
            {
                alternative[label] = alternative.ContainsKey(label) ? null : skill.Uri;
            }
        }

        Dictionary<int, string> matches = [];
        foreach (var (id, label) in own.OrderBy(s => s.Id))
        {
            var key = KhmerText.FoldKey(label);
            if ((preferred.GetValueOrDefault(key) ?? alternative.GetValueOrDefault(key)) is { } uri && !matches.ContainsValue(uri))
            {
                matches.Add(id, uri);
            }
        }

        return matches;
    }

    private static string Label(EscoSkillRow skill) => KhmerText.SafeCut(skill.LabelEn, LongestLabel);

    private sealed record StoredRow
    {
        public required int Id { get; init; }

        public required string LabelEn { get; init; }

        public string? EscoUri { get; init; }

        public required bool IsDigital { get; init; }

        public required bool IsGreen { get; init; }

        public DateOnly? ValidTo { get; init; }
    }
}
