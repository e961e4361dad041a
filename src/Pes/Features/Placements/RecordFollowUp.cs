using FluentValidation;
using MediatR;
using Pes.Features.CaseFiles;
using Pes.Features.Reference;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Text;
using Pes.Platform.Web;

namespace Pes.Features.Placements;

/// <summary>What was found out at a follow-up; that nobody could be reached is a result too.</summary>
public static class RecordFollowUp
{
    [Allows(Role.Counsellor, Role.CentreManager)]
    public sealed record Command : ScopedRequest, ICommand<Done>
    {
        public Guid FollowUpId { get; init; }

        /// <summary>The version that the reader had before her.</summary>
        public required int Version { get; init; }

        /// <summary>Of the list follow-up-result.</summary>
        public required string ResultCode { get; init; }

        /// <summary>Of the list follow-up-channel.</summary>
        public required string ChannelCode { get; init; }

        public string? Note { get; init; }

        public AuditSubject Subject(Done value) => new("follow-up", FollowUpId, Detail: ResultCode);
    }

    public sealed class Validator : AbstractValidator<Command>
    {
        public Validator(Vocabulary vocabulary)
        {
            RuleFor(c => c.ResultCode).Must(code => vocabulary.Has("follow-up-result", code)).WithErrorCode("unknown-code");
            RuleFor(c => c.ChannelCode).Must(code => vocabulary.Has("follow-up-channel", code)).WithErrorCode("unknown-code");
            RuleFor(c => c.Note).MaximumLength(500);
        }
    }

    public sealed class Handler(Database db, ISender sender, Vocabulary vocabulary, TimeProvider clock) : IRequestHandler<Command, Outcome<Done>>
    {
        private const string FactsSql = $"""
            SELECT pl.CaseFileId, f.DueOn, f.Version, f.ResultCode, f.ChannelCode, f.Note, f.RecordedAt
            FROM FollowUp f
            JOIN Placement pl ON pl.Id = f.PlacementId
            JOIN CaseFile c ON c.Id = pl.CaseFileId
            WHERE f.Id = @FollowUpId AND {Scope.SeesCaseSql}
            """;

        private const string RecordSql = """
            UPDATE FollowUp
            SET ResultCode = @ResultCode, ChannelCode = @ChannelCode, Note = @Note, RecordedBy = @AccountId, RecordedAt = @Now, Version = Version + 1
            WHERE Id = @FollowUpId AND Version = @Version AND RecordedAt IS NULL
            """;

        public async Task<Outcome<Done>> Handle(Command command, CancellationToken cancellationToken)
        {
            var scope = command.Scope;
            var facts = await db.FirstOrDefaultAsync<Facts>(FactsSql, new { command.FollowUpId, scope.SessionId, scope.OwnCasesOf }, cancellationToken);
            if (Refuse(facts, command, clock.TodayInCambodia()) is { } refusal)
            {
                return refusal.InWords(Told);
            }

            var changed = await db.ExecuteAsync(
                RecordSql,
                new { command.ResultCode, command.ChannelCode, command.Note, scope.AccountId, Now = clock.GetUtcNow().UtcDateTime, command.FollowUpId, command.Version },
                cancellationToken);
            if (changed == 0)
            {
                return Refusal.Stale(facts!.Shown, new Result(command.ResultCode, command.ChannelCode, command.Note)).InWords(Told);
            }

            await sender.Send(
                new RecordCaseEvent.Command { Scope = scope, CaseFileId = facts!.CaseFileId, Kind = "follow-up-recorded", SubjectId = command.FollowUpId, Note = command.ResultCode },
                cancellationToken);
            return default(Done);
        }

        private string Told(string field, string text) => field switch
        {
            nameof(Result.ResultCode) => vocabulary.Label("follow-up-result", text),
            nameof(Result.ChannelCode) => vocabulary.Label("follow-up-channel", text),
            _ => text,
        };

        internal static Refusal? Refuse(Facts? facts, Command command, DateOnly today) => facts switch
        {
            null => Refusal.NotFound,
            // Whoever was slower sees the other's result beside her own.
            { Version: var now } when now != command.Version => Refusal.Stale(facts.Shown, new Result(command.ResultCode, command.ChannelCode, command.Note)),
            { RecordedAt: not null } => new("follow-up-recorded-already"),
            { DueOn: var due } when today < due.AddDays(-FollowUpDates.WindowDays) => new("follow-up-too-early", due.AddDays(-FollowUpDates.WindowDays)),
            _ => null,
        };
    }

    internal sealed record Result(string? ResultCode, string? ChannelCode, string? Note);

    internal sealed record Facts
    {
        public required Guid CaseFileId { get; init; }

        public required DateOnly DueOn { get; init; }

        public required int Version { get; init; }

        public required string? ResultCode { get; init; }

        public required string? ChannelCode { get; init; }

        public required string? Note { get; init; }

        public required DateTime? RecordedAt { get; init; }

        public Result Shown => new(ResultCode, ChannelCode, Note);
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.Post("/follow-ups/{followUpId:guid}/result", (Guid followUpId, Command body, ApiEdge edge) =>
                edge.Do(body with { FollowUpId = followUpId, Scope = edge.Scope }))
            .For<Command>("Record the result of a follow-up");
}
