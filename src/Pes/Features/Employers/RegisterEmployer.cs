using FluentValidation;
using MediatR;
using Pes.Features.Reference;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Features.Employers;

/// <summary>Centre staff record an employer, once: by registration number, and by name unless they say that it is another one.</summary>
public static class RegisterEmployer
{
    [Allows(Role.Counsellor, Role.CentreManager)]
    public sealed record Command : ScopedRequest, ICommand<Guid>
    {
        public EmployerDetails Details { get; init; } = new();

        /// <summary>The officer has seen the employer of like name and this is another one.</summary>
        public bool IsAnother { get; init; }

        public AuditSubject Subject(Guid value) => new("employer", value);
    }

    public sealed class Validator : AbstractValidator<Command>
    {
        public Validator(Vocabulary vocabulary) => RuleFor(c => c.Details).NotNull().SetValidator(new EmployerDetailsValidator(vocabulary));
    }

    public sealed class Handler(Database db, TimeProvider clock) : IRequestHandler<Command, Outcome<Guid>>
    {
        private const string InsertSql = """
            INSERT INTO Employer (Id, NameEn, NameKm, NameKey, NameKmKey, KindCode, RegistrationNumber, SectorCode, SizeCode, ProvinceCode, DistrictCode,
                                  AddressLine, ContactName, Phone, Email, Status, CreatedAt, Version)
            VALUES (@Id, @NameEn, @NameKm, @NameKey, @NameKmKey, @KindCode, @RegistrationNumber, @SectorCode, @SizeCode, @ProvinceCode, @DistrictCode,
                    @AddressLine, @ContactName, @Phone, @Email, 'unverified', @Now, 1)
            """;

        public async Task<Outcome<Guid>> Handle(Command request, CancellationToken cancellationToken)
        {
            var details = request.Details.Tidy();
            var id = Guid.CreateVersion7();
            if (Refuse(await LikeEmployer.FindAsync(db, details, id, cancellationToken), request.IsAnother) is { } refusal)
            {
                return refusal;
            }

            var args = new Dapper.DynamicParameters(details);
            args.Add("Id", id);
            args.Add("NameKey", details.NameKey);
            args.Add("NameKmKey", details.NameKmKey);
            args.Add("Now", clock.GetUtcNow().UtcDateTime);
            await db.ExecuteAsync(InsertSql, args, cancellationToken);
            return id;
        }

        internal static Refusal? Refuse(LikeEmployer? like, bool isAnother) => like switch
        {
            null => null,
            { SameRegistration: true } => new("employer-registration-known", like.Name),
            _ when !isAnother => new("employer-name-known", like.Name),
            _ => null,
        };
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.Post("/employers", (Command body, ApiEdge edge) => edge.Create(body with { Scope = edge.Scope }, id => $"/employers/{id}"))
            .For<Command>("Register an employer");
}
