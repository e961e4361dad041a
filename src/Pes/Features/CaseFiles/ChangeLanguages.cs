using System.Text.Json.Serialization;
using FluentValidation;
using MediatR;
using Pes.Features.Reference;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Features.CaseFiles;

/// <summary>Writes the languages of a jobseeker with their levels.</summary>
public static class ChangeLanguages
{
    internal const string ReadSql = """
        SELECT LanguageCode, Level FROM PersonLanguage WHERE PersonId = @PersonId ORDER BY Level DESC, LanguageCode
        """;

    private const string DeleteSql = "DELETE FROM PersonLanguage WHERE PersonId = @PersonId";

    private const string InsertSql = """
        INSERT INTO PersonLanguage (PersonId, LanguageCode, Level) VALUES (@PersonId, @LanguageCode, @Level)
        """;

    [Allows(Role.Counsellor, Role.CentreManager)]
    public sealed record Command : ScopedRequest, ICommand<Done>
    {
        [JsonIgnore]
        public Guid CaseFileId { get; init; }

        /// <summary>Of this list as it was read; 0 where it was never written.</summary>
        public required int Version { get; init; }

        public required IReadOnlyList<LanguageRow> Languages { get; init; }

        public AuditSubject Subject(Done value) => new("case-file", CaseFileId, Detail: $"languages={Languages.Count}");
    }

    public sealed class Validator : AbstractValidator<Command>
    {
        public Validator(Vocabulary vocabulary)
        {
            RuleFor(c => c.Languages).Distinct(24, r => r.LanguageCode);
            RuleForEach(c => c.Languages).NotNull().ChildRules(row =>
            {
                row.RuleFor(r => r.LanguageCode).NotEmpty().OneOf(vocabulary, "language");
                row.RuleFor(r => r.Level).InclusiveBetween(1, 5);
            });
        }
    }

    public sealed class Handler(ProfileLists lists, Vocabulary vocabulary) : IRequestHandler<Command, Outcome<Done>>
    {
        public Task<Outcome<Done>> Handle(Command command, CancellationToken cancellationToken) =>
            lists.ReplaceAsync(command.Scope, command.CaseFileId, command.Version, List(vocabulary), command.Languages, cancellationToken);
    }

    internal static ProfileList<LanguageRow> List(Vocabulary vocabulary) =>
        new("languages", ReadSql, DeleteSql, InsertSql, row => (vocabulary.Label("language", row.LanguageCode), LevelOf(vocabulary, row.Level)));

    // Levels are stored as numbers; list language-level names them in the same order.
    internal static string LevelOf(Vocabulary vocabulary, int level) =>
        vocabulary.List("language-level").FirstOrDefault(t => t.SortOrder == level)?.Label ?? $"{level}";

    public static void Map(IEndpointRouteBuilder api) =>
        api.Put("/case-files/{caseFileId:guid}/languages", (Guid caseFileId, Command body, ApiEdge edge) =>
                edge.Do(body with { CaseFileId = caseFileId, Scope = edge.Scope }))
            .For<Command>("Replace the languages of a jobseeker");
}
