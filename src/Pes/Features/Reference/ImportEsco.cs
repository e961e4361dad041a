using MediatR;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Text;

namespace Pes.Features.Reference;

/// <summary>
/// Takes an edition of ESCO over: occupations, skills, their relations, and the titles that jobs are coded with. A newer
/// edition updates; what left it is closed and kept; an occupation with another ISCO group is reported as moved.
/// Safe to run twice, all or nothing.
/// </summary>
public static class ImportEsco
{
    [Allows(Role.Administrator)]
    public sealed record Command : ScopedRequest, ICommand<ReferenceReport>
    {
        public required EscoDownload Download { get; init; }

        /// <summary>Told what is being done and how many rows that concerns.</summary>
        public Action<string, int>? Progress { get; init; }

        public AuditSubject Subject(ReferenceReport value) => new(
            "reference", null,
            Detail: $"esco {value.Version} added={value.Added} updated={value.Updated} retired={value.Retired} moved={value.Moved} refused={value.Refused.Count}");
    }

    public sealed class Handler(Database db, TimeProvider clock, OccupationCoder coder, SkillFinding finding) : IRequestHandler<Command, Outcome<ReferenceReport>>
    {
        public async Task<Outcome<ReferenceReport>> Handle(Command command, CancellationToken cancellationToken)
        {
            var download = command.Download;
            var tables = new EscoTables(db, clock.TodayInCambodia());
            var groups = await tables.GroupsAsync(cancellationToken);
            var last = await ReferenceImports.LastAsync(db, "esco", cancellationToken);
            if (Refuse(groups.Count, last?.Version, download.Version) is { } refusal)
            {
                return refusal;
            }

            var accepted = AcceptedEsco.From(download, groups.Select(g => g.Code).ToHashSet(StringComparer.Ordinal));
            command.Progress?.Invoke("occupations", accepted.Occupations.Count);
            var (occupations, moved) = await tables.OccupationsAsync(accepted.Occupations, cancellationToken);
            command.Progress?.Invoke("skills", accepted.Skills.Count);
            var skills = await tables.SkillsAsync(accepted.Skills, cancellationToken);
            command.Progress?.Invoke("relations", accepted.Relations.Count);
            var relations = await tables.RelationsAsync(accepted, cancellationToken);
            var skillRelations = await tables.SkillRelationsAsync(accepted, cancellationToken);
            command.Progress?.Invoke("skill list", accepted.Skills.Count);
            var listed = await new ListedSkills(db, clock.TodayInCambodia()).BringAsync(accepted.Skills, cancellationToken);
            command.Progress?.Invoke("titles", accepted.Titles.Count);
            var titles = await tables.TitlesAsync(accepted.Titles, cancellationToken);
            await tables.StampAsync(download.Version, cancellationToken);

            var report = new ReferenceReport
            {
                Kind = "esco",
                Version = download.Version,
                Read = download.Occupations.Count + download.Skills.Count + download.Relations.Count,
                Added = occupations.Added + skills.Added + relations.Added + skillRelations.Added,
                Updated = occupations.Updated + skills.Updated + relations.Updated,
                Retired = occupations.Retired + skills.Retired + relations.Retired + skillRelations.Retired,
                Moved = moved.Count,
                Refused = accepted.Refused,
                Notes =
                [
                    occupations.Line("occupations"), skills.Line("skills"), relations.Line("relations"), skillRelations.Line("relations of skills"), listed.Line("skill list"), titles.Line("titles"),
                    .. moved.Select(m => $"moved {m}"),
                    .. GroupNotes(groups, download.Groups),
                ],
            };
            await ReferenceImports.KeepAsync(db, report, download.Checksum, clock.GetUtcNow().UtcDateTime, cancellationToken);
            coder.Refresh();
            finding.Refresh();
            return report;
        }

        internal static Refusal? Refuse(int groups, string? stored, string offered) => (groups, stored) switch
        {
            (0, _) => new("no-reference-data"),
            (_, not null) when Version.TryParse(stored, out var old) && Version.TryParse(offered, out var next) && next < old => new("esco-older", offered, stored),
            _ => null,
        };

        /// <summary>Where the shipped ISCO-08 and the groups of the download are not the same.</summary>
        internal static IEnumerable<string> GroupNotes(IReadOnlyList<IscoGroupRow> shipped, IReadOnlyList<EscoIscoGroup> read)
        {
            var known = shipped.ToDictionary(g => g.Code, g => g.LabelEn, StringComparer.Ordinal);
            var published = read.Select(g => g.Code).ToHashSet(StringComparer.Ordinal);
            return read.Where(g => !known.ContainsKey(g.Code)).Select(g => $"ISCO group {g.Code} {g.LabelEn} is not among the shipped groups")
                .Concat(shipped.Where(g => !published.Contains(g.Code)).Select(g => $"ISCO group {g.Code} {g.LabelEn} is not in the download"));
        }
    }
}
