using System.Text.Json.Serialization;
using MediatR;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Features.CaseFiles;

/// <summary>The centre that was asked gives a file away or takes one over, or says no.</summary>
public static class DecideTransfer
{
    [Allows(Role.Counsellor, Role.CentreManager)]
    public sealed record Command : ScopedRequest, ICommand<Done>
    {
        [JsonIgnore]
        public Guid TransferId { get; init; }

        public required bool Accept { get; init; }

        public AuditSubject Subject(Done value) => new("transfer-request", TransferId, Detail: Accept ? "accepted" : "refused");
    }

    public sealed class Handler(Database db, PersonMessages messages, TimeProvider clock) : IRequestHandler<Command, Outcome<Done>>
    {
        private const string FactsSql = """
            SELECT t.CaseFileId, t.ToCentreId, t.DecidingCentreId, t.RequestedBy, t.DecidedAt, c.CentreId
            FROM TransferRequest t
            JOIN CaseFile c ON c.Id = t.CaseFileId
            WHERE t.Id = @TransferId
              AND t.DecidingCentreId IN (SELECT sc.CentreId FROM ScopeCentre sc WHERE sc.SessionId = @SessionId)
              AND (@OwnCasesOf IS NULL OR c.CounsellorId = @OwnCasesOf OR t.DecidingCentreId = t.ToCentreId)
            """;

        private const string DecideSql = """
            UPDATE TransferRequest SET Status = @Status, DecidedBy = @AccountId, DecidedAt = @Now WHERE Id = @TransferId AND DecidedAt IS NULL
            """;

        private const string MoveSql = """
            UPDATE CaseFile SET CentreId = @ToCentreId, CounsellorId = @CounsellorId, Version = Version + 1 WHERE Id = @CaseFileId AND CentreId = @CentreId
            """;

        public async Task<Outcome<Done>> Handle(Command command, CancellationToken cancellationToken)
        {
            var scope = command.Scope;
            var facts = await db.FirstOrDefaultAsync<Facts>(FactsSql, new { command.TransferId, scope.SessionId, scope.OwnCasesOf }, cancellationToken);
            if (Refuse(facts, command.Accept) is { } refusal)
            {
                return refusal;
            }

            var now = clock.GetUtcNow().UtcDateTime;
            var status = command.Accept ? "accepted" : "refused";
            if (await db.ExecuteAsync(DecideSql, new { command.TransferId, Status = status, scope.AccountId, Now = now }, cancellationToken) == 0)
            {
                return new Refusal("transfer-decided");
            }

            if (!command.Accept)
            {
                await CaseTimeline.AppendAsync(db, facts!.CaseFileId, "transfer-refused", scope.AccountId, now, facts.ToCentreId, ct: cancellationToken);
                return default(Done);
            }

            // Who asked for it, or who took it over, has it in hand.
            var counsellor = facts!.IsAskedFor ? facts.RequestedBy : scope.AccountId;
            if (await db.ExecuteAsync(MoveSql, new { facts.CaseFileId, facts.ToCentreId, facts.CentreId, CounsellorId = counsellor }, cancellationToken) == 0)
            {
                return new Refusal("transfer-outdated");
            }

            await CaseTimeline.AppendAsync(db, facts.CaseFileId, "transferred", scope.AccountId, now, facts.ToCentreId, ct: cancellationToken);
            await messages.TransferredAsync(facts.CaseFileId, cancellationToken);
            return default(Done);
        }

        internal static Refusal? Refuse(Facts? facts, bool accept) => facts switch
        {
            null => Refusal.NotFound,
            { DecidedAt: not null } => new("transfer-decided"),
            { IsOutdated: true } when accept => new("transfer-outdated"),
            _ => null,
        };
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.Post("/transfers/{transferId:guid}/decision", (Guid transferId, Command body, ApiEdge edge) =>
                edge.Do(body with { TransferId = transferId, Scope = edge.Scope }))
            .For<Command>("Decide a request to move a case file");

    internal sealed record Facts
    {
        public required Guid CaseFileId { get; init; }

        public required Guid ToCentreId { get; init; }

        public required Guid DecidingCentreId { get; init; }

        public required Guid RequestedBy { get; init; }

        public required DateTime? DecidedAt { get; init; }

        /// <summary>Where the file is now.</summary>
        public required Guid CentreId { get; init; }

        /// <summary>The receiving centre asked and the holding one decides; else it was offered.</summary>
        public bool IsAskedFor => DecidingCentreId != ToCentreId;

        public bool IsOutdated => CentreId == ToCentreId || (IsAskedFor && CentreId != DecidingCentreId);
    }
}
