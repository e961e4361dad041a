using FluentValidation;
using MediatR;
using Pes.Features.Reference;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Text;
using Pes.Platform.Web;

namespace Pes.Features.Matching.Assignments;

/// <summary>An officer asks for the best assignment of people to openings; <see cref="AssignmentWork"/> works it out.</summary>
public static class ProposeAssignment
{
    private const int MostPeople = 20_000;

    private const int MostVacancies = 5_000;

    [Allows(Role.Counsellor, Role.CentreManager)]
    public sealed record Command : ScopedRequest, ICommand<Guid>
    {
        public required AssignmentChoice Choice { get; init; }

        public AuditSubject Subject(Guid value) => new("assignment", value);
    }

    public sealed class Validator : AbstractValidator<Command>
    {
        public Validator(Vocabulary vocabulary)
        {
            RuleFor(c => c.Choice).NotNull();
            When(c => c.Choice is not null, () =>
            {
                RuleFor(c => c.Choice.ProvinceCode).Must(code => code is null || vocabulary.Provinces.ContainsKey(code)).WithErrorCode("unknown-code");
                RuleFor(c => c.Choice.LeastBand).InclusiveBetween(1, 5);
                RuleFor(c => c.Choice.PeopleForOpening).InclusiveBetween(1, 5);
                RuleFor(c => c.Choice.VacancyIds).Must(ids => ids.Count <= MostVacancies).WithErrorCode("assignment-too-large");
            });
        }
    }

    public sealed class Handler(Database db, TimeProvider clock) : IRequestHandler<Command, Outcome<Guid>>
    {
        private const string InsertSql = """
            INSERT INTO AssignmentProposal (Id, AccountId, AskedAt, Status, Choice, People, Vacancies, Openings, Done)
            VALUES (@Id, @AccountId, @Now, 'working', @Choice, @People, @Vacancies, @Openings, 0)
            """;

        public async Task<Outcome<Guid>> Handle(Command command, CancellationToken cancellationToken)
        {
            var selection = new AssignmentSelection(db);
            var vacancies = await selection.VacanciesAsync(command.Choice, clock.TodayInCambodia(), cancellationToken);
            var people = await selection.PeopleAsync(command.Choice, command.Scope, cancellationToken);
            if (Refuse(people.Count, vacancies.Count) is { } refusal)
            {
                return refusal;
            }

            var id = Guid.CreateVersion7();
            await db.ExecuteAsync(
                InsertSql,
                new
                {
                    Id = id,
                    command.Scope.AccountId,
                    Now = clock.GetUtcNow().UtcDateTime,
                    Choice = new ChosenGroup(command.Choice, people, [.. vacancies.Select(v => v.Id)]).ToBytes(),
                    People = people.Count,
                    Vacancies = vacancies.Count,
                    Openings = vacancies.Sum(v => v.OpeningsLeft),
                },
                cancellationToken);
            return id;
        }

        internal static Refusal? Refuse(int people, int vacancies) => (people, vacancies) switch
        {
            (_, 0) => new("assignment-no-vacancies"),
            (0, _) => new("assignment-no-people"),
            ( > MostPeople, _) or (_, > MostVacancies) => new("assignment-too-large", MostPeople, MostVacancies),
            _ => null,
        };
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.Post("/assignments", (Command body, ApiEdge edge) => edge.Create(body with { Scope = edge.Scope }, id => $"/assignments/{id}"))
            .For<Command>("Ask for the best assignment of people to openings");
}
