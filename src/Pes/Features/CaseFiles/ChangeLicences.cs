using System.Text.Json.Serialization;
using FluentValidation;
using MediatR;
using Pes.Features.Reference;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Text;
using Pes.Platform.Web;

namespace Pes.Features.CaseFiles;

/// <summary>Writes the licences that a jobseeker holds.</summary>
public static class ChangeLicences
{
    internal const string ReadSql = """
        SELECT LicenceCode, ExpiresOn FROM PersonLicence WHERE PersonId = @PersonId ORDER BY LicenceCode
        """;

    private const string DeleteSql = "DELETE FROM PersonLicence WHERE PersonId = @PersonId";

    private const string InsertSql = """
        INSERT INTO PersonLicence (PersonId, LicenceCode, ExpiresOn) VALUES (@PersonId, @LicenceCode, @ExpiresOn)
        """;

    [Allows(Role.Counsellor, Role.CentreManager)]
    public sealed record Command : ScopedRequest, ICommand<Done>
    {
        [JsonIgnore]
        public Guid CaseFileId { get; init; }

        /// <summary>Of this list as it was read; 0 where it was never written.</summary>
        public required int Version { get; init; }

        public required IReadOnlyList<LicenceRow> Licences { get; init; }

        public AuditSubject Subject(Done value) => new("case-file", CaseFileId, Detail: $"licences={Licences.Count}");
    }

    public sealed class Validator : AbstractValidator<Command>
    {
        public Validator(Vocabulary vocabulary)
        {
            RuleFor(c => c.Licences).Distinct(21, r => r.LicenceCode);
            RuleForEach(c => c.Licences).NotNull().ChildRules(row =>
            {
                row.RuleFor(r => r.LicenceCode).NotEmpty().OneOf(vocabulary, "licence");
            });
        }
    }

    public sealed class Handler(ProfileLists lists, Vocabulary vocabulary) : IRequestHandler<Command, Outcome<Done>>
    {
        public Task<Outcome<Done>> Handle(Command command, CancellationToken cancellationToken) =>
            lists.ReplaceAsync(command.Scope, command.CaseFileId, command.Version, List(vocabulary), command.Licences, cancellationToken);
    }

    internal static ProfileList<LicenceRow> List(Vocabulary vocabulary) =>
        new("licences", ReadSql, DeleteSql, InsertSql, row => (vocabulary.Label("licence", row.LicenceCode), row.ExpiresOn is { } last ? Formats.Date(last) : ""));

    public static void Map(IEndpointRouteBuilder api) =>
        api.Put("/case-files/{caseFileId:guid}/licences", (Guid caseFileId, Command body, ApiEdge edge) =>
                edge.Do(body with { CaseFileId = caseFileId, Scope = edge.Scope }))
            .For<Command>("Replace the licences of a jobseeker");
}
