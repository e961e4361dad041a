using FluentValidation;
using MediatR;
using Pes.Features.Reference;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Features.Vacancies;

/// <summary>
/// Changes what a vacancy says. A live one stays live unless the new text gives an officer something to look at: then
/// it goes back to the check.
/// </summary>
public static class UpdateVacancy
{
    [Allows(Role.Counsellor, Role.CentreManager, Role.Employer)]
    public sealed record Command : ScopedRequest, ICommand<Done>
    {
        public Guid VacancyId { get; init; }

        /// <summary>The version that was read.</summary>
        public int Version { get; init; }

        public VacancyContent Content { get; init; } = new();

        public AuditSubject Subject(Done value) => new("vacancy", VacancyId);
    }

    public sealed class Validator : AbstractValidator<Command>
    {
        public Validator(Vocabulary vocabulary) => RuleFor(c => c.Content).NotNull().SetValidator(new VacancyContentValidator(vocabulary));
    }

    public sealed class Handler(Database db, TimeProvider clock, VacancyCoding coding, WageSettings wages, Vocabulary vocabulary) : IRequestHandler<Command, Outcome<Done>>
    {
        private const string FactsSql = """
            SELECT v.Status, v.Taken, v.Version, e.Status AS EmployerStatus
            FROM Vacancy v
            JOIN Employer e ON e.Id = v.EmployerId
            WHERE v.Id = @VacancyId AND (@EmployerId IS NULL OR v.EmployerId = @EmployerId)
            """;

        private const string UpdateSql = """
            UPDATE Vacancy SET Version = Version + 1, TitleEn = @TitleEn, TitleKm = @TitleKm, TextEn = @TextEn, TextKm = @TextKm, SearchKey = @SearchKey,
                IscoCode = @IscoCode, IscoConfidence = @IscoConfidence, Openings = @Openings, EducationCode = @EducationCode,
                ExperienceMonths = @ExperienceMonths, WageFrom = @WageFrom, WageTo = @WageTo, WageCurrency = @WageCurrency, WagePeriod = @WagePeriod,
                MonthlyWageFromKhr = @MonthlyWageFromKhr, MonthlyWageToKhr = @MonthlyWageToKhr, HoursCode = @HoursCode, ContractCode = @ContractCode,
                IsHazardous = @IsHazardous, ClosesOn = @ClosesOn,
                Status = CASE WHEN Status = 'filled' AND Taken < @Openings THEN 'live' WHEN Status = 'live' AND Taken = @Openings THEN 'filled' ELSE Status END
            WHERE Id = @VacancyId AND Version = @Version AND Taken <= @Openings
            """;

        private const string DistrictSql = "SELECT p.NameEn, p.NameKm FROM Place p WHERE p.Code = @Code";

        private const string BackToCheckSql = "UPDATE Vacancy SET Status = 'submitted' WHERE Id = @VacancyId AND Status = 'live'";

        public async Task<Outcome<Done>> Handle(Command request, CancellationToken cancellationToken)
        {
            var facts = await db.FirstOrDefaultAsync<Facts>(
                FactsSql, new { request.VacancyId, EmployerId = VacancyScope.EmployerOf(request.Scope) }, cancellationToken);
            if (Refuse(facts, request.Content.Openings) is { } refusal)
            {
                return refusal;
            }

            var coded = coding.Read(request.Content);
            var columns = VacancyRecord.ColumnsOf(coded.Content, coded.IscoConfidence, wages);
            var args = new Dapper.DynamicParameters(columns);
            args.Add("VacancyId", request.VacancyId);
            args.Add("Version", request.Version);
            if (facts!.Version != request.Version || await db.ExecuteAsync(UpdateSql, args, cancellationToken) == 0)
            {
                return await VacancyRecord.ReadAsync(db, request.VacancyId, cancellationToken) is { } theirs
                    ? await ToldAsync(theirs.Tidy(), coded.Content, cancellationToken)
                    : Refusal.NotFound;
            }

            await VacancyRecord.PutPartsAsync(db, request.VacancyId, coded.Content, coded.FoundAs, cancellationToken);
            var now = clock.GetUtcNow().UtcDateTime;
            if (await VacancyFlags.RefreshAsync(db, request.VacancyId, coded.Content, columns, wages, now, cancellationToken))
            {
                await db.ExecuteAsync(BackToCheckSql, new { request.VacancyId }, cancellationToken);
            }

            return default(Done);
        }

        // What both texts were read as is compared, so that a proposal that nobody made is no conflict.
        private async Task<Refusal> ToldAsync(VacancyContent theirs, VacancyContent yours, CancellationToken ct)
        {
            Dictionary<string, string> districts = new(StringComparer.Ordinal);
            foreach (var code in theirs.Places.Concat(yours.Places).Select(p => p.DistrictCode).OfType<string>().Distinct(StringComparer.Ordinal))
            {
                if (await db.FirstOrDefaultAsync<District>(DistrictSql, new { Code = code }, ct) is { } district)
                {
                    districts.Add(code, RequestLanguage.IsKhmer ? district.NameKm : district.NameEn);
                }
            }

            return Refusal.Stale(theirs, yours).InWords((field, text) => VacancyWording.Told(field, text, vocabulary, districts));
        }

        internal static Refusal? Refuse(Facts? facts, int openings) => facts switch
        {
            null => Refusal.NotFound,
            { EmployerStatus: "suspended" } => new("employer-suspended"),
            { Status: VacancyStatus.Closed } => new("vacancy-is-closed"),
            { Taken: var taken } when taken > openings => new("openings-below-taken", taken),
            _ => null,
        };
    }

    private sealed record District
    {
        public required string NameEn { get; init; }

        public required string NameKm { get; init; }
    }

    internal sealed record Facts
    {
        public required string Status { get; init; }

        public required int Taken { get; init; }

        public required int Version { get; init; }

        public required string EmployerStatus { get; init; }
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.Put("/vacancies/{vacancyId:guid}", (Guid vacancyId, Command body, ApiEdge edge) =>
                edge.Do(body with { VacancyId = vacancyId, Scope = edge.Scope }))
            .For<Command>("Change what a vacancy says");
}
