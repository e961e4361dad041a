using MediatR;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Text;

namespace Pes.Features.Reference;

/// <summary>
/// Takes the districts, communes and villages of a gazetteer over: new codes are added, changed names updated, codes
/// that are gone closed today. Orphans are refused. Safe to run twice, all or nothing.
/// </summary>
public static class ImportGazetteer
{
    [Allows(Role.Administrator)]
    public sealed record Command : ScopedRequest, ICommand<ReferenceReport>
    {
        public required Gazetteer Gazetteer { get; init; }

        /// <summary>Told what is being done and how many rows that concerns.</summary>
        public Action<string, int>? Progress { get; init; }

        public AuditSubject Subject(ReferenceReport value) =>
            new("reference", null, Detail: $"gazetteer added={value.Added} updated={value.Updated} retired={value.Retired} refused={value.Refused.Count}");
    }

    public sealed class Handler(Database db, TimeProvider clock) : IRequestHandler<Command, Outcome<ReferenceReport>>
    {
        private const string ProvincesSql = "SELECT Code FROM Province WHERE ValidTo IS NULL";

        private const string StoredSql = """
            SELECT Code, Level, ParentCode, ProvinceCode, TypeEn, TypeKm, NameEn, NameKm, FoldedEn, FoldedKm, Latitude, Longitude, ValidTo FROM Place
            """;

        private const string AddSql = """
            INSERT INTO Place (Code, Level, ParentCode, ProvinceCode, TypeEn, TypeKm, NameEn, NameKm, FoldedEn, FoldedKm, Latitude, Longitude, ValidFrom)
            VALUES (@Code, @Level, @ParentCode, @ProvinceCode, @TypeEn, @TypeKm, @NameEn, @NameKm, @FoldedEn, @FoldedKm, @Latitude, @Longitude, @Today)
            """;

        private const string UpdateSql = """
            UPDATE Place SET TypeEn = @TypeEn, TypeKm = @TypeKm, NameEn = @NameEn, NameKm = @NameKm, FoldedEn = @FoldedEn, FoldedKm = @FoldedKm,
                Latitude = @Latitude, Longitude = @Longitude, ValidTo = NULL
            WHERE Code = @Code
            """;

        private const string CloseSql = "UPDATE Place SET ValidTo = @Today WHERE Code = @Code";

        public async Task<Outcome<ReferenceReport>> Handle(Command command, CancellationToken cancellationToken)
        {
            var today = clock.TodayInCambodia();
            var provinces = (await db.QueryAsync<string>(ProvincesSql, ct: cancellationToken)).ToHashSet(StringComparer.Ordinal);
            if (provinces.Count == 0)
            {
                return new Refusal("no-reference-data");
            }

            var (places, refused) = command.Gazetteer.Check(provinces);
            command.Progress?.Invoke("places read", command.Gazetteer.Read);
            var stored = (await db.QueryAsync<GazetteerPlace>(StoredSql, ct: cancellationToken)).ToDictionary(p => p.Code, StringComparer.Ordinal);
            var changes = Changes<GazetteerPlace>.Between(stored, places, p => p.ValidTo is null);
            await db.ExecuteAsync(AddSql, changes.Added.Select(p => With(p, today)), cancellationToken);
            await db.ExecuteAsync(UpdateSql, changes.Changed.Select(p => With(p, today)), cancellationToken);
            await db.ExecuteAsync(CloseSql, changes.Gone.Select(code => new { Code = code, Today = today }), cancellationToken);
            command.Progress?.Invoke("places written", changes.Added.Count + changes.Changed.Count + changes.Gone.Count);

            var report = new ReferenceReport
            {
                Kind = "gazetteer",
                Version = command.Gazetteer.Version,
                Read = command.Gazetteer.Read,
                Added = changes.Added.Count,
                Updated = changes.Changed.Count,
                Retired = changes.Gone.Count,
                Refused = refused,
            };
            await ReferenceImports.KeepAsync(db, report, command.Gazetteer.Checksum, clock.GetUtcNow().UtcDateTime, cancellationToken);
            return report;
        }

        private static object With(GazetteerPlace p, DateOnly today) => new
        {
            p.Code, p.Level, p.ParentCode, p.ProvinceCode, p.TypeEn, p.TypeKm, p.NameEn, p.NameKm, p.FoldedEn, p.FoldedKm, p.Latitude, p.Longitude, Today = today,
        };
    }
}
