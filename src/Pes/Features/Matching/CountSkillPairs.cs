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
        private const string VacanciesSql = $"""
            WITH asked AS (
                SELECT v.Id AS ListId, v.EmployerId AS OwnerId, s.SkillId FROM Vacancy v JOIN VacancySkill s ON s.VacancyId = v.Id WHERE v.PublishedAt IS NOT NULL),
            {PairsSql}
            SELECT p.SkillId, p.OtherId, 'vacancies', p.Owners, a.Owners, b.Owners, n.Owners {TogetherSql}
            """;

        private const string CvsSql = $"""
            WITH asked AS (
                SELECT k.PersonId AS ListId, k.PersonId AS OwnerId, s.SkillId
                FROM Consent k JOIN PersonSkill s ON s.PersonId = k.PersonId
                WHERE k.Purpose = 'statistics' AND k.WithdrawnAt IS NULL),
            {PairsSql}
            SELECT p.SkillId, p.OtherId, 'cvs', p.Owners, a.Owners, b.Owners, n.Owners {TogetherSql}
            """;

        // Of lists of skills and whose they are.
        private const string PairsSql = """
            pairs AS (
                SELECT s.SkillId, o.SkillId AS OtherId, COUNT(DISTINCT s.OwnerId) AS Owners
                FROM asked s JOIN asked o ON o.ListId = s.ListId AND o.SkillId > s.SkillId
                GROUP BY s.SkillId, o.SkillId
                HAVING COUNT(DISTINCT s.OwnerId) >= @LeastOwners),
            each AS (SELECT SkillId, COUNT(DISTINCT OwnerId) AS Owners FROM asked GROUP BY SkillId),
            everybody AS (SELECT COUNT(DISTINCT OwnerId) AS Owners FROM asked)
            INSERT INTO SkillPair (SkillId, OtherId, Source, Owners, OfSkill, OfOther, OfAll)
            """;

        private const string TogetherSql = "FROM pairs p JOIN each a ON a.SkillId = p.SkillId JOIN each b ON b.SkillId = p.OtherId CROSS JOIN everybody n";

        public async Task<Outcome<int>> Handle(Command request, CancellationToken cancellationToken)
        {
            await db.ExecuteAsync(DeleteSql, ct: cancellationToken);
            return await db.ExecuteAsync(VacanciesSql, new { LeastOwners }, cancellationToken)
                + await db.ExecuteAsync(CvsSql, new { LeastOwners }, cancellationToken);
        }
    }
}
