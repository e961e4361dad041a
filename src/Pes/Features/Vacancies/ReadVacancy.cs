using MediatR;
using Pes.Features.Reference;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Text;
using Pes.Platform.Web;

namespace Pes.Features.Vacancies;

/// <summary>One vacancy whole: what it says, its state, its flags and how many people were referred to it.</summary>
public static class ReadVacancy
{
    [Allows(Role.Counsellor, Role.CentreManager, Role.Employer, Role.Monitor, Role.Administrator)]
    public sealed record Query : ScopedRequest, IQuery<Vacancy>
    {
        public required Guid VacancyId { get; init; }
    }

    public sealed record Vacancy
    {
        public required Guid Id { get; init; }

        public required string Number { get; init; }

        public required int Version { get; init; }

        public required string Status { get; init; }

        public required Guid EmployerId { get; init; }

        public required string EmployerNameEn { get; init; }

        public string? EmployerNameKm { get; init; }

        public required string EmployerStatus { get; init; }

        public required int Taken { get; init; }

        /// <summary>0 to 1 where the title was coded by the product; null where a person chose the occupation.</summary>
        public double? IscoConfidence { get; init; }

        /// <summary>Riel a month.</summary>
        public long? MonthlyWageFromKhr { get; init; }

        /// <summary>Riel a month.</summary>
        public long? MonthlyWageToKhr { get; init; }

        public DateTime? PublishedAt { get; init; }

        public DateTime? ClosedAt { get; init; }

        public string? CloseReason { get; init; }

        public string? SourceCode { get; init; }

        public required DateTime CreatedAt { get; init; }

        /// <summary>People referred to it: those of the reader's scope for staff, those who still agree for the employer.</summary>
        public required int Referrals { get; init; }

        public required int ReferralsUnanswered { get; init; }

        public VacancyContent Content { get; init; } = new();

        /// <summary>Codes of list licence that the law requires of its occupation, asked by the advertisement or not.</summary>
        public IReadOnlyList<string> LicencesByLaw { get; init; } = [];

        public IReadOnlyList<Flag> Flags { get; init; } = [];

        /// <summary>Names of the districts of its places, by code, in the reader's language.</summary>
        public IReadOnlyDictionary<string, string> Districts { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

        public string Title => VacancyWording.InReadersLanguage(Content.TitleEn, Content.TitleKm);

        public string EmployerName => VacancyWording.InReadersLanguage(EmployerNameEn, EmployerNameKm);
    }

    public sealed record Flag
    {
        public required Guid Id { get; init; }

        /// <summary>A code of list review-flag, or <c>returned</c>.</summary>
        public required string Kind { get; init; }

        public string? Words { get; init; }

        public required DateTime RaisedAt { get; init; }

        public DateTime? ResolvedAt { get; init; }

        public bool Blocks => ResolvedAt is null && PublicationCheck.Blocks(Kind);
    }

    public sealed class Handler(Database db, TimeProvider clock) : IRequestHandler<Query, Outcome<Vacancy>>
    {
        private const string VacancySql = """
            SELECT v.Id, v.Number, v.Version, v.Status, v.EmployerId, e.NameEn AS EmployerNameEn, e.NameKm AS EmployerNameKm, e.Status AS EmployerStatus,
                   v.Taken, v.IscoConfidence, v.MonthlyWageFromKhr, v.MonthlyWageToKhr, v.PublishedAt, v.ClosedAt, v.CloseReason, v.SourceCode, v.CreatedAt,
                   0 AS Referrals, 0 AS ReferralsUnanswered
            FROM Vacancy v
            JOIN Employer e ON e.Id = v.EmployerId
            WHERE v.Id = @VacancyId AND (@EmployerId IS NULL OR v.EmployerId = @EmployerId)
            """;

        private const string FlagsSql = "SELECT Id, Kind, Words, RaisedAt, ResolvedAt FROM VacancyFlag WHERE VacancyId = @VacancyId ORDER BY Seq";

        private const string DistrictsSql = """
            SELECT p.Code, p.NameEn, p.NameKm FROM VacancyPlace w JOIN Place p ON p.Code = w.DistrictCode WHERE w.VacancyId = @VacancyId
            """;

        private const string ReferralsSql = $"""
            SELECT COUNT(*) AS Sent, COUNT(CASE WHEN r.AnsweredAt IS NULL THEN 1 END) AS Unanswered
            FROM Referral r
            JOIN CaseFile c ON c.Id = r.CaseFileId
            WHERE r.VacancyId = @VacancyId AND r.ConsentWithdrawnAt IS NULL
              AND ({Scope.SeesCaseSql}
                   OR (@EmployerId IS NOT NULL
                       AND EXISTS (SELECT 1 FROM Consent k WHERE k.PersonId = c.PersonId AND k.Purpose = 'share-with-employer' AND k.WithdrawnAt IS NULL)))
            """;

        public async Task<Outcome<Vacancy>> Handle(Query request, CancellationToken cancellationToken)
        {
            var args = new { request.VacancyId, EmployerId = VacancyScope.EmployerOf(request.Scope), request.Scope.SessionId, request.Scope.OwnCasesOf };
            if (await db.FirstOrDefaultAsync<Vacancy>(VacancySql, args, cancellationToken) is not { } vacancy)
            {
                return Refusal.NotFound;
            }

            var referrals = await db.SingleAsync<ReferralCount>(ReferralsSql, args, cancellationToken);
            var content = (await VacancyRecord.ReadAsync(db, request.VacancyId, cancellationToken))!;
            return vacancy with
            {
                Content = content,
                LicencesByLaw = (await RegulatedOccupations.ReadAsync(db, clock.TodayInCambodia(), cancellationToken)).Of(content.IscoCode),
                Flags = await db.QueryAsync<Flag>(FlagsSql, args, cancellationToken),
                Districts = (await db.QueryAsync<DistrictRow>(DistrictsSql, args, cancellationToken))
                    .ToDictionary(d => d.Code, d => RequestLanguage.IsKhmer ? d.NameKm : d.NameEn, StringComparer.Ordinal),
                Referrals = referrals.Sent,
                ReferralsUnanswered = referrals.Unanswered,
            };
        }

        private sealed record DistrictRow
        {
            public required string Code { get; init; }

            public required string NameEn { get; init; }

            public required string NameKm { get; init; }
        }

        private sealed record ReferralCount
        {
            public required int Sent { get; init; }

            public required int Unanswered { get; init; }
        }
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.Get("/vacancies/{vacancyId:guid}", (Guid vacancyId, ApiEdge edge) =>
                edge.Ask(new Query { VacancyId = vacancyId, Scope = edge.Scope }))
            .For<Query>("One vacancy");
}
