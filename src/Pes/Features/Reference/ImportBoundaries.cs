using MediatR;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;

namespace Pes.Features.Reference;

/// <summary>Takes the outlines of the provinces over, for maps; one that is there already is replaced. Safe to run twice, all or nothing.</summary>
public static class ImportBoundaries
{
    [Allows(Role.Administrator)]
    public sealed record Command : ScopedRequest, ICommand<ReferenceReport>
    {
        public required ProvinceShapes Shapes { get; init; }

        public AuditSubject Subject(ReferenceReport value) =>
            new("reference", null, Detail: $"boundaries added={value.Added} updated={value.Updated} refused={value.Refused.Count}");
    }

    public sealed class Handler(Database db, TimeProvider clock) : IRequestHandler<Command, Outcome<ReferenceReport>>
    {
        private const string ProvincesSql = "SELECT Code, Iso, NameEn FROM Province WHERE ValidTo IS NULL";

        private const string StoredSql = "SELECT ProvinceCode, Rings, Source FROM ProvinceBoundary";

        private const string UpdateSql = "UPDATE ProvinceBoundary SET Rings = @Rings, Source = @Source, ImportedAt = @Now WHERE ProvinceCode = @ProvinceCode";

        private const string AddSql = "INSERT INTO ProvinceBoundary (ProvinceCode, Rings, Source, ImportedAt) VALUES (@ProvinceCode, @Rings, @Source, @Now)";

        public async Task<Outcome<ReferenceReport>> Handle(Command command, CancellationToken cancellationToken)
        {
            var shapes = command.Shapes;
            var provinces = await db.QueryAsync<ProvinceRow>(ProvincesSql, ct: cancellationToken);
            var stored = (await db.QueryAsync<BoundaryRow>(StoredSql, ct: cancellationToken)).ToDictionary(b => b.ProvinceCode, StringComparer.Ordinal);
            var now = clock.GetUtcNow().UtcDateTime;
            List<RefusedRow> refused = [];
            HashSet<string> seen = new(StringComparer.Ordinal);
            var (added, updated) = (0, 0);
            for (var i = 0; i < shapes.Features.Count; i++)
            {
                var (code, rings) = shapes.Features[i];
                var province = provinces.FirstOrDefault(p => p.Code == code || p.Iso == code)?.Code;
                var why = province is null ? "unknown-province" : rings is null ? "no-area" : seen.Add(province) ? null : "twice";
                if (why is not null)
                {
                    refused.Add(new RefusedRow(shapes.FileName, i + 1, why, code));
                    continue;
                }

                var old = stored.GetValueOrDefault(province!);
                if (old?.Rings == rings && old?.Source == shapes.Source)
                {
                    continue;
                }

                await db.ExecuteAsync(old is null ? AddSql : UpdateSql, new { ProvinceCode = province, Rings = rings, shapes.Source, Now = now }, cancellationToken);
                (added, updated) = old is null ? (added + 1, updated) : (added, updated + 1);
            }

            var report = new ReferenceReport
            {
                Kind = "boundaries",
                Version = shapes.FileName,
                Read = shapes.Features.Count,
                Added = added,
                Updated = updated,
                Retired = 0,
                Refused = refused,
                Notes = [.. provinces.Where(p => !seen.Contains(p.Code) && !stored.ContainsKey(p.Code)).Select(p => $"no outline for {p.Code} {p.NameEn}")],
            };
            await ReferenceImports.KeepAsync(db, report, shapes.Checksum, now, cancellationToken);
            return report;
        }

        private sealed record ProvinceRow
        {
            public required string Code { get; init; }

            public required string Iso { get; init; }

            public required string NameEn { get; init; }
        }

        private sealed record BoundaryRow
        {
            public required string ProvinceCode { get; init; }

            public required string Rings { get; init; }

            public required string Source { get; init; }
        }
    }
}
