using FluentValidation;
using MediatR;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Features.RankingModels;

/// <summary>One step back: the version in charge is retired, and the one approved before it, or the prior, makes the lists again.</summary>
public static class RollBackRanking
{
    [Allows(Role.Administrator)]
    public sealed record Command : ScopedRequest, ICommand<Done>
    {
        /// <summary>The version that she saw in charge, so that two clicks are one step.</summary>
        public Guid ModelId { get; init; }

        /// <summary>Why, in her own words; kept with the version.</summary>
        public required string Reason { get; init; }

        public AuditSubject Subject(Done value) => new("ranking-model", ModelId);
    }

    public sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(c => c.Reason).NotEmpty().MaximumLength(500);
    }

    public sealed class Handler(Database db, TimeProvider clock) : IRequestHandler<Command, Outcome<Done>>
    {
        private const string FactsSql = """
            SELECT m.Status, CASE WHEN m.ApprovalNumber = (SELECT MAX(o.ApprovalNumber) FROM RankingModel o WHERE o.Status = 'approved') THEN 1 ELSE 0 END AS IsInCharge
            FROM RankingModel m
            WHERE m.Id = @ModelId
            """;

        // Asked again where it is done: an approval in between must not find the version behind it retired.
        private const string RetireSql = """
            UPDATE RankingModel SET Status = 'retired', DecidedBy = @AccountId, DecidedAt = @Now, DecisionReason = @Reason, Version = Version + 1
            WHERE Id = @ModelId AND Status = 'approved'
              AND ApprovalNumber = (SELECT MAX(o.ApprovalNumber) FROM RankingModel o WHERE o.Status = 'approved')
            """;

        public async Task<Outcome<Done>> Handle(Command command, CancellationToken cancellationToken)
        {
            var args = new { command.ModelId, command.Reason, command.Scope.AccountId, Now = clock.GetUtcNow().UtcDateTime };
            if (Refuse(await db.FirstOrDefaultAsync<Facts>(FactsSql, args, cancellationToken)) is { } refusal)
            {
                return refusal;
            }

            return await db.ExecuteAsync(RetireSql, args, cancellationToken) == 0 ? new Refusal("model-not-in-charge") : default(Done);
        }

        internal static Refusal? Refuse(Facts? facts) => facts switch
        {
            null => Refusal.NotFound,
            { Status: not ModelStatus.Approved } or { IsInCharge: false } => new("model-not-in-charge"),
            _ => null,
        };
    }

    internal sealed record Facts
    {
        public required string Status { get; init; }

        public required bool IsInCharge { get; init; }
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.Post("/ranking-models/{modelId:guid}/roll-back", (Guid modelId, Command body, ApiEdge edge) => edge.Do(body with { ModelId = modelId, Scope = edge.Scope }))
            .For<Command>("Roll the ranking back by one version");
}
