using System.Globalization;
using MediatR;
using Pes.Features.Shared.Changes;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;

namespace Pes.Features.Matching;

/// <summary>
/// Due work of each day: how many people went from one ISCO-08 unit group to another, by the careers and placements of those whose
/// consent to statistics stands. Its value is how many pairs of groups it has.
/// </summary>
public static class CountCareerMoves
{
    /// <summary>Fewer people in a pair could be somebody.</summary>
    public const int LeastPeople = 5;

    [Allows(Role.Administrator)]
    public sealed record Command : ScopedRequest, ICommand<int>
    {
        public AuditSubject Subject(int value) => new(ProfileSubjects.CareerMoves, null, Detail: string.Create(CultureInfo.InvariantCulture, $"pairs={value}"));
    }

    public sealed class Handler(Database db) : IRequestHandler<Command, Outcome<int>>
    {
        private const string DeleteSql = "DELETE FROM CareerMove";

        // A job that a placement brought may stand in the career too: it follows itself there, which is no move.
        private const string InsertSql = """
            INSERT INTO CareerMove (FromIsco, ToIsco, Moves)
            SELECT m.Before, m.IscoCode, COUNT(*)
            FROM (SELECT s.PersonId, s.IscoCode, LAG(s.IscoCode) OVER (PARTITION BY s.PersonId ORDER BY s.StartedOn, s.IscoCode) AS Before
                  FROM (SELECT w.PersonId, w.IscoCode, w.StartedOn
                        FROM WorkHistory w
                        WHERE LEN(w.IscoCode) = 4
                        UNION ALL
                        SELECT c.PersonId, v.IscoCode, pv.StartsOn
                        FROM Placement p
                        JOIN PlacementVersion pv ON pv.PlacementId = p.Id AND pv.IsCurrent = 1
                        JOIN CaseFile c ON c.Id = p.CaseFileId
                        JOIN Vacancy v ON v.Id = p.VacancyId
                        WHERE LEN(v.IscoCode) = 4) s
                  JOIN Consent k ON k.PersonId = s.PersonId AND k.Purpose = 'statistics' AND k.WithdrawnAt IS NULL) m
            WHERE m.Before <> m.IscoCode
            GROUP BY m.Before, m.IscoCode
            HAVING COUNT(DISTINCT m.PersonId) >= @LeastPeople
            """;

        public async Task<Outcome<int>> Handle(Command request, CancellationToken cancellationToken)
        {
            await db.ExecuteAsync(DeleteSql, ct: cancellationToken);
            return await db.ExecuteAsync(InsertSql, new { LeastPeople }, cancellationToken);
        }
    }
}
