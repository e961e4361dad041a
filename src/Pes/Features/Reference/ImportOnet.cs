using MediatR;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Text;

namespace Pes.Features.Reference;

/// <summary>
/// Takes the titles of O*NET over, from which title coding learns. Each is placed in our classification, by a crosswalk where one is given and
/// otherwise by the titles that both have, and kept with how sure its place is. A newer edition updates: titles that left it are closed. Safe
/// to run twice, all or nothing; after a new edition of ESCO the same files place the titles anew.
/// </summary>
public static class ImportOnet
{
    internal const string Kind = "onet";

    [Allows(Role.Administrator)]
    public sealed record Command : ScopedRequest, ICommand<ReferenceReport>
    {
        public required OnetDownload Download { get; init; }

        public OnetCrosswalk? Crosswalk { get; init; }

        /// <summary>Made of these files beforehand. Null, or where the classification has changed since: they are made in the transaction.</summary>
        public OnetPlaces? Places { get; init; }

        /// <summary>Told what is being done and how many rows that concerns.</summary>
        public Action<string, int>? Progress { get; init; }

        public AuditSubject Subject(ReferenceReport value) => new(
            "reference", null, Detail: $"onet {value.Version} added={value.Added} updated={value.Updated} retired={value.Retired} refused={value.Refused.Count}");
    }

    internal static async Task<Refusal?> RefuseAsync(Database db, OurTitles ours, OnetDownload download, OnetCrosswalk? crosswalk, CancellationToken ct) =>
        Refuse(ours.Groups.Count, ours.Occupations.Count, crosswalk is not null, (await ReferenceImports.LastAsync(db, Kind, ct))?.Version, download.Version);

    internal static Refusal? Refuse(int groups, int occupations, bool hasCrosswalk, string? stored, string offered) => (groups, occupations, stored) switch
    {
        (0, _, _) => new("no-reference-data"),
        (_, 0, _) when !hasCrosswalk => new("onet-without-esco"),
        (_, _, not null) when Version.TryParse(stored, out var old) && Version.TryParse(offered, out var next) && next < old => new("onet-older", offered, stored),
        _ => null,
    };

    public sealed class Handler(Database db, TimeProvider clock, OccupationCoder coder) : IRequestHandler<Command, Outcome<ReferenceReport>>
    {
        private const string StoredSql = "SELECT OnetCode, Title, Kind, IscoCode, IscoShare, EscoUri, EscoShare, ValidTo FROM OnetTitle";

        private const string AddSql = """
            INSERT INTO OnetTitle (OnetCode, Title, Kind, IscoCode, IscoShare, EscoUri, EscoShare)
            VALUES (@OnetCode, @Title, @Kind, @IscoCode, @IscoShare, @EscoUri, @EscoShare)
            """;

        private const string UpdateSql = """
            UPDATE OnetTitle SET Kind = @Kind, IscoCode = @IscoCode, IscoShare = @IscoShare, EscoUri = @EscoUri, EscoShare = @EscoShare, ValidTo = NULL
            WHERE OnetCode = @OnetCode AND Title = @Title
            """;

        private const string CloseSql = "UPDATE OnetTitle SET ValidTo = @Today WHERE OnetCode = @OnetCode AND Title = @Title";

        public async Task<Outcome<ReferenceReport>> Handle(Command command, CancellationToken cancellationToken)
        {
            var ours = await OurTitles.ReadAsync(db, cancellationToken);
            if (await RefuseAsync(db, ours, command.Download, command.Crosswalk, cancellationToken) is { } refusal)
            {
                return refusal;
            }

            var places = command.Places is { } made && made.IsOf(ours, command.Download, command.Crosswalk) ? made : new(ours, command.Download, command.Crosswalk, command.Progress);
            var read = places.Titles;
            var stored = (await db.QueryAsync<OnetTitleRow>(StoredSql, ct: cancellationToken)).ToDictionary(t => t.Key, StringComparer.Ordinal);
            var changes = Changes<OnetTitleRow>.Between(stored, read, r => r.ValidTo is null);
            await db.ExecuteAsync(AddSql, changes.Added, cancellationToken);
            await db.ExecuteAsync(UpdateSql, changes.Changed, cancellationToken);
            await db.ExecuteAsync(CloseSql, changes.Gone.Select(g => new { stored[g].OnetCode, stored[g].Title, Today = clock.TodayInCambodia() }), cancellationToken);
            command.Progress?.Invoke("titles written", changes.Added.Count + changes.Changed.Count + changes.Gone.Count);

            var report = new ReferenceReport
            {
                Kind = Kind,
                Version = command.Download.Version,
                Read = command.Download.Read,
                Added = changes.Added.Count,
                Updated = changes.Changed.Count,
                Retired = changes.Gone.Count,
                Refused = places.Refused,
                Notes = [.. Notes([.. read.Values], places.Told)],
            };
            await ReferenceImports.KeepAsync(db, report, command.Download.Checksum, clock.GetUtcNow().UtcDateTime, cancellationToken);
            coder.Refresh();
            return report;
        }

        private static IEnumerable<string> Notes(List<OnetTitleRow> titles, int? ofCrosswalk)
        {
            var lessons = titles.ConvertAll(t => (t.OnetCode, t.Lesson));
            var (codes, placed) = (lessons.Select(l => l.OnetCode).Distinct(StringComparer.Ordinal).Count(), lessons.Where(l => l.Lesson is not null).Select(l => l.OnetCode).Distinct(StringComparer.Ordinal).Count());
            var (groups, occupations) = (lessons.Count(l => l.Lesson is not null), lessons.Count(l => l.Lesson?.Occupation is not null));
            yield return $"occupations: {Formats.Number(codes)}, {Formats.Number(placed)} with a title that is placed, {Formats.Number(codes - placed)} left out";
            yield return $"titles: {Formats.Number(titles.Count)}, {Formats.Number(groups)} placed in a unit group, {Formats.Number(occupations)} of them in an occupation too, {Formats.Number(titles.Count - groups)} left out as not more than half sure";
            if (ofCrosswalk is { } codesTold)
            {
                yield return $"crosswalk: {Formats.Number(codesTold)} occupations";
            }
        }
    }
}
