using System.Text.Json.Serialization;
using FluentValidation;
using MediatR;
using Pes.Features.Reference;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Text;
using Pes.Platform.Web;

namespace Pes.Features.CaseFiles;

/// <summary>Writes the certificates that a jobseeker showed.</summary>
public static class ChangeCertificates
{
    internal const string ReadSql = """
        SELECT Name, Issuer, CqfLevel, IssuedOn
        FROM PersonCertificate WHERE PersonId = @PersonId ORDER BY IssuedOn DESC, Name
        """;

    private const string DeleteSql = "DELETE FROM PersonCertificate WHERE PersonId = @PersonId";

    private const string InsertSql = """
        INSERT INTO PersonCertificate (Id, PersonId, Name, Issuer, CqfLevel, IssuedOn)
        VALUES (@Id, @PersonId, @Name, @Issuer, @CqfLevel, @IssuedOn)
        """;

    [Allows(Role.Counsellor, Role.CentreManager)]
    public sealed record Command : ScopedRequest, ICommand<Done>
    {
        [JsonIgnore]
        public Guid CaseFileId { get; init; }

        /// <summary>Of this list as it was read; 0 where it was never written.</summary>
        public required int Version { get; init; }

        public required IReadOnlyList<CertificateRow> Certificates { get; init; }

        public AuditSubject Subject(Done value) => new("case-file", CaseFileId, Detail: $"certificates={Certificates.Count}");
    }

    public sealed class Validator : AbstractValidator<Command>
    {
        public Validator(Vocabulary vocabulary, TimeProvider clock)
        {
            RuleFor(c => c.Certificates).Distinct(40, r => r);
            RuleForEach(c => c.Certificates).NotNull().ChildRules(row =>
            {
                row.RuleFor(r => r.Name).NotEmpty().MaximumLength(200);
                row.RuleFor(r => r.Issuer).MaximumLength(200);
                row.RuleFor(r => r.CqfLevel).Must(level => level is null || vocabulary.Has("cqf", $"{level}")).WithErrorCode("unknown-code");
                row.RuleFor(r => r.IssuedOn).Must(d => d is null || (d <= clock.TodayInCambodia() && d.Value.Year >= 1940)).WithErrorCode("date-not-likely");
            });
        }
    }

    public sealed class Handler(ProfileLists lists, Vocabulary vocabulary) : IRequestHandler<Command, Outcome<Done>>
    {
        public Task<Outcome<Done>> Handle(Command command, CancellationToken cancellationToken) =>
            lists.ReplaceAsync(command.Scope, command.CaseFileId, command.Version, List(vocabulary), command.Certificates, cancellationToken);
    }

    internal static ProfileList<CertificateRow> List(Vocabulary vocabulary) =>
        new("certificates", ReadSql, DeleteSql, InsertSql, row => (row.Name, string.Join(" · ", new[] { row.Issuer, row.CqfLevel is { } level ? $"CQF {level}" : null, row.IssuedOn is { } day ? Formats.Date(day) : null }.Where(t => !string.IsNullOrEmpty(t)))));

    public static void Map(IEndpointRouteBuilder api) =>
        api.Put("/case-files/{caseFileId:guid}/certificates", (Guid caseFileId, Command body, ApiEdge edge) =>
                edge.Do(body with { CaseFileId = caseFileId, Scope = edge.Scope }))
            .For<Command>("Replace the certificates of a jobseeker");
}
