using System.Text.Json.Serialization;
using FluentValidation;
using MediatR;
using Pes.Features.Reference;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Features.CaseFiles;

/// <summary>Writes what a jobseeker needs at work; whether it leaves vacancies out is hers to say.</summary>
public static class ChangeAccommodations
{
    internal const string ReadSql = """
        SELECT AccommodationCode, UseAsFilter FROM AccommodationNeed WHERE PersonId = @PersonId ORDER BY AccommodationCode
        """;

    private const string DeleteSql = "DELETE FROM AccommodationNeed WHERE PersonId = @PersonId";

    private const string InsertSql = """
        INSERT INTO AccommodationNeed (PersonId, AccommodationCode, UseAsFilter) VALUES (@PersonId, @AccommodationCode, @UseAsFilter)
        """;

    [Allows(Role.Counsellor, Role.CentreManager)]
    public sealed record Command : ScopedRequest, ICommand<Done>
    {
        [JsonIgnore]
        public Guid CaseFileId { get; init; }

        /// <summary>Of this list as it was read; 0 where it was never written.</summary>
        public required int Version { get; init; }

        public required IReadOnlyList<AccommodationRow> Needs { get; init; }

        public AuditSubject Subject(Done value) => new("case-file", CaseFileId, Detail: $"accommodations={Needs.Count}");
    }

    public sealed class Validator : AbstractValidator<Command>
    {
        public Validator(Vocabulary vocabulary)
        {
            RuleFor(c => c.Needs).Distinct(15, r => r.AccommodationCode);
            RuleForEach(c => c.Needs).NotNull().ChildRules(row =>
            {
                row.RuleFor(r => r.AccommodationCode).NotEmpty().OneOf(vocabulary, "accommodation");
            });
        }
    }

    public sealed class Handler(ProfileLists lists, Vocabulary vocabulary) : IRequestHandler<Command, Outcome<Done>>
    {
        public Task<Outcome<Done>> Handle(Command command, CancellationToken cancellationToken) =>
            lists.ReplaceAsync(command.Scope, command.CaseFileId, command.Version, List(vocabulary), command.Needs, cancellationToken);
    }

    internal static ProfileList<AccommodationRow> List(Vocabulary vocabulary) =>
        new("accommodations", ReadSql, DeleteSql, InsertSql, row => (vocabulary.Label("accommodation", row.AccommodationCode), row.UseAsFilter ? "✓" : ""));

    public static void Map(IEndpointRouteBuilder api) =>
        api.Put("/case-files/{caseFileId:guid}/accommodations", (Guid caseFileId, Command body, ApiEdge edge) =>
                edge.Do(body with { CaseFileId = caseFileId, Scope = edge.Scope }))
            .For<Command>("Replace the accommodations a jobseeker needs");
}
