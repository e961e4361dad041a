using System.Text.Json.Serialization;
using FluentValidation;
using MediatR;
using Microsoft.Extensions.Localization;
using Pes.Features.Reference;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Text;
using Pes.Platform.Web;

namespace Pes.Features.CaseFiles;

/// <summary>Corrects who a jobseeker is and how she is reached.</summary>
public static class ChangePerson
{
    [Allows(Role.Counsellor, Role.CentreManager)]
    public sealed record Command : ScopedRequest, ICommand<Done>
    {
        [JsonIgnore]
        public Guid CaseFileId { get; init; }

        /// <summary>Of the person as she was read.</summary>
        public required int Version { get; init; }

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
        public required string Language { get; init; }

        public required string ProvinceCode { get; init; }

        /// <summary>A district, commune or village of the gazetteer within the province.</summary>
        public string? PlaceCode { get; init; }

        public string? AddressLine { get; init; }

        /// <summary>The highest level, a code of list education.</summary>
        public string? EducationCode { get; init; }

        public AuditSubject Subject(Done value) => new("case-file", CaseFileId, Detail: "person");
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
            RuleFor(c => c.ProvinceCode).NotEmpty().Province(vocabulary);
            RuleFor(c => c.AddressLine).MaximumLength(200);
            RuleFor(c => c.EducationCode).OneOf(vocabulary, "education");
        }
    }

    public sealed class Handler(Database db, Vocabulary vocabulary, IStringLocalizer<CaseFileWords> words, TimeProvider clock) : IRequestHandler<Command, Outcome<Done>>
    {
        private const string ChangeSql = """
            UPDATE Person SET FamilyName = @FamilyName, GivenName = @GivenName, FamilyNameLatin = @FamilyNameLatin, GivenNameLatin = @GivenNameLatin,
                              NameKey = @NameKey, LatinKey = @LatinKey, SortKey = @SortKey, NameKeysFormat = @Format, Sex = @Sex, BornOn = @BornOn,
                              Phone = @Phone, Email = @Email, Language = @Language, ProvinceCode = @ProvinceCode, DistrictCode = @DistrictCode, CommuneCode = @CommuneCode,
                              VillageCode = @VillageCode, AddressLine = @AddressLine, EducationCode = @EducationCode, Version = Version + 1
            WHERE Id = @PersonId AND Version = @Version
            """;

        public async Task<Outcome<Done>> Handle(Command command, CancellationToken cancellationToken)
        {
            var file = await CaseInScope.FindAsync(db, command.Scope, command.CaseFileId, cancellationToken);
            var place = await PlaceChain.FindAsync(db, command.PlaceCode, command.ProvinceCode, cancellationToken);
            if (Refuse(file, place) is { } refusal)
            {
                return refusal;
            }

            var yours = Part(command, place!);
            var keys = PersonKeys.Of(yours.FamilyName, yours.GivenName, yours.FamilyNameLatin, yours.GivenNameLatin);
            var args = new Dapper.DynamicParameters(yours);
            args.AddDynamicParams(keys);
            args.Add("PersonId", file!.PersonId);
            args.Add("Format", MeetingNames.Format);
            if (await db.ExecuteAsync(ChangeSql, args, cancellationToken) == 0)
            {
                var theirs = await db.SingleAsync<PersonPart>(PersonPart.ReadSql, new { file.PersonId }, cancellationToken);
                return Refusal.Stale(await ShownAsync(theirs, cancellationToken), await ShownAsync(yours, cancellationToken));
            }

            var names = new MeetingNames(yours.FamilyName, yours.GivenName, yours.FamilyNameLatin, yours.GivenNameLatin);
            await PersonNameKeys.WriteAsync(db, file.PersonId, names, yours.BornOn, cancellationToken);
            var now = clock.GetUtcNow().UtcDateTime;
            await CaseTimeline.AppendAsync(db, file.Id, "changed-person", command.Scope.AccountId, now, ct: cancellationToken);
            await CvMirror.RebuildAsync(db, file.PersonId, now, cancellationToken);
            return default(Done);
        }

        private static PersonPart Part(Command command, PlaceChain place) => new()
        {
            FamilyName = command.FamilyName.Trim(),
            GivenName = command.GivenName.Trim(),
            FamilyNameLatin = command.FamilyNameLatin?.Trim() ?? "",
            GivenNameLatin = command.GivenNameLatin?.Trim() ?? "",
            Sex = command.Sex,
            BornOn = command.BornOn,
            Phone = PhoneNumber.Normalise(command.Phone),
            Email = string.IsNullOrWhiteSpace(command.Email) ? null : command.Email.Trim(),
            Language = command.Language,
            ProvinceCode = command.ProvinceCode,
            DistrictCode = place.DistrictCode,
            CommuneCode = place.CommuneCode,
            VillageCode = place.VillageCode,
            AddressLine = string.IsNullOrWhiteSpace(command.AddressLine) ? null : command.AddressLine.Trim(),
            EducationCode = command.EducationCode,
            Version = command.Version,
        };

        private async Task<ShownPerson> ShownAsync(PersonPart part, CancellationToken ct)
        {
            var places = (await db.QueryAsync<PlaceName>(PlaceName.ReadSql, part, ct)).ToDictionary(p => p.Code, p => p.Shown, StringComparer.Ordinal);
            string? Place(string? code) => code is null ? null : places.GetValueOrDefault(code, code);
            return new ShownPerson
            {
                FamilyName = part.FamilyName,
                GivenName = part.GivenName,
                FamilyNameLatin = part.FamilyNameLatin,
                GivenNameLatin = part.GivenNameLatin,
                Sex = vocabulary.Label("sex", part.Sex),
                BornOn = part.BornOn is { } born ? Formats.Date(born) : null,
                Phone = PhoneNumber.Shown(part.Phone),
                Email = part.Email,
                Language = words["language-" + part.Language],
                ProvinceCode = vocabulary.Province(part.ProvinceCode),
                DistrictCode = Place(part.DistrictCode),
                CommuneCode = Place(part.CommuneCode),
                VillageCode = Place(part.VillageCode),
                AddressLine = part.AddressLine,
                EducationCode = vocabulary.Label("education", part.EducationCode),
            };
        }

        internal static Refusal? Refuse(CaseInScope? file, PlaceChain? place) =>
            CaseInScope.RefuseChange(file)
            ?? (place is null ? Refusal.Invalid(new FieldError(nameof(Command.PlaceCode), "place-not-in-province")) : null);
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.Put("/case-files/{caseFileId:guid}/person", (Guid caseFileId, Command body, ApiEdge edge) =>
                edge.Do(body with { CaseFileId = caseFileId, Scope = edge.Scope }))
            .For<Command>("Correct a jobseeker's person and contact");
}

/// <summary>What two officers may have changed of a person at once, in words for the reader.</summary>
internal sealed record ShownPerson
{
    public required string FamilyName { get; init; }

    public required string GivenName { get; init; }

    public required string FamilyNameLatin { get; init; }

    public required string GivenNameLatin { get; init; }

    public required string Sex { get; init; }

    public required string? BornOn { get; init; }

    public required string? Phone { get; init; }

    public required string? Email { get; init; }

    public required string Language { get; init; }

    public required string ProvinceCode { get; init; }

    public required string? DistrictCode { get; init; }

    public required string? CommuneCode { get; init; }

    public required string? VillageCode { get; init; }

    public required string? AddressLine { get; init; }

    public required string EducationCode { get; init; }
}

/// <summary>Who she is and how she is reached, as it is stored.</summary>
public sealed record PersonPart
{
    internal const string ReadSql = """
        SELECT FamilyName, GivenName, FamilyNameLatin, GivenNameLatin, Sex, BornOn, Phone, Email, Language, ProvinceCode, DistrictCode, CommuneCode,
               VillageCode, AddressLine, EducationCode, Version
        FROM Person WHERE Id = @PersonId
        """;

    public required string FamilyName { get; init; }

    public required string GivenName { get; init; }

    public required string FamilyNameLatin { get; init; }

    public required string GivenNameLatin { get; init; }

    public required string Sex { get; init; }

    public required DateOnly? BornOn { get; init; }

    public required string? Phone { get; init; }

    public required string? Email { get; init; }

    public required string Language { get; init; }

    public required string? ProvinceCode { get; init; }

    public required string? DistrictCode { get; init; }

    public required string? CommuneCode { get; init; }

    public required string? VillageCode { get; init; }

    public required string? AddressLine { get; init; }

    public required string? EducationCode { get; init; }

    public required int Version { get; init; }

    /// <summary>The name as this reader reads names.</summary>
    [JsonIgnore]
    public string Name => PersonName.Shown(FamilyName, GivenName, FamilyNameLatin, GivenNameLatin);

    /// <summary>The narrowest place of the gazetteer that is known.</summary>
    [JsonIgnore]
    public string? PlaceCode => VillageCode ?? CommuneCode ?? DistrictCode;
}
