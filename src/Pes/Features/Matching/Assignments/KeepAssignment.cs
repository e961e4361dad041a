using MediatR;
using Pes.Features.RankingModels;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Ranking;
using Pes.Ranking.Allocation;
using Pes.Ranking.Pairs;

namespace Pes.Features.Matching.Assignments;

/// <summary>Keeps what was worked out, from what and by which version. Sent by <see cref="AssignmentWork"/>; it has no route.</summary>
public static class KeepAssignment
{
    [Allows(Role.Administrator)]
    public sealed record Command : ScopedRequest, ICommand<Done>
    {
        public required Guid ProposalId { get; init; }

        public required string ModelVersion { get; init; }

        public required GroupAssignmentInput Input { get; init; }

        public required IReadOnlyList<KeptRow> Rows { get; init; }

        public AuditSubject Subject(Done value) => new("assignment", ProposalId, Detail: $"model={ModelVersion} people={Rows.Count} assigned={Rows.Count(r => r.VacancyId is not null)}");
    }

    public sealed class Handler(Database db, TimeProvider clock) : IRequestHandler<Command, Outcome<Done>>
    {
        private const string ReadySql = """
            UPDATE AssignmentProposal
            SET Status = 'ready', Done = People, ClaimedUntil = NULL, ReadyAt = @Now, ModelVersion = @ModelVersion, InputChecksum = @InputChecksum, Input = @Input
            WHERE Id = @ProposalId AND ReadyAt IS NULL
            """;

        private const string RowSql = """
            INSERT INTO AssignmentRow (ProposalId, Place, CaseFileId, VacancyId, Score, Band, Reasons, Without)
            VALUES (@ProposalId, @Place, @CaseFileId, @VacancyId, @Score, @Band, @Reasons, @Without)
            """;

        public async Task<Outcome<Done>> Handle(Command command, CancellationToken cancellationToken)
        {
            var changed = await db.ExecuteAsync(
                ReadySql,
                new
                {
                    command.ProposalId,
                    command.ModelVersion,
                    Now = clock.GetUtcNow().UtcDateTime,
                    InputChecksum = GroupAssignment.ChecksumOf(command.Input, command.ModelVersion),
                    Input = KeptAssignment.Pack(command.Input),
                },
                cancellationToken);
            if (changed == 0)
            {
                return Refusal.NotFound;
            }

            foreach (var (place, row) in command.Rows.Index())
            {
                await db.ExecuteAsync(
                    RowSql, new { command.ProposalId, Place = place + 1, row.CaseFileId, row.VacancyId, row.Score, row.Band, row.Reasons, row.Without }, cancellationToken);
            }

            return default(Done);
        }
    }
}

/// <summary>What came of one person, as it is kept.</summary>
public sealed record KeptRow
{
    public required Guid CaseFileId { get; init; }

    public Guid? VacancyId { get; init; }

    public long? Score { get; init; }

    public int? Band { get; init; }

    public string? Reasons { get; init; }

    /// <summary>One of <see cref="WithoutReason"/>, where she stays without.</summary>
    public string? Without { get; init; }

    /// <summary>The assigned first, the best pair first, then those without, in the order of their ids.</summary>
    /// <param name="table">By which the reasons are told.</param>
    internal static IEnumerable<KeptRow> Of(GroupAssignmentInput input, IReadOnlyList<AssignedPerson> found, RankingVersion version, ReasonTable table = ReasonTable.Today) =>
        found.Select((one, person) => Of(input, one, input.People[person], version, table))
            .OrderBy(row => row.VacancyId is null).ThenByDescending(row => row.Score).ThenBy(row => row.CaseFileId);

    private static KeptRow Of(GroupAssignmentInput input, AssignedPerson one, JobseekerProfile person, RankingVersion version, ReasonTable table)
    {
        if (one.Vacancy < 0)
        {
            return new() { CaseFileId = person.Id, Without = one.Suiting == 0 ? WithoutReason.NoneFits : WithoutReason.AllTaken };
        }

        var match = version.Explain(person, input.Vacancies[one.Vacancy], input.Today, table);
        return new() { CaseFileId = person.Id, VacancyId = match.Id, Score = match.Score, Band = match.Band, Reasons = RowRecord.Of(match) };
    }
}
