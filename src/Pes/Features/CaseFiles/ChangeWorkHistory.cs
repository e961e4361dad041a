using System.Text.Json.Serialization;
using FluentValidation;
using MediatR;
using Pes.Features.Reference;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Text;
using Pes.Platform.Web;

namespace Pes.Features.CaseFiles;

/// <summary>Writes the jobs that a jobseeker had.</summary>
public static class ChangeWorkHistory
{
    internal const string ReadSql = """
        SELECT Title, IscoCode, EmployerName, Country, StartedOn, EndedOn
        FROM WorkHistory WHERE PersonId = @PersonId ORDER BY StartedOn DESC, Title
        """;

    private const string DeleteSql = "DELETE FROM WorkHistory WHERE PersonId = @PersonId";

    private const string InsertSql = """
        INSERT INTO WorkHistory (Id, PersonId, IscoCode, Title, EmployerName, Country, StartedOn, EndedOn)
        VALUES (@Id, @PersonId, @IscoCode, @Title, @EmployerName, @Country, @StartedOn, @EndedOn)
        """;

    [Allows(Role.Counsellor, Role.CentreManager)]
    public sealed record Command : ScopedRequest, ICommand<Done>
    {
        [JsonIgnore]
        public Guid CaseFileId { get; init; }

        /// <summary>Of this list as it was read; 0 where it was never written.</summary>
        public required int Version { get; init; }

        public required IReadOnlyList<WorkHistoryRow> Jobs { get; init; }

        public AuditSubject Subject(Done value) => new("case-file", CaseFileId, Detail: $"work-history={Jobs.Count}");
    }

    public sealed class Validator : AbstractValidator<Command>
    {
        public Validator(Vocabulary vocabulary, TimeProvider clock)
        {
            RuleFor(c => c.Jobs).Distinct(40, r => r);
            RuleForEach(c => c.Jobs).NotNull().ChildRules(row =>
            {
                row.RuleFor(r => r.Title).NotEmpty().MaximumLength(200);
                row.RuleFor(r => r.EmployerName).MaximumLength(200);
                row.RuleFor(r => r.IscoCode).Occupation(vocabulary);
                row.RuleFor(r => r.Country).NotNull().Matches("^[A-Z]{2}$");
                row.RuleFor(r => r.StartedOn).Must(d => d <= clock.TodayInCambodia()).WithErrorCode("date-in-future")
                    .Must(d => d.Year >= 1940).WithErrorCode("date-not-likely");
                row.RuleFor(r => r.EndedOn).Must((r, end) => end is null || end >= r.StartedOn).WithErrorCode("ends-before-start")
                    .Must(end => end is null || end <= clock.TodayInCambodia()).WithErrorCode("date-in-future");
            });
        }
    }

    public sealed class Handler(ProfileLists lists, Vocabulary vocabulary) : IRequestHandler<Command, Outcome<Done>>
    {
        public Task<Outcome<Done>> Handle(Command command, CancellationToken cancellationToken) =>
            lists.ReplaceAsync(command.Scope, command.CaseFileId, command.Version, List(vocabulary), command.Jobs, cancellationToken);
    }

    internal static ProfileList<WorkHistoryRow> List(Vocabulary vocabulary) =>
        new("work-history", ReadSql, DeleteSql, InsertSql, row => (row.Title, string.Join(" · ", new[] { row.EmployerName, row.Country, vocabulary.Occupation(row.IscoCode), Formats.Month(row.StartedOn), row.EndedOn is { } end ? Formats.Month(end) : null }.Where(t => !string.IsNullOrEmpty(t)))));

    public static void Map(IEndpointRouteBuilder api) =>
        api.Put("/case-files/{caseFileId:guid}/work-history", (Guid caseFileId, Command body, ApiEdge edge) =>
                edge.Do(body with { CaseFileId = caseFileId, Scope = edge.Scope }))
            .For<Command>("Replace the work history of a jobseeker");
}
