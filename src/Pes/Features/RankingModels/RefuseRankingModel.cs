using FluentValidation;
using MediatR;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Features.RankingModels;

/// <summary>A person says no to a candidate, for good: a better one has another name.</summary>
public static class RefuseRankingModel
{
    [Allows(Role.Administrator)]
    public sealed record Command : ScopedRequest, ICommand<Done>
    {
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
        private const string StatusSql = "SELECT Status FROM RankingModel WHERE Id = @ModelId";

        private const string RefuseSql = """
            UPDATE RankingModel SET Status = 'refused', DecidedBy = @AccountId, DecidedAt = @Now, DecisionReason = @Reason, Version = Version + 1
            WHERE Id = @ModelId AND Status = 'candidate'
            """;

        public async Task<Outcome<Done>> Handle(Command command, CancellationToken cancellationToken)
        {
            var args = new { command.ModelId, command.Reason, command.Scope.AccountId, Now = clock.GetUtcNow().UtcDateTime };
            if (Refuse(await db.FirstOrDefaultAsync<string>(StatusSql, args, cancellationToken)) is { } refusal)
            {
                return refusal;
            }

            return await db.ExecuteAsync(RefuseSql, args, cancellationToken) == 0 ? new Refusal("already-in-that-state") : default(Done);
        }

        internal static Refusal? Refuse(string? status) => status switch
        {
            null => Refusal.NotFound,
            ModelStatus.Candidate => null,
            ModelStatus.Refused => new("already-in-that-state"),
            _ => new("model-no-candidate"),
        };
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.Post("/ranking-models/{modelId:guid}/refusal", (Guid modelId, Command body, ApiEdge edge) => edge.Do(body with { ModelId = modelId, Scope = edge.Scope }))
            .For<Command>("Refuse a ranking model");
}
