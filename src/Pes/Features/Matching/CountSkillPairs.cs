using System.Globalization;
using MediatR;
using Pes.Features.Shared.Changes;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;

namespace Pes.Features.Matching;

/// <summary>
/// Due work of each day: how many employers ask two skills in one published vacancy, and how many people whose consent to statistics
/// stands hold both. Its value is how many pairs are kept.
/// </summary>
public static class CountSkillPairs
{
    /// <summary>Fewer employers or people with a pair could be somebody.</summary>
    public const int LeastOwners = 5;

    [Allows(Role.Administrator)]
    public sealed record Command : ScopedRequest, ICommand<int>
    {
        public AuditSubject Subject(int value) => new(ProfileSubjects.SkillPairs, null, Detail: string.Create(CultureInfo.InvariantCulture, $"pairs={value}"));
    }

    public sealed class Handler(Database db) : IRequestHandler<Command, Outcome<int>>
    {
        private const string DeleteSql = "DELETE FROM SkillPair";

        // Each pair of one vacancy or CV once: the work grows with how many there are, not with their square.
        private const string VacanciesSql = """
            INSERT INTO SkillPair (SkillId, OtherId, Source, Owners, OfSkill, OfOther, OfAll)
            SELECT p.SkillId, p.OtherId, 'vacancies', p.Owners, a.Owners, b.Owners, n.Owners
            FROM (SELECT s.SkillId, o.SkillId AS OtherId, COUNT(DISTINCT v.EmployerId) AS Owners
                  FROM Vacancy v
                  JOIN VacancySkill s ON s.VacancyId = v.Id
                  JOIN VacancySkill o ON o.VacancyId = v.Id AND o.SkillId > s.SkillId
                  WHERE v.PublishedAt IS NOT NULL
                  GROUP BY s.SkillId, o.SkillId
                  HAVING COUNT(DISTINCT v.EmployerId) >= @LeastOwners) p
            JOIN (SELECT s.SkillId, COUNT(DISTINCT v.EmployerId) AS Owners
                  FROM Vacancy v
                  JOIN VacancySkill s ON s.VacancyId = v.Id
                  WHERE v.PublishedAt IS NOT NULL
                  GROUP BY s.SkillId) a ON a.SkillId = p.SkillId
            JOIN (SELECT s.SkillId, COUNT(DISTINCT v.EmployerId) AS Owners
                  FROM Vacancy v
                  JOIN VacancySkill s ON s.VacancyId = v.Id
                  WHERE v.PublishedAt IS NOT NULL
                  GROUP BY s.SkillId) b ON b.SkillId = p.OtherId
            CROSS JOIN (SELECT COUNT(DISTINCT v.EmployerId) AS Owners
                        FROM Vacancy v
                        JOIN VacancySkill s ON s.VacancyId = v.Id
                        WHERE v.PublishedAt IS NOT NULL) n
            """;

        private const string CvsSql = """
            INSERT INTO SkillPair (SkillId, OtherId, Source, Owners, OfSkill, OfOther, OfAll)
            SELECT p.SkillId, p.OtherId, 'cvs', p.Owners, a.Owners, b.Owners, n.Owners
            FROM (SELECT s.SkillId, o.SkillId AS OtherId, COUNT(*) AS Owners
                  FROM Consent k
                  JOIN PersonSkill s ON s.PersonId = k.PersonId
                  JOIN PersonSkill o ON o.PersonId = k.PersonId AND o.SkillId > s.SkillId
                  WHERE k.Purpose = 'statistics' AND k.WithdrawnAt IS NULL
                  GROUP BY s.SkillId, o.SkillId
                  HAVING COUNT(*) >= @LeastOwners) p
            JOIN (SELECT s.SkillId, COUNT(*) AS Owners
                  FROM Consent k
                  JOIN PersonSkill s ON s.PersonId = k.PersonId
                  WHERE k.Purpose = 'statistics' AND k.WithdrawnAt IS NULL
                  GROUP BY s.SkillId) a ON a.SkillId = p.SkillId
            JOIN (SELECT s.SkillId, COUNT(*) AS Owners
                  FROM Consent k
                  JOIN PersonSkill s ON s.PersonId = k.PersonId
                  WHERE k.Purpose = 'statistics' AND k.WithdrawnAt IS NULL
                  GROUP BY s.SkillId) b ON b.SkillId = p.OtherId
            CROSS JOIN (SELECT COUNT(DISTINCT k.PersonId) AS Owners
                        FROM Consent k
                        JOIN PersonSkill s ON s.PersonId = k.PersonId
                        WHERE k.Purpose = 'statistics' AND k.WithdrawnAt IS NULL) n
            """;

        public async Task<Outcome<int>> Handle(Command request, CancellationToken cancellationToken)
        {
            await db.ExecuteAsync(DeleteSql, ct: cancellationToken);
            return await db.ExecuteAsync(VacanciesSql, new { LeastOwners }, cancellationToken)
                + await db.ExecuteAsync(CvsSql, new { LeastOwners }, cancellationToken);
        }
    }
}
