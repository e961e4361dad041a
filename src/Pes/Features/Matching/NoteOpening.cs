using MediatR;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;

namespace Pes.Features.Matching;

/// <summary>
/// Notes once that a row of a kept list was opened by the officer who was shown the list, while its case is in her scope. Sent by the
/// page that the row leads to; it has no route.
/// </summary>
public static class NoteOpening
{
    [Allows(Role.Counsellor, Role.CentreManager)]
    public sealed record Command : ScopedRequest, ICommand<Done>
    {
        public required Guid RunId { get; init; }

        /// <summary>The vacancy of the row, or the case file in a list of jobseekers.</summary>
        public required Guid SubjectId { get; init; }

        public AuditSubject Subject(Done value) => new("match-opening", SubjectId);
    }

    public sealed class Handler(Database db, TimeProvider clock) : IRequestHandler<Command, Outcome<Done>>
    {
        // The other side of a row is the list's own, so one of the two is the case.
        private const string RowSql = $"""
            SELECT w.RunId, o.OpenedAt
            FROM MatchRun r
            JOIN MatchRow w ON w.RunId = r.Id AND w.SubjectId = @SubjectId
            JOIN CaseFile c ON c.Id = COALESCE(r.CaseFileId, w.SubjectId)
            LEFT JOIN MatchOpening o ON o.RunId = w.RunId AND o.SubjectId = w.SubjectId
            WHERE r.Id = @RunId AND r.AccountId = @AccountId AND {Scope.SeesCaseSql}
            """;

        private const string InsertSql = "INSERT INTO MatchOpening (RunId, SubjectId, AccountId, OpenedAt) VALUES (@RunId, @SubjectId, @AccountId, @Now)";

        public async Task<Outcome<Done>> Handle(Command command, CancellationToken cancellationToken)
        {
            var scope = command.Scope;
            var args = new { command.RunId, command.SubjectId, scope.AccountId, scope.SessionId, scope.OwnCasesOf, Now = clock.GetUtcNow().UtcDateTime };
            var row = await db.FirstOrDefaultAsync<Row>(RowSql, args, cancellationToken);
            if (row is null or { OpenedAt: not null })
            {
                return row is null ? Refusal.NotFound : new Refusal("already-in-that-state");
            }

            await db.ExecuteAsync(InsertSql, args, cancellationToken);
            return default(Done);
        }

        private sealed record Row
        {
            public required Guid RunId { get; init; }

            public required DateTime? OpenedAt { get; init; }
        }
    }
}
