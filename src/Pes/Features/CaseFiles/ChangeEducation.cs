using System.Text.Json.Serialization;
using FluentValidation;
using MediatR;
using Pes.Features.Reference;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Text;
using Pes.Platform.Web;

namespace Pes.Features.CaseFiles;

/// <summary>Writes the schools and courses of a jobseeker.</summary>
public static class ChangeEducation
{
    internal const string ReadSql = """
        SELECT LevelCode, Field, Institution, FinishedYear
        FROM Education WHERE PersonId = @PersonId ORDER BY FinishedYear DESC, LevelCode, Institution
        """;

    private const string DeleteSql = "DELETE FROM Education WHERE PersonId = @PersonId";

    private const string InsertSql = """
        INSERT INTO Education (Id, PersonId, LevelCode, Field, Institution, FinishedYear)
        VALUES (@Id, @PersonId, @LevelCode, @Field, @Institution, @FinishedYear)
        """;

    [Allows(Role.Counsellor, Role.CentreManager)]
    public sealed record Command : ScopedRequest, ICommand<Done>
    {
        [JsonIgnore]
        public Guid CaseFileId { get; init; }

        /// <summary>Of this list as it was read; 0 where it was never written.</summary>
        public required int Version { get; init; }

        public required IReadOnlyList<EducationRow> Schools { get; init; }

        public AuditSubject Subject(Done value) => new("case-file", CaseFileId, Detail: $"education={Schools.Count}");
    }

    public sealed class Validator : AbstractValidator<Command>
    {
        public Validator(Vocabulary vocabulary, TimeProvider clock)
        {
            RuleFor(c => c.Schools).Distinct(20, r => r);
            RuleForEach(c => c.Schools).NotNull().ChildRules(row =>
            {
                row.RuleFor(r => r.LevelCode).NotEmpty().OneOf(vocabulary, "education");
                row.RuleFor(r => r.Field).MaximumLength(200);
                row.RuleFor(r => r.Institution).MaximumLength(200);
                row.RuleFor(r => r.FinishedYear).Must(y => y is null || (y >= 1940 && y <= clock.TodayInCambodia().Year)).WithErrorCode("date-not-likely");
            });
        }
    }

    public sealed class Handler(ProfileLists lists, Vocabulary vocabulary) : IRequestHandler<Command, Outcome<Done>>
    {
        public Task<Outcome<Done>> Handle(Command command, CancellationToken cancellationToken) =>
            lists.ReplaceAsync(command.Scope, command.CaseFileId, command.Version, List(vocabulary), command.Schools, cancellationToken);
    }

    internal static ProfileList<EducationRow> List(Vocabulary vocabulary) =>
        new("education", ReadSql, DeleteSql, InsertSql, row => (vocabulary.Label("education", row.LevelCode), string.Join(" · ", new[] { row.Field, row.Institution, $"{row.FinishedYear}" }.Where(t => !string.IsNullOrEmpty(t)))));

    public static void Map(IEndpointRouteBuilder api) =>
        api.Put("/case-files/{caseFileId:guid}/education", (Guid caseFileId, Command body, ApiEdge edge) =>
                edge.Do(body with { CaseFileId = caseFileId, Scope = edge.Scope }))
            .For<Command>("Replace the schooling of a jobseeker");
}
