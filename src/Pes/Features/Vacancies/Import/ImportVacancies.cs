using MediatR;
using Pes.Features.Employers;
using Pes.Features.Reference;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Text;

namespace Pes.Features.Vacancies.Import;

/// <summary>
/// Takes a file of advertisements in: understood, coded, merged with their copies, flagged where an officer has to look,
/// refused with their line where nothing can be made of them. Safe to run twice, all or nothing.
/// </summary>
public static class ImportVacancies
{
    [Allows(Role.Administrator)]
    public sealed record Command : ScopedRequest, ICommand<VacancyImportReport>
    {
        public required AdvertisementFile File { get; init; }

        /// <summary>Move publication and closing by one constant, so that the latest closing date lies 30 days ahead.</summary>
        public bool ShiftDates { get; init; }

        /// <summary>Told what is being done and how many rows that concerns.</summary>
        public Action<string, int>? Progress { get; init; }

        public AuditSubject Subject(VacancyImportReport value) =>
            new("vacancy-import", value.ImportId, Detail: $"read={value.RowsRead} added={value.Added} merged={value.Merged} refused={value.Refused.Count}");
    }

    public sealed class Handler(Database db, ISender sender, TimeProvider clock, OccupationCoder coder, SkillFinding skills, WageSettings wages)
        : IRequestHandler<Command, Outcome<VacancyImportReport>>
    {
        private const int DaysAhead = 30;

        public async Task<Outcome<VacancyImportReport>> Handle(Command command, CancellationToken cancellationToken)
        {
            var file = command.File;
            var facts = await ImportFacts.ReadAsync(db, cancellationToken);
            if (facts.Places.IsEmpty)
            {
                return new Refusal("no-reference-data");
            }

            var unknown = file.Advertisements.Where(a => !facts.KnownSources.Contains(a.SourceKey())).ToList();
            command.Progress?.Invoke("advertisements to understand", unknown.Count);
            var reader = facts.Reader(coder, skills.Finder);
            var results = unknown.AsParallel().AsOrdered().WithCancellation(cancellationToken).Select(reader.Read).ToList();
            var read = results.Where(r => r.Read is not null).Select(r => r.Read!).ToList();
            var refused = results.Where(r => r.Refused is not null).Select(r => r.Refused!).ToList();

            command.Progress?.Invoke("advertisements to compare", read.Count);
            var merging = Merging.Of(read, facts.Imported);
            var today = clock.TodayInCambodia();
            var shift = command.ShiftDates && read.Count > 0 ? today.AddDays(DaysAhead).DayNumber - read.Max(r => r.ClosesOn).DayNumber : 0;
            var report = Report(file, merging, file.Advertisements.Count - unknown.Count, refused, today, shift);
            if (merging.New.Count + merging.Copies.Count == 0 && facts.Checksums.Contains(file.Checksum))
            {
                return report;
            }

            command.Progress?.Invoke("vacancies to write", merging.New.Count);
            var employer = await sender.Send(new KeepSourceEmployer.Command { Scope = command.Scope, FileName = file.Name }, cancellationToken);
            if (employer.Refusal is { } refusal)
            {
                return refusal;
            }

            var tables = new ImportTables(db, clock.GetUtcNow().UtcDateTime, wages.RielPerDollar);
            await tables.WriteAsync(file, report, cancellationToken);
            await tables.WriteAsync(merging.New, employer.Value, file.Format, facts.LastNumber, v => StatusOf(v, today, shift), shift, cancellationToken);
            await tables.WriteSourcesAsync(report.ImportId, merging, cancellationToken);
            return report;
        }

        /// <summary>By its dates an advertisement is over or open; one that says what it may not waits for an officer.</summary>
        internal static string StatusOf(NewVacancy vacancy, DateOnly today, int shift) =>
            vacancy.ClosesOn.AddDays(shift) < today ? VacancyStatus.Closed
            : vacancy.Words.NeedsCheck ? VacancyStatus.Submitted
            : VacancyStatus.Live;

        private static VacancyImportReport Report(AdvertisementFile file, Merging merging, int alreadyThere, List<RefusedAdvertisement> refused, DateOnly today, int shift)
        {
            var added = merging.New;
            return new VacancyImportReport
            {
                ImportId = Guid.CreateVersion7(),
                RowsRead = file.Advertisements.Count,
                Added = added.Count,
                Merged = merging.Copies.Count,
                MergedExactly = merging.Copies.Count(c => c.IsExact),
                AlreadyThere = alreadyThere,
                Flagged = added.Count(v => v.Words.Flags.Count > 0),
                Coded = added.Count(v => v.Words.IscoCode is not null),
                WithThreeSkills = added.Count(v => v.Words.Skills.Count >= 3),
                WithPlace = added.Count(v => v.Words.Places.Count > 0),
                Live = added.Count(v => StatusOf(v, today, shift) == VacancyStatus.Live),
                ShiftedDays = shift,
                Flags = added.SelectMany(v => v.Words.Flags.Select(f => f.Kind)).CountBy(k => k).OrderBy(k => k.Key, StringComparer.Ordinal).ToDictionary(),
                Refused = refused,
            };
        }
    }
}
