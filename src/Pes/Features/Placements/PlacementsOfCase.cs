using MediatR;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Features.Placements;

/// <summary>The placements of one case with every version and follow-up: for its officers and for the jobseeker herself.</summary>
public static class PlacementsOfCase
{
    [Allows(Role.Counsellor, Role.CentreManager, Role.Jobseeker)]
    public sealed record Query : ScopedRequest, IQuery<Answer>
    {
        public required Guid CaseFileId { get; init; }
    }

    public sealed record Answer
    {
        public required Guid CaseFileId { get; init; }

        public required string Number { get; init; }

        public required string FamilyName { get; init; }

        public required string GivenName { get; init; }

        public required string FamilyNameLatin { get; init; }

        public required string GivenNameLatin { get; init; }

        public IReadOnlyList<Row> Placements { get; init; } = [];
    }

    public sealed record Row
    {
        public required Guid Id { get; init; }

        public required int Version { get; init; }

        public required string EmployerNameEn { get; init; }

        public required string? EmployerNameKm { get; init; }

        public required Guid? VacancyId { get; init; }

        public required string? TitleEn { get; init; }

        public required string? TitleKm { get; init; }

        /// <summary>The newest first.</summary>
        public IReadOnlyList<VersionRow> Versions { get; init; } = [];

        public IReadOnlyList<FollowUpRow> FollowUps { get; init; } = [];
    }

    public sealed record VersionRow
    {
        public required Guid PlacementId { get; init; }

        public required int Number { get; init; }

        public required DateOnly StartsOn { get; init; }

        public required long? MonthlyWageKhr { get; init; }

        public required int? HoursPerWeek { get; init; }

        public required string? ContractCode { get; init; }

        public required string EvidenceGrade { get; init; }

        public required string? Reason { get; init; }

        public required DateTime RecordedAt { get; init; }
    }

    public sealed record FollowUpRow
    {
        public required Guid Id { get; init; }

        public required Guid PlacementId { get; init; }

        public required int Version { get; init; }

        public required int Months { get; init; }

        public required DateOnly DueOn { get; init; }

        public required string? ResultCode { get; init; }

        public required string? ChannelCode { get; init; }

        public required DateTime? RecordedAt { get; init; }
    }

    public sealed class Handler(Database db) : IRequestHandler<Query, Outcome<Answer>>
    {
        private const string SeesSql = $"(c.PersonId = @PersonId OR {Scope.SeesCaseSql})";

        private const string CaseSql = $"""
            SELECT c.Id AS CaseFileId, c.Number, p.FamilyName, p.GivenName, p.FamilyNameLatin, p.GivenNameLatin
            FROM CaseFile c
            JOIN Person p ON p.Id = c.PersonId
            WHERE c.Id = @CaseFileId AND {SeesSql}
            """;

        private const string PlacementsSql = $"""
            SELECT pl.Id, pl.Version, e.NameEn AS EmployerNameEn, e.NameKm AS EmployerNameKm, pl.VacancyId, v.TitleEn, v.TitleKm
            FROM Placement pl
            JOIN CaseFile c ON c.Id = pl.CaseFileId
            JOIN Employer e ON e.Id = pl.EmployerId
            LEFT JOIN Vacancy v ON v.Id = pl.VacancyId
            WHERE pl.CaseFileId = @CaseFileId AND {SeesSql}
            ORDER BY pl.Seq DESC
            """;

        private const string VersionsSql = $"""
            SELECT pv.PlacementId, pv.Number, pv.StartsOn, pv.MonthlyWageKhr, pv.HoursPerWeek, pv.ContractCode, pv.EvidenceGrade, pv.Reason, pv.RecordedAt
            FROM PlacementVersion pv
            JOIN Placement pl ON pl.Id = pv.PlacementId
            JOIN CaseFile c ON c.Id = pl.CaseFileId
            WHERE pl.CaseFileId = @CaseFileId AND {SeesSql}
            ORDER BY pv.Number DESC
            """;

        private const string FollowUpsSql = $"""
            SELECT f.Id, f.PlacementId, f.Version, f.Months, f.DueOn, f.ResultCode, f.ChannelCode, f.RecordedAt
            FROM FollowUp f
            JOIN Placement pl ON pl.Id = f.PlacementId
            JOIN CaseFile c ON c.Id = pl.CaseFileId
            WHERE pl.CaseFileId = @CaseFileId AND {SeesSql}
            ORDER BY f.Months
            """;

        public async Task<Outcome<Answer>> Handle(Query request, CancellationToken cancellationToken)
        {
            var scope = request.Scope;
            var args = new { request.CaseFileId, scope.PersonId, scope.SessionId, scope.OwnCasesOf };
            if (await db.FirstOrDefaultAsync<Answer>(CaseSql, args, cancellationToken) is not { } found)
            {
                return Refusal.NotFound;
            }

            var placements = await db.QueryAsync<Row>(PlacementsSql, args, cancellationToken);
            var versions = (await db.QueryAsync<VersionRow>(VersionsSql, args, cancellationToken)).ToLookup(v => v.PlacementId);
            var followUps = (await db.QueryAsync<FollowUpRow>(FollowUpsSql, args, cancellationToken)).ToLookup(f => f.PlacementId);
            return found with
            {
                Placements = [.. placements.Select(p => p with { Versions = [.. versions[p.Id]], FollowUps = [.. followUps[p.Id]] })],
            };
        }
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.Get("/case-files/{caseFileId:guid}/placements", (Guid caseFileId, ApiEdge edge) =>
                edge.Ask(new Query { CaseFileId = caseFileId, Scope = edge.Scope }))
            .For<Query>("The placements of a case with versions and follow-ups");
}
