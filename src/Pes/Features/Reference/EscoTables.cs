using System.Globalization;
using Pes.Platform.Data;
using Pes.Ranking.Text;

namespace Pes.Features.Reference;

/// <summary>How many rows of one table an import changed.</summary>
internal sealed record TableCounts(int Added, int Updated, int Retired)
{
    public string Line(string what) => string.Create(CultureInfo.InvariantCulture, $"{what}: {Added} added, {Updated} updated, {Retired} retired");
}

internal sealed record IscoGroupRow
{
    public required string Code { get; init; }

    public required string LabelEn { get; init; }
}

/// <summary>Brings the tables of ESCO to an edition: only rows that differ are written.</summary>
internal sealed class EscoTables(Database db, DateOnly today)
{
    private const string GroupsSql = "SELECT Code, LabelEn FROM OccupationGroup WHERE ValidTo IS NULL";

    private const string OccupationsSql = "SELECT Uri, Code, IscoCode, LabelEn, AltLabels, ValidTo FROM EscoOccupation";

    private const string AddOccupationSql = """
        INSERT INTO EscoOccupation (Uri, Code, IscoCode, LabelEn, AltLabels, Version) VALUES (@Uri, @Code, @IscoCode, @LabelEn, @AltLabels, '')
        """;

    private const string UpdateOccupationSql = """
        UPDATE EscoOccupation SET Code = @Code, IscoCode = @IscoCode, LabelEn = @LabelEn, AltLabels = @AltLabels, ValidTo = NULL WHERE Uri = @Uri
        """;

    private const string CloseOccupationSql = "UPDATE EscoOccupation SET ValidTo = @Today WHERE Uri = @Uri";

    private const string SkillsSql = "SELECT Uri, LabelEn, AltLabels, SkillType, ReuseLevel, IsDigital, IsGreen, ValidTo FROM EscoSkill";

    private const string AddSkillSql = """
        INSERT INTO EscoSkill (Uri, LabelEn, AltLabels, SkillType, ReuseLevel, IsDigital, IsGreen, Version)
        VALUES (@Uri, @LabelEn, @AltLabels, @SkillType, @ReuseLevel, @IsDigital, @IsGreen, '')
        """;

    private const string UpdateSkillSql = """
        UPDATE EscoSkill SET LabelEn = @LabelEn, AltLabels = @AltLabels, SkillType = @SkillType, ReuseLevel = @ReuseLevel,
            IsDigital = @IsDigital, IsGreen = @IsGreen, ValidTo = NULL
        WHERE Uri = @Uri
        """;

    private const string CloseSkillSql = "UPDATE EscoSkill SET ValidTo = @Today WHERE Uri = @Uri";

    private const string RelationsSql = "SELECT OccupationUri, SkillUri, IsEssential FROM EscoOccupationSkill";

    private const string AddRelationSql = "INSERT INTO EscoOccupationSkill (OccupationUri, SkillUri, IsEssential) VALUES (@OccupationUri, @SkillUri, @IsEssential)";

    private const string UpdateRelationSql =
        "UPDATE EscoOccupationSkill SET IsEssential = @IsEssential WHERE OccupationUri = @OccupationUri AND SkillUri = @SkillUri";

    private const string DeleteRelationSql = "DELETE FROM EscoOccupationSkill WHERE OccupationUri = @OccupationUri AND SkillUri = @SkillUri";

    private const string SkillRelationsSql = "SELECT SkillUri, OtherUri, Kind FROM EscoSkillRelation";

    private const string AddSkillRelationSql = "INSERT INTO EscoSkillRelation (SkillUri, OtherUri, Kind) VALUES (@SkillUri, @OtherUri, @Kind)";

    private const string DeleteSkillRelationSql = "DELETE FROM EscoSkillRelation WHERE SkillUri = @SkillUri AND OtherUri = @OtherUri AND Kind = @Kind";

    private const string TitlesSql = "SELECT Seq, Title, IscoCode, ValidTo FROM OccupationTitle WHERE Source = 'esco'";

    private const string AddTitleSql = "INSERT INTO OccupationTitle (Title, Language, IscoCode, Source) VALUES (@Title, 'en', @IscoCode, 'esco')";

    private const string TitleValiditySql = "UPDATE OccupationTitle SET ValidTo = @ValidTo WHERE Seq = @Seq";

    private const string StampOccupationsSql = "UPDATE EscoOccupation SET Version = @Version WHERE ValidTo IS NULL AND Version <> @Version";

    private const string StampSkillsSql = "UPDATE EscoSkill SET Version = @Version WHERE ValidTo IS NULL AND Version <> @Version";

    public Task<IReadOnlyList<IscoGroupRow>> GroupsAsync(CancellationToken ct) => db.QueryAsync<IscoGroupRow>(GroupsSql, ct: ct);

    /// <summary>The counts, and a line for each occupation whose ISCO group is another one now.</summary>
    public async Task<(TableCounts Counts, IReadOnlyList<string> Moved)> OccupationsAsync(IReadOnlyDictionary<string, OccupationRow> read, CancellationToken ct)
    {
        var stored = (await db.QueryAsync<OccupationRow>(OccupationsSql, ct: ct)).ToDictionary(o => o.Uri, StringComparer.Ordinal);
        var changes = Changes<OccupationRow>.Between(stored, read, o => o.ValidTo is null);
        await db.ExecuteAsync(AddOccupationSql, changes.Added, ct);
        await db.ExecuteAsync(UpdateOccupationSql, changes.Changed, ct);
        await db.ExecuteAsync(CloseOccupationSql, changes.Gone.Select(uri => new { Uri = uri, Today = today }), ct);
        return (
            new TableCounts(changes.Added.Count, changes.Changed.Count, changes.Gone.Count),
            [.. changes.Changed.Where(o => stored[o.Uri].IscoCode != o.IscoCode).Select(o => $"{o.LabelEn}: {stored[o.Uri].IscoCode} -> {o.IscoCode}")]);
    }

    public async Task<TableCounts> SkillsAsync(IReadOnlyDictionary<string, EscoSkillRow> read, CancellationToken ct)
    {
        var stored = (await db.QueryAsync<EscoSkillRow>(SkillsSql, ct: ct)).ToDictionary(s => s.Uri, StringComparer.Ordinal);
        var changes = Changes<EscoSkillRow>.Between(stored, read, s => s.ValidTo is null);
        await db.ExecuteAsync(AddSkillSql, changes.Added, ct);
        await db.ExecuteAsync(UpdateSkillSql, changes.Changed, ct);
        await db.ExecuteAsync(CloseSkillSql, changes.Gone.Select(uri => new { Uri = uri, Today = today }), ct);
        return new TableCounts(changes.Added.Count, changes.Changed.Count, changes.Gone.Count);
    }

    /// <summary>Relations between codes of the edition are made as it has them; those of a closed code stay as they were.</summary>
    public async Task<TableCounts> RelationsAsync(AcceptedEsco edition, CancellationToken ct)
    {
        var stored = (await db.QueryAsync<RelationRow>(RelationsSql, ct: ct)).ToDictionary(r => (r.OccupationUri, r.SkillUri), r => r.IsEssential);
        var added = edition.Relations.Where(r => !stored.ContainsKey(r.Key)).Select(Row).ToList();
        var changed = edition.Relations.Where(r => stored.TryGetValue(r.Key, out var old) && old != r.Value).Select(Row).ToList();
        var gone = stored.Where(s => !edition.Relations.ContainsKey(s.Key) && edition.Occupations.ContainsKey(s.Key.OccupationUri) && edition.Skills.ContainsKey(s.Key.SkillUri))
            .Select(Row).ToList();
        await db.ExecuteAsync(AddRelationSql, added, ct);
        await db.ExecuteAsync(UpdateRelationSql, changed, ct);
        await db.ExecuteAsync(DeleteRelationSql, gone, ct);
        return new TableCounts(added.Count, changed.Count, gone.Count);
    }

    /// <inheritdoc cref="RelationsAsync"/>
    public async Task<TableCounts> SkillRelationsAsync(AcceptedEsco edition, CancellationToken ct)
    {
        var stored = (await db.QueryAsync<SkillRelationRow>(SkillRelationsSql, ct: ct)).ToHashSet();
        var wanted = edition.SkillRelations.Select(r => new SkillRelationRow { SkillUri = r.Skill, OtherUri = r.Other, Kind = r.Kind }).ToHashSet();
        var added = wanted.Except(stored).ToList();
        var gone = stored.Where(s => !wanted.Contains(s) && edition.Skills.ContainsKey(s.SkillUri)).ToList();
        await db.ExecuteAsync(AddSkillRelationSql, added, ct);
        await db.ExecuteAsync(DeleteSkillRelationSql, gone, ct);
        return new TableCounts(added.Count, 0, gone.Count);
    }

    public async Task<TableCounts> TitlesAsync(IReadOnlyCollection<TitleExample> read, CancellationToken ct)
    {
        var stored = (await db.QueryAsync<TitleRow>(TitlesSql, ct: ct)).ToDictionary(t => new TitleExample(t.Title, t.IscoCode));
        var wanted = read.ToHashSet();
        var added = read.Where(t => !stored.ContainsKey(t)).Select(t => new { t.Title, IscoCode = t.Code }).ToList();
        var opened = stored.Where(s => s.Value.ValidTo is not null && wanted.Contains(s.Key)).Select(s => new { s.Value.Seq, ValidTo = (DateOnly?)null }).ToList();
        var gone = stored.Where(s => s.Value.ValidTo is null && !wanted.Contains(s.Key)).Select(s => new { s.Value.Seq, ValidTo = (DateOnly?)today }).ToList();
        await db.ExecuteAsync(AddTitleSql, added, ct);
        await db.ExecuteAsync(TitleValiditySql, opened, ct);
        await db.ExecuteAsync(TitleValiditySql, gone, ct);
        return new TableCounts(added.Count, opened.Count, gone.Count);
    }

    /// <summary>Marks every code of the edition with it; a closed code keeps the last edition that had it.</summary>
    public async Task StampAsync(string version, CancellationToken ct)
    {
        await db.ExecuteAsync(StampOccupationsSql, new { Version = version }, ct);
        await db.ExecuteAsync(StampSkillsSql, new { Version = version }, ct);
    }

    private static RelationRow Row(KeyValuePair<(string Occupation, string Skill), bool> relation) =>
        new() { OccupationUri = relation.Key.Occupation, SkillUri = relation.Key.Skill, IsEssential = relation.Value };

    private sealed record RelationRow
    {
        public required string OccupationUri { get; init; }

        public required string SkillUri { get; init; }

        public required bool IsEssential { get; init; }
    }

    private sealed record SkillRelationRow
    {
        public required string SkillUri { get; init; }

        public required string OtherUri { get; init; }

        public required string Kind { get; init; }
    }

    private sealed record TitleRow
    {
        public required long Seq { get; init; }

        public required string Title { get; init; }

        public required string IscoCode { get; init; }

        public DateOnly? ValidTo { get; init; }
    }
}
