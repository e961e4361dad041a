using System.Text.Json.Serialization;
using FluentValidation;
using MediatR;
using Pes.Features.Reference;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Features.CaseFiles;

/// <summary>Writes the priority groups that a jobseeker says she belongs to; they serve priority and audits, never a ranking.</summary>
public static class ChangePriorityGroups
{
    internal const string ReadSql = "SELECT GroupCode FROM PersonPriorityGroup WHERE PersonId = @PersonId ORDER BY GroupCode";

    internal const string InsertSql = "INSERT INTO PersonPriorityGroup (PersonId, GroupCode) VALUES (@PersonId, @GroupCode)";

    private const string DeleteSql = "DELETE FROM PersonPriorityGroup WHERE PersonId = @PersonId";

    [Allows(Role.Counsellor, Role.CentreManager)]
    public sealed record Command : ScopedRequest, ICommand<Done>
    {
        [JsonIgnore]
        public Guid CaseFileId { get; init; }

        /// <summary>Of this list as it was read; 0 where it was never written.</summary>
        public required int Version { get; init; }

        /// <summary>Codes of list priority-group.</summary>
        public required IReadOnlyList<string> Groups { get; init; }

        public AuditSubject Subject(Done value) => new("case-file", CaseFileId, Detail: $"priority-groups={Groups.Count}");
    }

    public sealed class Validator : AbstractValidator<Command>
    {
        public Validator(Vocabulary vocabulary)
        {
            RuleFor(c => c.Groups).Distinct(10, g => g);
            RuleForEach(c => c.Groups).NotEmpty().OneOf(vocabulary, "priority-group");
        }
    }

    public sealed class Handler(ProfileLists lists, Vocabulary vocabulary) : IRequestHandler<Command, Outcome<Done>>
    {
        public Task<Outcome<Done>> Handle(Command command, CancellationToken cancellationToken) =>
            lists.ReplaceAsync(command.Scope, command.CaseFileId, command.Version, List(vocabulary), [.. command.Groups.Select(g => new Row { GroupCode = g })], cancellationToken);
    }

    internal static ProfileList<Row> List(Vocabulary vocabulary) =>
        new("priority-groups", ReadSql, DeleteSql, InsertSql, row => (vocabulary.Label("priority-group", row.GroupCode), "✓"));

    public static void Map(IEndpointRouteBuilder api) =>
        api.Put("/case-files/{caseFileId:guid}/priority-groups", (Guid caseFileId, Command body, ApiEdge edge) =>
                edge.Do(body with { CaseFileId = caseFileId, Scope = edge.Scope }))
            .For<Command>("Replace the priority groups of a jobseeker");

    internal sealed record Row
    {
        public required string GroupCode { get; init; }
    }
}
