using MediatR;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;

namespace Pes.Features.Matching;

/// <summary>
/// Keeps what an officer was told that a gain would change, from what and by which version, as <see cref="KeepMatchRun"/> keeps lists. Sent by the
/// answer itself, which has checked the scope; it has no route. Of one list it is kept once; the same told again to the same officer is kept once a day.
/// </summary>
public static class KeepGains
{
    [Allows(Role.Counsellor, Role.CentreManager)]
    public sealed record Command : ScopedRequest, ICommand<Guid>
    {
        /// <summary>One of <see cref="GainsOf"/>.</summary>
        public required string Asked { get; init; }

        public required Guid CaseFileId { get; init; }

        public Guid? VacancyId { get; init; }

        /// <summary>The kept list whose rows they are.</summary>
        public Guid? RunId { get; init; }

        public required string ModelVersion { get; init; }

        /// <summary>Live vacancies that were ranked again.</summary>
        public required int Considered { get; init; }

        public required GainInput Input { get; init; }

        public required IReadOnlyList<GainAnswer> Answers { get; init; }

        public AuditSubject Subject(Guid value) => new("gain-run", value, Detail: $"asked={Asked} model={ModelVersion} answers={Answers.Count}");
    }

    public sealed class Handler(Database db, TimeProvider clock) : IRequestHandler<Command, Outcome<Guid>>
    {
        private const string EarlierSql = """
            SELECT Id FROM GainRun
            WHERE CaseFileId = @CaseFileId AND Asked = @Asked
              AND (RunId = @RunId OR (AccountId = @AccountId AND Checksum = @Checksum AND RanAt >= @Since))
            ORDER BY Seq
            OFFSET @Skip ROWS FETCH NEXT @Take ROWS ONLY
            """;

        private const string InsertSql = """
            INSERT INTO GainRun (Id, Asked, CaseFileId, VacancyId, RunId, ModelVersion, Considered, Input, Answers, Checksum, RanAt, AccountId)
            VALUES (@Id, @Asked, @CaseFileId, @VacancyId, @RunId, @ModelVersion, @Considered, @Input, @Answers, @Checksum, @Now, @AccountId)
            """;

        public async Task<Outcome<Guid>> Handle(Command command, CancellationToken cancellationToken)
        {
            var now = clock.GetUtcNow().UtcDateTime;
            var (input, answers) = (command.Input.ToBytes(), GainAnswer.ToText(command.Answers));
            var args = new
            {
                Id = Guid.CreateVersion7(),
                command.Asked,
                command.CaseFileId,
                command.VacancyId,
                command.RunId,
                command.ModelVersion,
                command.Considered,
                Input = input,
                Answers = answers,
                Checksum = GainChecksum.Of(command.ModelVersion, command.Considered, input, answers),
                Now = now,
                command.Scope.AccountId,
                Since = now.AddDays(-1),
                Skip = 0,
                Take = 1,
            };
            if (await db.FirstOrDefaultAsync<Guid?>(EarlierSql, args, cancellationToken) is { } earlier)
            {
                return earlier;
            }

            await db.ExecuteAsync(InsertSql, args, cancellationToken);
            return args.Id;
        }
    }
}
