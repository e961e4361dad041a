using MediatR;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;

namespace Pes.Features.RankingModels;

/// <summary>Keeps how a model that may be approved fared on this installation's own outcomes. Sent by the command line; it has no route.</summary>
public static class JudgeRankingModel
{
    [Allows(Role.Administrator)]
    public sealed record Command : ScopedRequest, ICommand<Done>
    {
        public required string Name { get; init; }

        public required ModelMetrics Metrics { get; init; }

        public required ModelFairness Fairness { get; init; }

        public AuditSubject Subject(Done value) => new("ranking-model", null, Detail: Name);
    }

    public sealed class Handler(Database db) : IRequestHandler<Command, Outcome<Done>>
    {
        private const string JudgeSql = """
            UPDATE RankingModel SET Metrics = @Metrics, Fairness = @Fairness, Version = Version + 1 WHERE Name = @Name AND Status IN ('candidate', 'retired')
            """;

        public async Task<Outcome<Done>> Handle(Command command, CancellationToken cancellationToken)
        {
            var args = new { command.Name, Metrics = ReportText.Of(command.Metrics), Fairness = ReportText.Of(command.Fairness) };
            return await db.ExecuteAsync(JudgeSql, args, cancellationToken) == 0 ? Refusal.NotFound : default(Done);
        }
    }
}
