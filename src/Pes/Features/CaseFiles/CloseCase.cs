using System.Text.Json.Serialization;
using FluentValidation;
using MediatR;
using Microsoft.Extensions.Localization;
using Pes.Features.Reference;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Features.CaseFiles;

/// <summary>Closes a case file with the reason of exit.</summary>
public static class CloseCase
{
    [Allows(Role.Counsellor, Role.CentreManager)]
    public sealed record Command : ScopedRequest, ICommand<Done>
    {
        [JsonIgnore]
        public Guid CaseFileId { get; init; }

        /// <summary>Of the case file as it was read.</summary>
        public required int Version { get; init; }

        /// <summary>A code of list exit-reason.</summary>
        public required string ReasonCode { get; init; }

        // Why she left may speak of her health; the audit chain is read by others and kept for ever.
        public AuditSubject Subject(Done value) => new("case-file", CaseFileId, Detail: "closed");
    }

    public sealed class Validator : AbstractValidator<Command>
    {
        public Validator(Vocabulary vocabulary) => RuleFor(c => c.ReasonCode).NotEmpty().OneOf(vocabulary, "exit-reason");
    }

    public sealed class Handler(Database db, Vocabulary vocabulary, IStringLocalizer<CaseFileWords> words, TimeProvider clock) : IRequestHandler<Command, Outcome<Done>>
    {
        private const string CloseSql = """
            UPDATE CaseFile SET Status = 'closed', ClosedAt = @Now, ClosedReason = @ReasonCode, Version = Version + 1
            WHERE Id = @CaseFileId AND Version = @Version AND Status = 'open'
            """;

        public async Task<Outcome<Done>> Handle(Command command, CancellationToken cancellationToken)
        {
            var file = await CaseInScope.FindAsync(db, command.Scope, command.CaseFileId, cancellationToken);
            if (CaseInScope.RefuseChange(file) is { } refusal)
            {
                return refusal;
            }

            var now = clock.GetUtcNow().UtcDateTime;
            if (await db.ExecuteAsync(CloseSql, new { command.CaseFileId, command.Version, command.ReasonCode, Now = now }, cancellationToken) == 0)
            {
                var theirs = await FileState.ReadAsync(db, vocabulary, words, command.CaseFileId, cancellationToken);
                return Refusal.Stale(theirs, theirs with { Status = words["status-closed"] });
            }

            await CaseTimeline.AppendAsync(db, file!.Id, "closed", command.Scope.AccountId, now, note: command.ReasonCode, ct: cancellationToken);
            return default(Done);
        }
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.Post("/case-files/{caseFileId:guid}/closing", (Guid caseFileId, Command body, ApiEdge edge) =>
                edge.Do(body with { CaseFileId = caseFileId, Scope = edge.Scope }))
            .For<Command>("Close a case file with the reason of exit");
}

/// <summary>What two officers may have changed of a file at once, in words for the reader.</summary>
internal sealed record FileState(string Status, string? Counsellor, string Centre)
{
    private const string ReadSql = """
        SELECT c.Status, a.DisplayName AS Counsellor, c.CentreId FROM CaseFile c LEFT JOIN Account a ON a.Id = c.CounsellorId WHERE c.Id = @CaseFileId
        """;

    public static async Task<FileState> ReadAsync(Database db, Vocabulary vocabulary, IStringLocalizer<CaseFileWords> words, Guid caseFileId, CancellationToken ct)
    {
        var row = await db.SingleAsync<Row>(ReadSql, new { CaseFileId = caseFileId }, ct);
        return new FileState(words["status-" + row.Status], row.Counsellor, vocabulary.Centre(row.CentreId));
    }

    private sealed record Row
    {
        public required string Status { get; init; }

        public required string? Counsellor { get; init; }

        public required Guid CentreId { get; init; }
    }
}
