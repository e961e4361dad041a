using System.Globalization;
using FluentValidation;
using MediatR;
using Pes.Features.Reference;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Text;
using Pes.Platform.Web;

namespace Pes.Features.Vacancies;

/// <summary>An employer, or an officer for an employer, begins a vacancy. It gets its number and is shown to nobody yet.</summary>
public static class DraftVacancy
{
    [Allows(Role.Counsellor, Role.CentreManager, Role.Employer)]
    public sealed record Command : ScopedRequest, ICommand<Guid>
    {
        /// <summary>Whose vacancy; an employer's account leaves it out or names its own company.</summary>
        public Guid? EmployerId { get; init; }

        public VacancyContent Content { get; init; } = new();

        public AuditSubject Subject(Guid value) => new("vacancy", value);
    }

    public sealed class Validator : AbstractValidator<Command>
    {
        public Validator(Vocabulary vocabulary) => RuleFor(c => c.Content).NotNull().SetValidator(new VacancyContentValidator(vocabulary));
    }

    public sealed class Handler(Database db, TimeProvider clock, VacancyCoding coding, WageSettings wages) : IRequestHandler<Command, Outcome<Guid>>
    {
        private const string FactsSql = "SELECT Status AS EmployerStatus FROM Employer WHERE Id = @EmployerId";

        private const string AdvanceSql = "UPDATE VacancySeries SET LastNumber = LastNumber + 1 WHERE Year = @Year";

        private const string BeginSql = "INSERT INTO VacancySeries (Year, LastNumber) VALUES (@Year, 1)";

        private const string NumberSql = "SELECT LastNumber FROM VacancySeries WHERE Year = @Year";

        private const string InsertSql = """
            INSERT INTO Vacancy (Id, Number, EmployerId, Status, TitleEn, TitleKm, TextEn, TextKm, SearchKey, IscoCode, IscoConfidence, Openings, Taken,
                                 EducationCode, ExperienceMonths, WageFrom, WageTo, WageCurrency, WagePeriod, MonthlyWageFromKhr, MonthlyWageToKhr,
                                 HoursCode, ContractCode, IsHazardous, ClosesOn, CreatedBy, CreatedAt, Version)
            VALUES (@Id, @Number, @EmployerId, 'draft', @TitleEn, @TitleKm, @TextEn, @TextKm, @SearchKey, @IscoCode, @IscoConfidence, @Openings, 0,
                    @EducationCode, @ExperienceMonths, @WageFrom, @WageTo, @WageCurrency, @WagePeriod, @MonthlyWageFromKhr, @MonthlyWageToKhr,
                    @HoursCode, @ContractCode, @IsHazardous, @ClosesOn, @CreatedBy, @Now, 1)
            """;

        public async Task<Outcome<Guid>> Handle(Command request, CancellationToken cancellationToken)
        {
            var employerId = request.EmployerId ?? request.Scope.EmployerId;
            var facts = request.Scope.Role == Role.Employer && employerId != request.Scope.EmployerId
                ? null
                : await db.FirstOrDefaultAsync<Facts>(FactsSql, new { EmployerId = employerId }, cancellationToken);
            if (Refuse(facts) is { } refusal)
            {
                return refusal;
            }

            var coded = coding.Read(request.Content);
            var columns = VacancyRecord.ColumnsOf(coded.Content, coded.IscoConfidence, wages);
            var id = Guid.CreateVersion7();
            var now = clock.GetUtcNow().UtcDateTime;
            var args = new Dapper.DynamicParameters(columns);
            args.Add("Id", id);
            args.Add("Number", await NextNumberAsync(clock.TodayInCambodia().Year, cancellationToken));
            args.Add("EmployerId", employerId);
            args.Add("CreatedBy", request.Scope.AccountId);
            args.Add("Now", now);
            await db.ExecuteAsync(InsertSql, args, cancellationToken);
            await VacancyRecord.PutPartsAsync(db, id, coded.Content, coded.FoundAs, cancellationToken);
            await VacancyFlags.RefreshAsync(db, id, coded.Content, columns, wages, now, cancellationToken);
            return id;
        }

        internal static Refusal? Refuse(Facts? facts) => facts switch
        {
            null => Refusal.NotFound,
            { EmployerStatus: "suspended" } => new("employer-suspended"),
            _ => null,
        };

        // Two first vacancies of a year meet at the primary key; the pipeline tries the loser again.
        private async Task<string> NextNumberAsync(int year, CancellationToken ct)
        {
            var args = new { Year = year };
            if (await db.ExecuteAsync(AdvanceSql, args, ct) == 0)
            {
                await db.ExecuteAsync(BeginSql, args, ct);
            }

            var number = await db.SingleAsync<int>(NumberSql, args, ct);
            return string.Create(CultureInfo.InvariantCulture, $"V-{year}-{number:D6}");
        }
    }

    internal sealed record Facts
    {
        public required string EmployerStatus { get; init; }
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.Post("/vacancies", (Command body, ApiEdge edge) => edge.Create(body with { Scope = edge.Scope }, id => $"/vacancies/{id}"))
            .For<Command>("Begin a vacancy");
}
