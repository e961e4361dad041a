using System.Globalization;
using MediatR;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Text;
using Pes.Ranking.Text;

namespace Pes.Features.Reference;

/// <summary>
/// Takes the code lists inside the executable (db/reference) into the database: new codes are added, changed labels
/// updated, codes that left the files closed on the day of the import. Safe to run twice, all or nothing.
/// </summary>
public static class LoadReference
{
    [Allows(Role.Administrator)]
    public sealed record Command : ScopedRequest, ICommand<Counts>
    {
        /// <summary>Told after each file: its name and rows.</summary>
        public Action<string, int>? Progress { get; init; }

        public AuditSubject Subject(Counts value) => new("reference", null, Detail: $"rows={value.Rows}");
    }

    public sealed record Counts(int Rows, int Added, int Closed);

    /// <summary>The product's own everyday titles, Khmer and English, with their ISCO-08 unit groups.</summary>
    public static IEnumerable<TitleExample> OwnTitles() => Handler.Read("occupation-titles").Select(r => new TitleExample(r["title"], r["isco"]));

    /// <summary>The titles of the groups of ISCO-08 in both languages, with their codes.</summary>
    public static IEnumerable<TitleExample> OfficialTitles() => Handler.Read("isco08")
        .SelectMany(r => new[] { r["label_en"], r["label_km"] }.Where(label => label.Length > 0).Select(label => new TitleExample(label, r["code"])));

    /// <summary>One file: where it goes. Columns named alike in file and table are found by <see cref="Columns"/>.</summary>
    private sealed record List(string File, string Table, string[] Keys, (string Column, Func<CsvLine, object?> Value)[] Columns);

    public sealed class Handler(Database db, TimeProvider clock) : IRequestHandler<Command, Outcome<Counts>>
    {
        public async Task<Outcome<Counts>> Handle(Command command, CancellationToken cancellationToken)
        {
            var today = clock.TodayInCambodia();
            var (rows, added, closed) = (0, 0, 0);
            foreach (var list in Lists)
            {
                var read = Read(list.File);
                foreach (var row in read)
                {
                    added += await PutAsync(list.Table, list.Keys, list.Columns, row, cancellationToken);
                }

                closed += await CloseMissingAsync(list, read, today, cancellationToken);
                rows += read.Count;
                command.Progress?.Invoke(list.File, read.Count);
            }

            // An administrator's own list stands instead of the shipped one.
            if (await ReferenceImports.LastAsync(db, ImportRegulated.Kind, cancellationToken) is null)
            {
                var shipped = RegulatedList.Shipped();
                var counts = await RegulatedOccupations.BringAsync(db, shipped, today, cancellationToken);
                (rows, added, closed) = (rows + shipped.Count, added + counts.Added, closed + counts.Retired);
            }

            var (skills, newSkills) = await SkillsAsync(cancellationToken);
            var (titles, newTitles) = await TitlesAsync(cancellationToken);
            var (centres, newCentres) = await CentresAsync(cancellationToken);
            command.Progress?.Invoke("skills, titles, centres", skills + titles + centres);
            return new Counts(rows + skills + titles + centres, added + newSkills + newTitles + newCentres, closed);
        }

        private static readonly List[] Lists =
        [
            new("provinces", "Province", ["Code"],
            [
                ("Code", r => r["code"]), ("Iso", r => r["iso"]), ("NameEn", r => r["name_en"]), ("NameKm", r => r["name_km"]),
                ("Aliases", r => r["aliases"]), ("Latitude", r => Real(r["lat"])), ("Longitude", r => Real(r["lng"])),
                ("TileColumn", r => Whole(r["tile_col"])), ("TileRow", r => Whole(r["tile_row"])), From, To,
            ]),
            new("isco08", "OccupationGroup", ["Code"], [("Code", r => r["code"]), ("Level", r => Whole(r["level"])), Parent, LabelEn, LabelKm, From, To]),
            new("isic4", "Sector", ["Code"], [("Code", r => r["code"]), ("Level", r => Whole(r["level"])), Parent, LabelEn, LabelKm, From, To]),
            new("codes", "CodeList", ["List", "Code"],
                [("List", r => r["list"]), ("Code", r => r["code"]), ("SortOrder", r => Whole(r["sort"])), LabelEn, LabelKm, From, To]),
            new("cqf", "CodeList", ["List", "Code"],
                [("List", _ => "cqf"), ("Code", r => r["code"]), ("SortOrder", r => Whole(r["code"])), LabelEn, LabelKm, From, To]),
        ];

        private static (string, Func<CsvLine, object?>) Parent => ("ParentCode", r => Empty(r["parent"]));

        private static (string, Func<CsvLine, object?>) LabelEn => ("LabelEn", r => r["label_en"]);

        private static (string, Func<CsvLine, object?>) LabelKm => ("LabelKm", r => Empty(r["label_km"]));

        private static (string, Func<CsvLine, object?>) From => ("ValidFrom", r => Date(r["valid_from"]));

        private static (string, Func<CsvLine, object?>) To => ("ValidTo", r => Empty(r["valid_to"]) is string date ? Date(date) : null);

        // Table and column names come from the lists above, never from a file.
        private async Task<int> PutAsync(
            string table, string[] keys, (string Column, Func<CsvLine, object?> Value)[] columns,
            CsvLine row, CancellationToken ct)
        {
            var args = new Dapper.DynamicParameters();
            foreach (var (column, value) in columns)
            {
                args.Add(column, value(row));
            }

            var where = string.Join(" AND ", keys.Select(k => $"{k} = @{k}"));
            var set = string.Join(", ", columns.Select(c => c.Column).Except(keys, StringComparer.Ordinal).Select(c => $"{c} = @{c}"));
            if (await db.ExecuteAsync($"UPDATE {table} SET {set} WHERE {where}", args, ct) > 0)
            {
                return 0;
            }

            await db.ExecuteAsync(
                $"INSERT INTO {table} ({string.Join(", ", columns.Select(c => c.Column))}) VALUES ({string.Join(", ", columns.Select(c => "@" + c.Column))})", args, ct);
            return 1;
        }

        private async Task<int> CloseMissingAsync(List list, List<CsvLine> read, DateOnly today, CancellationToken ct)
        {
            // Several files share CodeList; its codes are closed in the files themselves.
            if (list.Table == "CodeList")
            {
                return 0;
            }

            var kept = read.Select(r => r["code"]).ToHashSet(StringComparer.Ordinal);
            var gone = (await db.QueryAsync<string>($"SELECT Code FROM {list.Table} WHERE ValidTo IS NULL", ct: ct)).Where(code => !kept.Contains(code)).ToArray();
            foreach (var code in gone)
            {
                await db.ExecuteAsync($"UPDATE {list.Table} SET ValidTo = @Today WHERE Code = @Code", new { Today = today, Code = code }, ct);
            }

            return gone.Length;
        }

        private async Task<(int Rows, int Added)> SkillsAsync(CancellationToken ct)
        {
            var ids = (await db.QueryAsync<SkillKey>("SELECT Id, Code FROM Skill", ct: ct)).ToDictionary(s => s.Code, s => s.Id, StringComparer.Ordinal);
            var next = ids.Values.Where(id => id < ListedSkills.FirstOfEsco).DefaultIfEmpty(0).Max() + 1;
            var added = 0;
            var read = Read("skills");
            foreach (var row in read)
            {
                if (!ids.TryGetValue(row["code"], out var id))
                {
                    id = next++;
                }

                var tags = row["tags"].Split('|');
                added += await PutAsync(
                    "Skill", ["Id"],
                    [
                        ("Id", _ => id), ("Code", r => r["code"]), LabelEn, LabelKm,
                        ("DefinitionEn", r => r["definition_en"]), ("DefinitionKm", r => r["definition_km"]),
                        ("AltEn", r => r["alt_en"]), ("AltKm", r => r["alt_km"]),
                        ("IsDigital", _ => tags.Contains("digital")), ("IsGreen", _ => tags.Contains("green")), ("IsCore", _ => tags.Contains("core")), From, To,
                    ],
                    row, ct);
                await db.ExecuteAsync("DELETE FROM SkillOccupation WHERE SkillId = @Id", new { Id = id }, ct);
                foreach (var prefix in row["isco_groups"].Split('|', StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal))
                {
                    await db.ExecuteAsync("INSERT INTO SkillOccupation (SkillId, IscoPrefix) VALUES (@Id, @Prefix)", new { Id = id, Prefix = prefix }, ct);
                }
            }

            return (read.Count, added);
        }

        private async Task<(int Rows, int Added)> TitlesAsync(CancellationToken ct)
        {
            var before = await db.SingleAsync<int>("SELECT COUNT(*) FROM OccupationTitle WHERE Source = 'own'", ct: ct);
            await db.ExecuteAsync("DELETE FROM OccupationTitle WHERE Source = 'own'", ct: ct);
            var read = Read("occupation-titles");
            foreach (var row in read)
            {
                await db.ExecuteAsync(
                    "INSERT INTO OccupationTitle (Title, Language, IscoCode, Source) VALUES (@Title, @Language, @Isco, 'own')",
                    new { Title = row["title"], Language = row["lang"], Isco = row["isco"] }, ct);
            }

            return (read.Count, Math.Max(0, read.Count - before));
        }

        private async Task<(int Rows, int Added)> CentresAsync(CancellationToken ct)
        {
            var ids = (await db.QueryAsync<CentreKey>("SELECT Id, Code FROM Centre", ct: ct)).ToDictionary(c => c.Code, c => c.Id, StringComparer.Ordinal);
            var added = 0;
            var read = Read("centres");
            foreach (var row in read)
            {
                added += await PutAsync(
                    "Centre", ["Code"],
                    [
                        ("Id", r => ids.TryGetValue(r["code"], out var id) ? id : Guid.CreateVersion7()),
                        ("Code", r => r["code"]), ("ProvinceCode", r => r["province_code"]), ("NameEn", r => r["name_en"]), ("NameKm", r => r["name_km"]),
                        ("Latitude", r => Real(r["lat"])), ("Longitude", r => Real(r["lng"])), From, To,
                    ],
                    row, ct);
            }

            return (read.Count, added);
        }

        internal static List<CsvLine> Read(string file)
        {
            using var stream = typeof(LoadReference).Assembly.GetManifestResourceStream($"db/reference/{file}.csv")
                ?? throw new InvalidOperationException($"db/reference/{file}.csv is not in the executable.");
            return [.. CsvRows.Read(stream)];
        }

        private static object? Empty(string text) => text.Length == 0 ? null : text;

        private static object Whole(string text) => int.Parse(text, CultureInfo.InvariantCulture);

        private static object Real(string text) => double.Parse(text, CultureInfo.InvariantCulture);

        private static object Date(string text) => DateOnly.Parse(text, CultureInfo.InvariantCulture);

        private sealed record SkillKey
        {
            public required int Id { get; init; }

            public required string Code { get; init; }
        }

        private sealed record CentreKey
        {
            public required Guid Id { get; init; }

            public required string Code { get; init; }
        }
    }
}
