using MediatR;
using Pes.Features.Matching;
using Pes.Features.Placements;
using Pes.Features.Referrals;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Text;
using Pes.Platform.Web;

namespace Pes.Features.Home;

/// <summary>What waits in front of the reader, counted in one statement: the numbers beside the words of the rail.</summary>
public static class CountWork
{
    [Allows(Role.Counsellor, Role.CentreManager, Role.Employer, Role.Administrator)]
    public sealed record Query : ScopedRequest, IQuery<Counts>;

    /// <summary>What a role has nothing to do with is 0.</summary>
    public sealed record Counts
    {
        /// <summary>Open case files in scope.</summary>
        public int OpenCases { get; init; }

        /// <summary>Referrals in scope, or to the own company, without an answer.</summary>
        public int ReferralsWaiting { get; init; }

        /// <summary>Follow-ups in scope whose window is open or past.</summary>
        public int FollowUpsDue { get; init; }

        /// <summary>Vacancies of the nation that wait for an officer's check.</summary>
        public int VacanciesToCheck { get; init; }

        /// <summary>Reports of absurd matches that wait for an answer of those in charge of the ranking.</summary>
        public int ReportsWaiting { get; init; }
    }

    public sealed class Handler(Database db, TimeProvider clock) : IRequestHandler<Query, Outcome<Counts>>
    {
        private const string StaffSql = $"""
            SELECT (SELECT COUNT(*) FROM CaseFile c WHERE c.Status = 'open' AND {Scope.SeesCaseSql}) AS OpenCases,
                   (SELECT COUNT(*) FROM Referral r JOIN CaseFile c ON c.Id = r.CaseFileId
                    WHERE r.AnsweredAt IS NULL AND r.Status = 'sent' AND {Scope.SeesCaseSql}) AS ReferralsWaiting,
                   (SELECT COUNT(*) FROM FollowUp f JOIN Placement pl ON pl.Id = f.PlacementId JOIN CaseFile c ON c.Id = pl.CaseFileId
                    WHERE f.RecordedAt IS NULL AND f.DueOn <= @Until AND {Scope.SeesCaseSql}) AS FollowUpsDue,
                   (SELECT COUNT(*) FROM Vacancy v WHERE v.Status = 'submitted') AS VacanciesToCheck
            """;

        private const string EmployerSql = $"""
            SELECT COUNT(*) AS ReferralsWaiting
            FROM Referral r
            JOIN CaseFile c ON c.Id = r.CaseFileId
            JOIN Vacancy v ON v.Id = r.VacancyId
            WHERE r.Status = 'sent' AND {ReferralScope.EmployerSeesSql}
            """;

        private const string AdministratorSql = $"SELECT COUNT(*) AS ReportsWaiting {ListMatchReports.WaitingSql}";

        public async Task<Outcome<Counts>> Handle(Query query, CancellationToken cancellationToken) => query.Scope.Role switch
        {
            Role.Employer => await db.SingleAsync<Counts>(EmployerSql, new { query.Scope.EmployerId }, cancellationToken),
            Role.Administrator => await db.SingleAsync<Counts>(AdministratorSql, new { }, cancellationToken),
            _ => await db.SingleAsync<Counts>(
                StaffSql,
                new { query.Scope.SessionId, query.Scope.OwnCasesOf, Until = clock.TodayInCambodia().AddDays(FollowUpDates.WindowDays) },
                cancellationToken),
        };
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.Get("/work-counts", (ApiEdge edge) => edge.Ask(new Query { Scope = edge.Scope })).For<Query>("How much waits: cases, referrals, follow-ups, vacancies to check, reports of matches");
}
