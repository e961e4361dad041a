using FluentValidation;
using MediatR;
using Pes.Features.Reference;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Text;
using Pes.Platform.Web;

namespace Pes.Features.CaseFiles;

/// <summary>Registers a jobseeker at the officer's centre: her person, consents and first wish, and a case file with its number.</summary>
public static class RegisterJobseeker
{
    [Allows(Role.Counsellor, Role.CentreManager)]
    public sealed record Command : ScopedRequest, ICommand<Guid>
    {
        public required string FamilyName { get; init; }

        public required string GivenName { get; init; }

        public string? FamilyNameLatin { get; init; }

        public string? GivenNameLatin { get; init; }

        /// <summary>A code of list sex.</summary>
        public required string Sex { get; init; }

        public required DateOnly? BornOn { get; init; }

        public string? Phone { get; init; }

        public string? Email { get; init; }

        /// <summary>km or en: the language in which she is written to.</summary>
        public string Language { get; init; } = "km";

        /// <summary>A code of list identity-document; goes with <see cref="IdentityNumber"/>.</summary>
        public string? IdentityKind { get; init; }

        public string? IdentityNumber { get; init; }

        public required string ProvinceCode { get; init; }

        /// <summary>A district, commune or village of the gazetteer within the province.</summary>
        public string? PlaceCode { get; init; }

        public string? AddressLine { get; init; }

        /// <summary>The highest level, a code of list education.</summary>
        public string? EducationCode { get; init; }

        public IReadOnlyList<string> PriorityGroups { get; init; } = [];

        /// <summary>Codes of list consent-purpose that she agreed to; case-work is needed.</summary>
        public required IReadOnlyList<string> Consents { get; init; }

        /// <summary>ISCO-08 unit groups she looks for, the most wanted first.</summary>
        public IReadOnlyList<string> WishOccupations { get; init; } = [];

        public IReadOnlyList<string> WishProvinces { get; init; } = [];

        /// <summary>Riel a month.</summary>
        public long? MinimumWageKhr { get; init; }

        public string? HoursCode { get; init; }

        public string? ContractCode { get; init; }

        public AuditSubject Subject(Guid value) => new("case-file", value, Detail: "consents=" + string.Join(',', Consents));
    }

    public sealed class Validator : AbstractValidator<Command>
    {
        public Validator(Vocabulary vocabulary, TimeProvider clock)
        {
            RuleFor(c => c.FamilyName).NotEmpty().MaximumLength(80);
            RuleFor(c => c.GivenName).NotEmpty().MaximumLength(80);
            RuleFor(c => c.FamilyNameLatin).MaximumLength(80);
            RuleFor(c => c.GivenNameLatin).MaximumLength(80);
            RuleFor(c => c.Sex).NotEmpty().OneOf(vocabulary, "sex");
            RuleFor(c => c.BornOn).NotNull().OfWorkingAge(clock);
            RuleFor(c => c.Phone).MaximumLength(40).Telephone();
            RuleFor(c => c.Email).MaximumLength(200).EmailAddress().When(c => !string.IsNullOrWhiteSpace(c.Email));
            RuleFor(c => c.Language).Must(l => l is "km" or "en").WithErrorCode("unknown-code");
            RuleFor(c => c.IdentityKind).OneOf(vocabulary, "identity-document")
                .Must((c, kind) => string.IsNullOrWhiteSpace(c.IdentityNumber) || !string.IsNullOrEmpty(kind)).WithErrorCode("identity-kind-missing");
            RuleFor(c => c.IdentityNumber).MaximumLength(40)
                .Must(n => string.IsNullOrWhiteSpace(n) || IdentityNumbers.Normalise(n).Length >= 4).WithErrorCode("identity-number-not-likely");
            RuleFor(c => c.ProvinceCode).NotEmpty().Province(vocabulary);
            RuleFor(c => c.AddressLine).MaximumLength(200);
            RuleFor(c => c.EducationCode).OneOf(vocabulary, "education");
            RuleFor(c => c.PriorityGroups).Distinct(10, g => g);
            RuleForEach(c => c.PriorityGroups).NotEmpty().OneOf(vocabulary, "priority-group");
            RuleFor(c => c.Consents).Distinct(10, p => p)
                .Must(purposes => purposes?.Contains(ConsentPurpose.CaseWork, StringComparer.Ordinal) == true).WithErrorCode("consent-to-case-work-needed");
            RuleForEach(c => c.Consents).NotEmpty().OneOf(vocabulary, "consent-purpose");
            RuleFor(c => c.WishOccupations).Distinct(WishRules.MostOccupations, o => o);
            RuleForEach(c => c.WishOccupations).NotEmpty().Occupation(vocabulary);
            RuleFor(c => c.WishProvinces).Distinct(25, p => p);
            RuleForEach(c => c.WishProvinces).NotEmpty().Province(vocabulary);
            RuleFor(c => c.MinimumWageKhr).InclusiveBetween(WishRules.LeastWage, WishRules.MostWage);
            RuleFor(c => c.HoursCode).OneOf(vocabulary, "hours");
            RuleFor(c => c.ContractCode).OneOf(vocabulary, "contract");
        }
    }

    public sealed class Handler(Database db, IdentityNumbers identities, PersonMessages messages, TimeProvider clock) : IRequestHandler<Command, Outcome<Guid>>
    {
        private const string FactsSql = $"""
            SELECT ce.Code AS CentreCode,
                   (SELECT MIN(c.Number) FROM PersonIdentity i JOIN CaseFile c ON c.PersonId = i.PersonId
                    WHERE i.NumberKey = @IdentityKey AND {Scope.SeesCaseSql}) AS SameIdentityIn
            FROM Centre ce
            WHERE ce.Id = @CentreId
            """;

        private const string PersonSql = """
            INSERT INTO Person (Id, FamilyName, GivenName, FamilyNameLatin, GivenNameLatin, NameKey, LatinKey, SortKey, NameKeysFormat, Sex, BornOn, Phone, Email,
                                Language, ProvinceCode, DistrictCode, CommuneCode, VillageCode, AddressLine, EducationCode, CreatedAt, Version)
            VALUES (@PersonId, @FamilyName, @GivenName, @FamilyNameLatin, @GivenNameLatin, @NameKey, @LatinKey, @SortKey, @Format, @Sex, @BornOn, @Phone, @Email,
                    @Language, @ProvinceCode, @DistrictCode, @CommuneCode, @VillageCode, @AddressLine, @EducationCode, @Now, 1)
            """;

        private const string IdentitySql = """
            INSERT INTO PersonIdentity (PersonId, Kind, NumberKey, NumberProtected) VALUES (@PersonId, @Kind, @NumberKey, @NumberProtected)
            """;

        private const string CaseFileSql = """
            INSERT INTO CaseFile (Id, Number, PersonId, CentreId, CounsellorId, Status, OpenedAt, Version)
            VALUES (@CaseFileId, @Number, @PersonId, @CentreId, @AccountId, 'open', @Now, 1)
            """;

        private const string WishSql = """
            INSERT INTO Wish (PersonId, MinimumWageKhr, HoursCode, ContractCode, MayMove, Version)
            VALUES (@PersonId, @MinimumWageKhr, @HoursCode, @ContractCode, @MayMove, 1)
            """;

        public async Task<Outcome<Guid>> Handle(Command command, CancellationToken cancellationToken)
        {
            var identityKey = IdentityNumbers.Normalise(command.IdentityNumber).Length > 0 ? identities.KeyOf(command.IdentityNumber!) : null;
            var asked = new { command.Scope.CentreId, IdentityKey = identityKey, command.Scope.SessionId, command.Scope.OwnCasesOf };
            var facts = await db.FirstOrDefaultAsync<Facts>(FactsSql, asked, cancellationToken);
            var place = await PlaceChain.FindAsync(db, command.PlaceCode, command.ProvinceCode, cancellationToken);
            if (Refuse(facts, place) is { } refusal)
            {
                return refusal;
            }

            // The series is the centre's turn: a registration of the same number that was a moment earlier is committed and seen now.
            var number = await CaseNumbers.NextAsync(db, facts!.CentreCode, clock.TodayInCambodia().Year, cancellationToken);
            if (identityKey is not null && Refuse(await db.FirstOrDefaultAsync<Facts>(FactsSql, asked, cancellationToken), place) is { } late)
            {
                return late;
            }

            var (personId, caseFileId, now) = (Guid.CreateVersion7(), Guid.CreateVersion7(), clock.GetUtcNow().UtcDateTime);
            var phone = PhoneNumber.Normalise(command.Phone);
            await WritePersonAsync(command, personId, phone, place!, now, cancellationToken);
            if (identityKey is not null)
            {
                await db.ExecuteAsync(
                    IdentitySql,
                    new { PersonId = personId, Kind = command.IdentityKind, NumberKey = identityKey, NumberProtected = identities.Protect(command.IdentityNumber!) },
                    cancellationToken);
            }

            await db.ExecuteAsync(
                CaseFileSql,
                new { CaseFileId = caseFileId, Number = number, PersonId = personId, command.Scope.CentreId, command.Scope.AccountId, Now = now },
                cancellationToken);
            await WriteWishAsync(command, personId, cancellationToken);
            foreach (var group in command.PriorityGroups)
            {
                await db.ExecuteAsync(ChangePriorityGroups.InsertSql, new { PersonId = personId, GroupCode = group }, cancellationToken);
            }

            await CaseTimeline.AppendAsync(db, caseFileId, "registered", command.Scope.AccountId, now, ct: cancellationToken);
            foreach (var purpose in command.Consents)
            {
                await Consents.GiveAsync(db, caseFileId, personId, purpose, command.Scope.AccountId, now, cancellationToken);
            }

            await CvMirror.RebuildAsync(db, personId, now, cancellationToken);
            await messages.RegisteredAsync(caseFileId, cancellationToken);
            return caseFileId;
        }

        private async Task WritePersonAsync(Command command, Guid personId, string? phone, PlaceChain place, DateTime now, CancellationToken ct)
        {
            var keys = PersonKeys.Of(command.FamilyName, command.GivenName, command.FamilyNameLatin, command.GivenNameLatin);
            await db.ExecuteAsync(
                PersonSql,
                new
                {
                    PersonId = personId,
                    FamilyName = command.FamilyName.Trim(),
                    GivenName = command.GivenName.Trim(),
                    FamilyNameLatin = command.FamilyNameLatin?.Trim() ?? "",
                    GivenNameLatin = command.GivenNameLatin?.Trim() ?? "",
                    keys.NameKey,
                    keys.LatinKey,
                    keys.SortKey,
                    MeetingNames.Format,
                    command.Sex,
                    command.BornOn,
                    Phone = phone,
                    Email = string.IsNullOrWhiteSpace(command.Email) ? null : command.Email.Trim(),
                    command.Language,
                    command.ProvinceCode,
                    place.DistrictCode,
                    place.CommuneCode,
                    place.VillageCode,
                    AddressLine = string.IsNullOrWhiteSpace(command.AddressLine) ? null : command.AddressLine.Trim(),
                    command.EducationCode,
                    Now = now,
                },
                ct);
            var names = new MeetingNames(command.FamilyName, command.GivenName, command.FamilyNameLatin, command.GivenNameLatin);
            await PersonNameKeys.WriteAsync(db, personId, names, command.BornOn, ct);
        }

        private async Task WriteWishAsync(Command command, Guid personId, CancellationToken ct)
        {
            // Looking beyond the own province is what moving means until the wish says otherwise.
            var mayMove = command.WishProvinces.Any(p => p != command.ProvinceCode);
            await db.ExecuteAsync(
                WishSql, new { PersonId = personId, command.MinimumWageKhr, command.HoursCode, command.ContractCode, MayMove = mayMove }, ct);
            await ChangeWish.WriteListsAsync(db, personId, command.WishOccupations, command.WishProvinces, ct);
        }

        internal static Refusal? Refuse(Facts? facts, PlaceChain? place) => (facts, place) switch
        {
            (null, _) => new("no-centre"),
            (_, null) => Refusal.Invalid(new FieldError(nameof(Command.PlaceCode), "place-not-in-province")),
            ({ SameIdentityIn: { } number }, _) => new("person-already-registered", number),
            _ => null,
        };
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.Post("/case-files", (Command body, ApiEdge edge) => edge.Create(body with { Scope = edge.Scope }, id => $"/case-files/{id}"))
            .For<Command>("Register a jobseeker and open her case file");

    internal sealed record Facts
    {
        public required string CentreCode { get; init; }

        /// <summary>The number of a case file in scope that holds the same identity number.</summary>
        public required string? SameIdentityIn { get; init; }
    }
}
