using System.Globalization;
using MediatR;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Ranking.Models;

namespace Pes.Features.RankingModels;

/// <summary>Keeps a model that was trained here as a candidate under the next name. Sent by the command line; it has no route.</summary>
public static class KeepRankingModel
{
    [Allows(Role.Administrator)]
    public sealed record Command : ScopedRequest, ICommand<string>
    {
        /// <summary>The trees; the version is given here.</summary>
        public required RankingModelFile Model { get; init; }

        public required string Trainer { get; init; }

        public required DateOnly DataFrom { get; init; }

        public required DateOnly DataTo { get; init; }

        public required int TrainingRows { get; init; }

        public required int TrainingLists { get; init; }

        /// <summary>JSON.</summary>
        public required string Options { get; init; }

        public required ModelMetrics Metrics { get; init; }

        public required ModelFairness Fairness { get; init; }

        public AuditSubject Subject(string value) => new("ranking-model", null, Detail: $"{value} trainer={Trainer}");
    }

    public sealed class Handler(Database db, TimeProvider clock) : IRequestHandler<Command, Outcome<string>>
    {
        private const string LastSql = "SELECT COUNT(*) FROM RankingModel";

        internal const string InsertSql = """
            INSERT INTO RankingModel (Id, Name, Status, Trainer, TrainedAt, TrainedBy, DataFrom, DataTo, TrainingRows, TrainingLists, Options, Metrics,
                                      Fairness, Checksum, FileBytes, Version)
            VALUES (@Id, @Name, 'candidate', @Trainer, @Now, @TrainedBy, @DataFrom, @DataTo, @TrainingRows, @TrainingLists, @Options, @Metrics,
                    @Fairness, @Checksum, @FileBytes, 1)
            """;

        public async Task<Outcome<string>> Handle(Command command, CancellationToken cancellationToken)
        {
            var name = await NextNameAsync(db, cancellationToken);
            using var bytes = new MemoryStream();
            var checksum = (command.Model with { Version = name }).Write(bytes);
            await db.ExecuteAsync(
                InsertSql,
                new
                {
                    Id = Guid.CreateVersion7(),
                    Name = name,
                    command.Trainer,
                    Now = clock.GetUtcNow().UtcDateTime,
                    TrainedBy = command.Scope.AccountId == Guid.Empty ? (Guid?)null : command.Scope.AccountId,
                    command.DataFrom,
                    command.DataTo,
                    command.TrainingRows,
                    command.TrainingLists,
                    command.Options,
                    Metrics = ReportText.Of(command.Metrics),
                    Fairness = ReportText.Of(command.Fairness),
                    Checksum = checksum,
                    FileBytes = bytes.ToArray(),
                },
                cancellationToken);
            return name;
        }

        internal static async Task<string> NextNameAsync(Database db, CancellationToken ct) =>
            "learned-" + (await db.SingleAsync<int>(LastSql, ct: ct) + 1).ToString(CultureInfo.InvariantCulture);
    }
}
