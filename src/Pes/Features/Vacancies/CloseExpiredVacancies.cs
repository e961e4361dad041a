using MediatR;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Text;

namespace Pes.Features.Vacancies;

/// <summary>Due work of each day: live vacancies whose last day is over close. Its value is how many.</summary>
public static class CloseExpiredVacancies
{
    [Allows(Role.Administrator)]
    public sealed record Command : ScopedRequest, ICommand<int>
    {
        public AuditSubject Subject(int value) => new("vacancies", null, Detail: string.Create(System.Globalization.CultureInfo.InvariantCulture, $"closed={value}"));
    }

    public sealed class Handler(Database db, TimeProvider clock) : IRequestHandler<Command, Outcome<int>>
    {
        private const string CloseSql = """
            UPDATE Vacancy SET Status = 'closed', ClosedAt = @Now, CloseReason = 'expired', Version = Version + 1
            WHERE Status = 'live' AND ClosesOn < @Today
            """;

        public async Task<Outcome<int>> Handle(Command request, CancellationToken cancellationToken) =>
            await db.ExecuteAsync(CloseSql, new { Now = clock.GetUtcNow().UtcDateTime, Today = clock.TodayInCambodia() }, cancellationToken);
    }
}

/// <summary>The live vacancies of an employer close with it: sent when the employer is suspended. Its value is how many.</summary>
public static class CloseVacanciesOfEmployer
{
    [Allows(Role.Counsellor, Role.CentreManager)]
    public sealed record Command : ScopedRequest, ICommand<int>
    {
        public required Guid EmployerId { get; init; }

        public AuditSubject Subject(int value) => new("employer", EmployerId, Detail: string.Create(System.Globalization.CultureInfo.InvariantCulture, $"closed={value}"));
    }

    public sealed class Handler(Database db, TimeProvider clock) : IRequestHandler<Command, Outcome<int>>
    {
        private const string CloseSql = """
            UPDATE Vacancy SET Status = 'closed', ClosedAt = @Now, CloseReason = 'rule-breach', Version = Version + 1
            WHERE EmployerId = @EmployerId AND Status IN ('submitted', 'live')
            """;

        public async Task<Outcome<int>> Handle(Command request, CancellationToken cancellationToken) =>
            await db.ExecuteAsync(CloseSql, new { request.EmployerId, Now = clock.GetUtcNow().UtcDateTime }, cancellationToken);
    }
}
