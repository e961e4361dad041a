using FluentValidation;
using MediatR;
using Pes.Features.Reference;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Features.CaseFiles;

/// <summary>Asks another centre for a file that the duplicate search spoke of; that centre decides.</summary>
public static class RequestTransfer
{
    [Allows(Role.Counsellor, Role.CentreManager)]
    public sealed record Command : ScopedRequest, ICommand<Guid>
    {
        /// <summary>As <see cref="SearchDuplicates"/> gave it, at most an hour ago, to this account.</summary>
        public required string Reference { get; init; }

        /// <summary>A code of list transfer-reason.</summary>
        public required string ReasonCode { get; init; }

        public AuditSubject Subject(Guid value) => new("transfer-request", value, Detail: ReasonCode);
    }

    public sealed class Validator : AbstractValidator<Command>
    {
        public Validator(Vocabulary vocabulary)
        {
            RuleFor(c => c.Reference).NotEmpty().MaximumLength(1000);
            RuleFor(c => c.ReasonCode).NotEmpty().OneOf(vocabulary, "transfer-reason");
        }
    }

    public sealed class Handler(Database db, FileReferences references, TimeProvider clock) : IRequestHandler<Command, Outcome<Guid>>
    {
        private const string FactsSql = "SELECT c.CentreId FROM CaseFile c WHERE c.Id = @CaseFileId";

        public async Task<Outcome<Guid>> Handle(Command command, CancellationToken cancellationToken)
        {
            var caseFileId = references.Read(command.Reference, command.Scope.AccountId);
            var facts = caseFileId is null ? null : await db.FirstOrDefaultAsync<Facts>(FactsSql, new { CaseFileId = caseFileId }, cancellationToken);
            if (Refuse(facts, command.Scope.CentreId) is { } refusal)
            {
                return refusal;
            }

            return await Transfers.AskAsync(
                db, clock, command.Scope, caseFileId!.Value, command.Scope.CentreId!.Value, facts!.CentreId, command.ReasonCode, cancellationToken);
        }

        internal static Refusal? Refuse(Facts? facts, Guid? centreId) => (facts, centreId) switch
        {
            (_, null) => new("no-centre"),
            (null, _) => new("transfer-reference-old"),
            ({ } file, { } mine) when file.CentreId == mine => new("transfer-not-needed"),
            _ => null,
        };
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.Post("/transfers", (Command body, ApiEdge edge) => edge.Create(body with { Scope = edge.Scope }, id => $"/transfers/{id}"))
            .For<Command>("Ask another centre for a case file");

    internal sealed record Facts
    {
        public required Guid CentreId { get; init; }
    }
}

/// <summary>Writes a request to move a file; one open request a file and receiving centre.</summary>
internal static class Transfers
{
    private const string AskSql = """
        INSERT INTO TransferRequest (Id, CaseFileId, ToCentreId, DecidingCentreId, RequestedBy, RequestedAt, Reason, Status)
        SELECT @Id, @CaseFileId, @ToCentreId, @DecidingCentreId, @AccountId, @Now, @ReasonCode, 'waiting'
        WHERE NOT EXISTS (SELECT 1 FROM TransferRequest t WHERE t.CaseFileId = @CaseFileId AND t.ToCentreId = @ToCentreId AND t.DecidedAt IS NULL)
        """;

    public static async Task<Outcome<Guid>> AskAsync(
        Database db, TimeProvider clock, Scope scope, Guid caseFileId, Guid toCentreId, Guid decidingCentreId, string reasonCode, CancellationToken ct)
    {
        var (id, now) = (Guid.CreateVersion7(), clock.GetUtcNow().UtcDateTime);
        var args = new { Id = id, CaseFileId = caseFileId, ToCentreId = toCentreId, DecidingCentreId = decidingCentreId, scope.AccountId, Now = now, ReasonCode = reasonCode };
        if (await db.ExecuteAsync(AskSql, args, ct) == 0)
        {
            return new Refusal("transfer-asked-already");
        }

        await CaseTimeline.AppendAsync(db, caseFileId, "transfer-requested", scope.AccountId, now, toCentreId, ct: ct);
        return id;
    }
}
