using System.Text.Json.Serialization;
using MediatR;
using Microsoft.Extensions.Localization;
using Pes.Features.Reference;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Features.CaseFiles;

/// <summary>The centre manager puts a case into a counsellor's hands.</summary>
public static class AssignCounsellor
{
    [Allows(Role.CentreManager)]
    public sealed record Command : ScopedRequest, ICommand<Done>
    {
        [JsonIgnore]
        public Guid CaseFileId { get; init; }

        /// <summary>Of the case file as it was read.</summary>
        public required int Version { get; init; }

        public required Guid CounsellorId { get; init; }

        public AuditSubject Subject(Done value) => new("case-file", CaseFileId, Detail: $"counsellor={CounsellorId:D}");
    }

    public sealed class Handler(Database db, Vocabulary vocabulary, IStringLocalizer<CaseFileWords> words, TimeProvider clock) : IRequestHandler<Command, Outcome<Done>>
    {
        private const string CounsellorSql = """
            SELECT DisplayName FROM Account
            WHERE Id = @CounsellorId AND CentreId = @CentreId AND Role IN ('Counsellor', 'CentreManager') AND DisabledAt IS NULL
            """;

        private const string AssignSql = """
            UPDATE CaseFile SET CounsellorId = @CounsellorId, Version = Version + 1 WHERE Id = @CaseFileId AND Version = @Version
            """;

        public async Task<Outcome<Done>> Handle(Command command, CancellationToken cancellationToken)
        {
            var file = await CaseInScope.FindAsync(db, command.Scope, command.CaseFileId, cancellationToken);
            var name = file is null ? null : await db.FirstOrDefaultAsync<string>(CounsellorSql, new { command.CounsellorId, file.CentreId }, cancellationToken);
            if (Refuse(file, name) is { } refusal)
            {
                return refusal;
            }

            if (await db.ExecuteAsync(AssignSql, new { command.CaseFileId, command.Version, command.CounsellorId }, cancellationToken) == 0)
            {
                var theirs = await FileState.ReadAsync(db, vocabulary, words, command.CaseFileId, cancellationToken);
                return Refusal.Stale(theirs, theirs with { Counsellor = name });
            }

            await CaseTimeline.AppendAsync(
                db, file!.Id, "counsellor-assigned", command.Scope.AccountId, clock.GetUtcNow().UtcDateTime, command.CounsellorId, name, cancellationToken);
            return default(Done);
        }

        internal static Refusal? Refuse(CaseInScope? file, string? counsellor) =>
            CaseInScope.RefuseChange(file) ?? (counsellor is null ? new Refusal("counsellor-not-of-centre") : null);
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.Put("/case-files/{caseFileId:guid}/counsellor", (Guid caseFileId, Command body, ApiEdge edge) =>
                edge.Do(body with { CaseFileId = caseFileId, Scope = edge.Scope }))
            .For<Command>("Assign a counsellor to a case");
}
