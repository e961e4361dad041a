using FluentValidation;
using MediatR;
using Pes.Features.Reference;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Features.Employers;

/// <summary>
/// Changes what is recorded of an employer. The company itself may change its contact and size; a new name or
/// registration number from the company means that it has to be verified again.
/// </summary>
public static class UpdateEmployer
{
    [Allows(Role.Counsellor, Role.CentreManager, Role.Employer)]
    public sealed record Command : ScopedRequest, ICommand<Done>
    {
        public Guid EmployerId { get; init; }

        /// <summary>The version that was read.</summary>
        public int Version { get; init; }

        public EmployerDetails Details { get; init; } = new();

        public bool IsAnother { get; init; }

        public AuditSubject Subject(Done value) => new("employer", EmployerId);
    }

    public sealed class Validator : AbstractValidator<Command>
    {
        public Validator(Vocabulary vocabulary) => RuleFor(c => c.Details).NotNull().SetValidator(new EmployerDetailsValidator(vocabulary));
    }

    public sealed class Handler(Database db, Vocabulary vocabulary) : IRequestHandler<Command, Outcome<Done>>
    {
        private const string UpdateSql = """
            UPDATE Employer SET Version = Version + 1, NameEn = @NameEn, NameKm = @NameKm, NameKey = @NameKey, NameKmKey = @NameKmKey, KindCode = @KindCode,
                RegistrationNumber = @RegistrationNumber, SectorCode = @SectorCode, SizeCode = @SizeCode, ProvinceCode = @ProvinceCode,
                DistrictCode = @DistrictCode, AddressLine = @AddressLine, ContactName = @ContactName, Phone = @Phone, Email = @Email,
                Status = CASE WHEN @Reverify = 1 AND Status = 'verified' THEN 'unverified' ELSE Status END
            WHERE Id = @EmployerId AND Version = @Version
            """;

        public async Task<Outcome<Done>> Handle(Command request, CancellationToken cancellationToken)
        {
            var details = request.Details.Tidy();
            var current = await EmployerRecord.ReadAsync(db, request.EmployerId, request.Scope, cancellationToken);
            var like = current is null ? null : await LikeEmployer.FindAsync(db, details, request.EmployerId, cancellationToken);
            if (Refuse(current, like, details, request.IsAnother) is { } refusal)
            {
                return refusal;
            }

            var args = new Dapper.DynamicParameters(details);
            args.Add("EmployerId", request.EmployerId);
            args.Add("Version", request.Version);
            args.Add("NameKey", details.NameKey);
            args.Add("NameKmKey", details.NameKmKey);
            args.Add("Reverify", request.Scope.Role == Role.Employer && IsAnotherCompany(current!.Details, details));
            return current!.Version != request.Version || await db.ExecuteAsync(UpdateSql, args, cancellationToken) == 0
                ? Refusal.Stale(current.Details, details).InWords(Told)
                : default(Done);
        }

        private string Told(string field, string text) => field switch
        {
            nameof(EmployerDetails.KindCode) => vocabulary.Label("employer-kind", text),
            nameof(EmployerDetails.SizeCode) => vocabulary.Label("employer-size", text),
            nameof(EmployerDetails.SectorCode) => vocabulary.Sectors.GetValueOrDefault(text)?.Label ?? text,
            nameof(EmployerDetails.ProvinceCode) => vocabulary.Province(text),
            _ => text,
        };

        // A name that was known before the edit is not asked about again.
        internal static Refusal? Refuse(EmployerRecord? current, LikeEmployer? like, EmployerDetails details, bool isAnother) => current is null
            ? Refusal.NotFound
            : RegisterEmployer.Handler.Refuse(like, isAnother || current.Details.NameKey == details.NameKey);

        internal static bool IsAnotherCompany(EmployerDetails before, EmployerDetails after) =>
            before.NameKey != after.NameKey || before.RegistrationNumber != after.RegistrationNumber;
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.Put("/employers/{employerId:guid}", (Guid employerId, Command body, ApiEdge edge) =>
                edge.Do(body with { EmployerId = employerId, Scope = edge.Scope }))
            .For<Command>("Change what is recorded of an employer");
}
