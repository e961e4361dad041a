using MediatR;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Text;

namespace Pes.Features.Reference;

/// <summary>
/// Takes over which occupations need a licence or certificate by law, in the place of the shipped list. The file is the whole list:
/// what left it is closed. Lists of vacancies follow within seconds. Safe to run twice, all or nothing.
/// </summary>
public static class ImportRegulated
{
    internal const string Kind = "regulated";

    [Allows(Role.Administrator)]
    public sealed record Command : ScopedRequest, ICommand<ReferenceReport>
    {
        public required RegulatedList List { get; init; }

        public AuditSubject Subject(ReferenceReport value) =>
            new("reference", null, Detail: $"regulated added={value.Added} updated={value.Updated} retired={value.Retired} refused={value.Refused.Count}");
    }

    public sealed class Handler(Database db, TimeProvider clock) : IRequestHandler<Command, Outcome<ReferenceReport>>
    {
        private const string GroupsSql = "SELECT Code FROM OccupationGroup WHERE ValidTo IS NULL";

        private const string LicencesSql = "SELECT Code FROM CodeList WHERE List = 'licence'";

        public async Task<Outcome<ReferenceReport>> Handle(Command command, CancellationToken cancellationToken)
        {
            var groups = (await db.QueryAsync<string>(GroupsSql, ct: cancellationToken)).ToHashSet(StringComparer.Ordinal);
            if (groups.Count == 0)
            {
                return new Refusal("no-reference-data");
            }

            var licences = (await db.QueryAsync<string>(LicencesSql, ct: cancellationToken)).ToHashSet(StringComparer.Ordinal);
            var (rows, refused) = command.List.Check(groups.Contains, licences.Contains);
            var counts = await RegulatedOccupations.BringAsync(db, rows, clock.TodayInCambodia(), cancellationToken);
            var report = new ReferenceReport
            {
                Kind = Kind,
                Version = command.List.FileName,
                Read = command.List.Read,
                Added = counts.Added,
                Updated = counts.Updated,
                Retired = counts.Retired,
                Refused = refused,
            };
            await ReferenceImports.KeepAsync(db, report, command.List.Checksum, clock.GetUtcNow().UtcDateTime, cancellationToken);
            return report;
        }
    }
}
