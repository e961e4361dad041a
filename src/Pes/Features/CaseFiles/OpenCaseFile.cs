using MediatR;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Text;
using Pes.Platform.Web;

namespace Pes.Features.CaseFiles;

/// <summary>Opens a case file: the person, what she said of herself, the timeline and what is next. Who opened it is kept.</summary>
public static class OpenCaseFile
{
    private const int MostEvents = 200;

    [Allows(Role.Counsellor, Role.CentreManager)]
    public sealed record Query : ScopedRequest, IQuery<CaseFileView>, IAuditedRead
    {
        public required Guid CaseFileId { get; init; }

        public AuditSubject Subject => new("case-file", CaseFileId);
    }

    public sealed class Handler(Database db, IdentityNumbers identities, TimeProvider clock) : IRequestHandler<Query, Outcome<CaseFileView>>
    {
        private const string FileSql = """
            SELECT c.Id, c.Number, c.PersonId, c.CentreId, c.CounsellorId, a.DisplayName AS CounsellorName, c.Status, c.OpenedAt, c.ClosedAt, c.ClosedReason, c.Version
            FROM CaseFile c
            LEFT JOIN Account a ON a.Id = c.CounsellorId
            WHERE c.Id = @CaseFileId
            """;

        private const string IdentitiesSql = "SELECT Kind, NumberProtected FROM PersonIdentity WHERE PersonId = @PersonId ORDER BY Kind";

        private const string ConsentsSql = "SELECT Purpose, GivenAt, WithdrawnAt FROM Consent WHERE PersonId = @PersonId ORDER BY GivenAt DESC";

        private const string VersionsSql = "SELECT Part, Version FROM ProfilePart WHERE PersonId = @PersonId";

        private const string EventsSql = """
            SELECT e.Id, e.At, e.Kind, e.AccountId, a.DisplayName AS AccountName, e.SubjectId, e.Note,
                   v.Id AS VacancyId, COALESCE(v.TitleKm, v.TitleEn) AS VacancyTitleKm, COALESCE(v.TitleEn, v.TitleKm) AS VacancyTitleEn,
                   COALESCE(m.NameKm, m.NameEn) AS EmployerNameKm, m.NameEn AS EmployerNameEn
            FROM CaseEvent e
            LEFT JOIN Account a ON a.Id = e.AccountId
            LEFT JOIN Referral r ON r.Id = e.SubjectId
            LEFT JOIN Vacancy v ON v.Id = COALESCE(r.VacancyId, e.SubjectId)
            LEFT JOIN Employer m ON m.Id = v.EmployerId
            WHERE e.CaseFileId = @CaseFileId
            ORDER BY e.At DESC, e.Seq DESC
            OFFSET @Skip ROWS FETCH NEXT @Take ROWS ONLY
            """;

        public async Task<Outcome<CaseFileView>> Handle(Query query, CancellationToken cancellationToken)
        {
            if (await CaseInScope.FindAsync(db, query.Scope, query.CaseFileId, cancellationToken) is not { } file)
            {
                return Refusal.NotFound;
            }

            var person = new { file.PersonId };
            var byCase = new { query.CaseFileId, Skip = 0, Take = MostEvents };
            // Before the lists: a list newer than its version is refused when it is edited, an older one would be overwritten unseen.
            var versions = await db.QueryAsync<PartVersion>(VersionsSql, person, cancellationToken);
            var part = await db.SingleAsync<PersonPart>(PersonPart.ReadSql, person, cancellationToken);
            var view = new CaseFileView
            {
                File = await db.SingleAsync<CaseFileHead>(FileSql, byCase, cancellationToken),
                Person = part,
                Places = await db.QueryAsync<PlaceName>(PlaceName.ReadSql, part, cancellationToken),
                Identities = [.. (await db.QueryAsync<IdentityRow>(IdentitiesSql, person, cancellationToken))
                    .Select(i => new IdentityView(i.Kind, identities.Masked(i.NumberProtected)))],
                Consents = await db.QueryAsync<ConsentView>(ConsentsSql, person, cancellationToken),
                Wish = await ChangeWish.ReadAsync(db, file.PersonId, cancellationToken),
                Skills = await db.QueryAsync<SkillRow>(ChangeSkills.ReadSql, person, cancellationToken),
                Jobs = await db.QueryAsync<WorkHistoryRow>(ChangeWorkHistory.ReadSql, person, cancellationToken),
                Schools = await db.QueryAsync<EducationRow>(ChangeEducation.ReadSql, person, cancellationToken),
                Languages = await db.QueryAsync<LanguageRow>(ChangeLanguages.ReadSql, person, cancellationToken),
                Licences = await db.QueryAsync<LicenceRow>(ChangeLicences.ReadSql, person, cancellationToken),
                Certificates = await db.QueryAsync<CertificateRow>(ChangeCertificates.ReadSql, person, cancellationToken),
                Needs = await db.QueryAsync<AccommodationRow>(ChangeAccommodations.ReadSql, person, cancellationToken),
                PriorityGroups = await db.QueryAsync<string>(ChangePriorityGroups.ReadSql, person, cancellationToken),
                Versions = versions.ToDictionary(v => v.Part, v => v.Version, StringComparer.Ordinal),
                Events = await db.QueryAsync<CaseEventView>(EventsSql, byCase, cancellationToken),
            };
            return view with { NextSteps = await NextSteps.OfAsync(db, view, clock.TodayInCambodia(), cancellationToken) };
        }

        private sealed record IdentityRow
        {
            public required string Kind { get; init; }

            public required string NumberProtected { get; init; }
        }

        private sealed record PartVersion
        {
            public required string Part { get; init; }

            public required int Version { get; init; }
        }
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.Get("/case-files/{caseFileId:guid}", (Guid caseFileId, ApiEdge edge) => edge.Ask(new Query { CaseFileId = caseFileId, Scope = edge.Scope }))
            .For<Query>("Open a case file");
}
