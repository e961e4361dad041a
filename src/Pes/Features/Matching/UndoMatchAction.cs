using MediatR;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Features.Matching;

/// <summary>Takes back what an officer did with a row of a list; the record that it was done stays.</summary>
public static class UndoMatchAction
{
    [Allows(Role.Counsellor, Role.CentreManager)]
    public sealed record Command : ScopedRequest, ICommand<Done>
    {
        public required Guid ActionId { get; init; }

        public AuditSubject Subject(Done value) => new("match-action", ActionId);
    }

    public sealed class Handler(Database db, TimeProvider clock) : IRequestHandler<Command, Outcome<Done>>
    {
        private const string UndoSql = $"""
            UPDATE MatchAction SET UndoneAt = @Now
            WHERE Id = @ActionId AND UndoneAt IS NULL AND CaseFileId IN (SELECT c.Id FROM CaseFile c WHERE {Scope.SeesCaseSql})
            """;

        public async Task<Outcome<Done>> Handle(Command command, CancellationToken cancellationToken) =>
            await db.ExecuteAsync(
                UndoSql, new { command.ActionId, Now = clock.GetUtcNow().UtcDateTime, command.Scope.SessionId, command.Scope.OwnCasesOf }, cancellationToken) == 1
                ? default(Done)
                : Refusal.NotFound;
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.Delete("/match-actions/{actionId:guid}", (Guid actionId, ApiEdge edge) => edge.Do(new Command { ActionId = actionId, Scope = edge.Scope }))
            .For<Command>("Take back what was done with a row of a match list");
}
