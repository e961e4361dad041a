using System.Text.Json.Serialization;
using MediatR;
using Microsoft.Extensions.Localization;
using Pes.Features.Reference;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Features.CaseFiles;

/// <summary>Opens a closed case file again, when the jobseeker comes back.</summary>
public static class ReopenCase
{
    [Allows(Role.Counsellor, Role.CentreManager)]
    public sealed record Command : ScopedRequest, ICommand<Done>
    {
        [JsonIgnore]
        public Guid CaseFileId { get; init; }

        /// <summary>Of the case file as it was read.</summary>
        public required int Version { get; init; }

        public AuditSubject Subject(Done value) => new("case-file", CaseFileId, Detail: "reopened");
    }

    public sealed class Handler(Database db, Vocabulary vocabulary, IStringLocalizer<CaseFileWords> words, TimeProvider clock) : IRequestHandler<Command, Outcome<Done>>
    {
        private const string ReopenSql = """
            UPDATE CaseFile SET Status = 'open', ClosedAt = NULL, ClosedReason = NULL, Version = Version + 1
            WHERE Id = @CaseFileId AND Version = @Version AND Status = 'closed'
            """;

        private const string ConsentSql = """
            SELECT COUNT(*) FROM Consent WHERE PersonId = @PersonId AND Purpose = 'case-work' AND WithdrawnAt IS NULL
            """;

        public async Task<Outcome<Done>> Handle(Command command, CancellationToken cancellationToken)
        {
            var file = await CaseInScope.FindAsync(db, command.Scope, command.CaseFileId, cancellationToken);
            var consents = file is null ? 0 : await db.SingleAsync<int>(ConsentSql, new { file.PersonId }, cancellationToken);
            if (Refuse(file, consents > 0) is { } refusal)
            {
                return refusal;
            }

            if (await db.ExecuteAsync(ReopenSql, new { command.CaseFileId, command.Version }, cancellationToken) == 0)
            {
                var theirs = await FileState.ReadAsync(db, vocabulary, words, command.CaseFileId, cancellationToken);
                return Refusal.Stale(theirs, theirs with { Status = words["status-open"] });
            }

            await CaseTimeline.AppendAsync(db, file!.Id, "reopened", command.Scope.AccountId, clock.GetUtcNow().UtcDateTime, ct: cancellationToken);
            return default(Done);
        }

        internal static Refusal? Refuse(CaseInScope? file, bool agreesToCaseWork) => (file, agreesToCaseWork) switch
        {
            (null, _) => Refusal.NotFound,
            ({ Status: CaseStatus.Open }, _) => new("case-file-not-closed"),
            (_, false) => new("consent-to-case-work-needed"),
            _ => null,
        };
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.Post("/case-files/{caseFileId:guid}/reopening", (Guid caseFileId, Command body, ApiEdge edge) =>
                edge.Do(body with { CaseFileId = caseFileId, Scope = edge.Scope }))
            .For<Command>("Open a closed case file again");
}
