using System.Text.Json.Serialization;
using FluentValidation;
using MediatR;
using Pes.Features.Reference;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Features.CaseFiles;

/// <summary>Writes the skills of a jobseeker with their levels.</summary>
public static class ChangeSkills
{
    internal const string ReadSql = """
        SELECT SkillId, Level FROM PersonSkill WHERE PersonId = @PersonId ORDER BY Level DESC, SkillId
        """;

    private const string DeleteSql = "DELETE FROM PersonSkill WHERE PersonId = @PersonId";

    private const string InsertSql = """
        INSERT INTO PersonSkill (PersonId, SkillId, Level) VALUES (@PersonId, @SkillId, @Level)
        """;

    [Allows(Role.Counsellor, Role.CentreManager)]
    public sealed record Command : ScopedRequest, ICommand<Done>
    {
        [JsonIgnore]
        public Guid CaseFileId { get; init; }

        /// <summary>Of this list as it was read; 0 where it was never written.</summary>
        public required int Version { get; init; }

        public required IReadOnlyList<SkillRow> Skills { get; init; }

        public AuditSubject Subject(Done value) => new("case-file", CaseFileId, Detail: $"skills={Skills.Count}");
    }

    public sealed class Validator : AbstractValidator<Command>
    {
        public Validator(Vocabulary vocabulary)
        {
            RuleFor(c => c.Skills).Distinct(60, r => r.SkillId);
            RuleForEach(c => c.Skills).NotNull().ChildRules(row =>
            {
                row.RuleFor(r => r.SkillId).Must(vocabulary.Skills.ContainsKey).WithErrorCode("unknown-code");
                row.RuleFor(r => r.Level).InclusiveBetween(1, 4);
            });
        }
    }

    public sealed class Handler(ProfileLists lists, Vocabulary vocabulary) : IRequestHandler<Command, Outcome<Done>>
    {
        public Task<Outcome<Done>> Handle(Command command, CancellationToken cancellationToken) =>
            lists.ReplaceAsync(command.Scope, command.CaseFileId, command.Version, List(vocabulary), command.Skills, cancellationToken);
    }

    internal static ProfileList<SkillRow> List(Vocabulary vocabulary) =>
        new("skills", ReadSql, DeleteSql, InsertSql, row => (vocabulary.Skill(row.SkillId), vocabulary.Label("skill-level", $"{row.Level}")));

    public static void Map(IEndpointRouteBuilder api) =>
        api.Put("/case-files/{caseFileId:guid}/skills", (Guid caseFileId, Command body, ApiEdge edge) =>
                edge.Do(body with { CaseFileId = caseFileId, Scope = edge.Scope }))
            .For<Command>("Replace the skills of a jobseeker");
}
