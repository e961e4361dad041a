using System.Text.Json;
using System.Text.Json.Serialization;
using MediatR;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Text;
using Pes.Platform.Web;

namespace Pes.Features.Referrals;

/// <summary>One referral with the CV as it was sent, not today's: for the employer while consent stands, and for the officers of the case.</summary>
public static class ReadReferral
{
    [Allows(Role.Employer, Role.Counsellor, Role.CentreManager)]
    public sealed record Query : ScopedRequest, IQuery<Answer>, IAuditedRead
    {
        public required Guid ReferralId { get; init; }

        public AuditSubject Subject => new("referral", ReferralId);
    }

    public record Answer
    {
        public required Guid Id { get; init; }

        public required int Version { get; init; }

        public required Guid CaseFileId { get; init; }

        public required Guid VacancyId { get; init; }

        public required string FamilyName { get; init; }

        public required string GivenName { get; init; }

        public required string FamilyNameLatin { get; init; }

        public required string GivenNameLatin { get; init; }

        public required string? TitleEn { get; init; }

        public required string? TitleKm { get; init; }

        public required string EmployerNameEn { get; init; }

        public required string? EmployerNameKm { get; init; }

        public required string Reason { get; init; }

        public required ReferralStatus Status { get; init; }

        public required DateTime SentAt { get; init; }

        public required DateOnly AnswerDueOn { get; init; }

        public required DateTime? AnsweredAt { get; init; }

        public required DateTime? InterviewAt { get; init; }

        public required string? InterviewPlace { get; init; }

        public required string? RefusalReasonCode { get; init; }

        public required string? AnswerNote { get; init; }

        public required DateTime? ConsentWithdrawnAt { get; init; }

        public required int OpeningsLeft { get; init; }

        public required int CvNumber { get; init; }

        /// <summary>Days until an answer is due; below 0 it is late; null once answered.</summary>
        public int? DaysLeft { get; init; }

        /// <summary>The CV of version <see cref="CvNumber"/> as its document says it.</summary>
        public JsonElement Cv { get; init; }
    }

    public sealed class Handler(Database db, TimeProvider clock) : IRequestHandler<Query, Outcome<Answer>>
    {
        private const string Sql = $"""
            SELECT r.Id, r.Version, r.CaseFileId, r.VacancyId, p.FamilyName, p.GivenName, p.FamilyNameLatin, p.GivenNameLatin, v.TitleEn, v.TitleKm,
                   e.NameEn AS EmployerNameEn, e.NameKm AS EmployerNameKm, r.Reason, r.Status, r.SentAt, r.AnswerDueOn, r.AnsweredAt, r.InterviewAt,
                   r.InterviewPlace, r.RefusalReasonCode, r.AnswerNote, r.ConsentWithdrawnAt, v.Openings - v.Taken AS OpeningsLeft,
                   cv.Number AS CvNumber, cv.Document
            FROM Referral r
            JOIN CaseFile c ON c.Id = r.CaseFileId
            JOIN Person p ON p.Id = c.PersonId
            JOIN Vacancy v ON v.Id = r.VacancyId
            JOIN Employer e ON e.Id = v.EmployerId
            JOIN CvVersion cv ON cv.Id = r.CvVersionId
            WHERE r.Id = @ReferralId AND {ReferralScope.EmployerOrOfficerSeesSql}
            """;

        public async Task<Outcome<Answer>> Handle(Query request, CancellationToken cancellationToken)
        {
            var scope = request.Scope;
            var row = await db.FirstOrDefaultAsync<Row>(Sql, new { request.ReferralId, scope.EmployerId, scope.SessionId, scope.OwnCasesOf }, cancellationToken);
            if (row is null)
            {
                return Refusal.NotFound;
            }

            using var document = JsonDocument.Parse(row.Document);
            return row with
            {
                Cv = document.RootElement.Clone(),
                Document = [],
                DaysLeft = row.AnsweredAt is null ? row.AnswerDueOn.DayNumber - clock.TodayInCambodia().DayNumber : null,
            };
        }

        private sealed record Row : Answer
        {
            [JsonIgnore]
            public byte[] Document { get; init; } = [];
        }
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.Get("/referrals/{referralId:guid}", (Guid referralId, ApiEdge edge) =>
                edge.Ask(new Query { ReferralId = referralId, Scope = edge.Scope }))
            .For<Query>("One referral with the CV that was sent");
}
