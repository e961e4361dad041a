using FluentValidation;
using MediatR;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Features.Matching;

/// <summary>What an officer does with a row of a list; each holds over later runs until it is undone.</summary>
public static class MatchActions
{
    public const string Pin = "pin";

    public const string Hide = "hide";

    /// <summary>The match is absurd: for those who mend codes and scores to look at.</summary>
    public const string Report = "report";

    public static readonly IReadOnlyList<string> All = [Pin, Hide, Report];
}

/// <summary>The officer is in charge: moves a vacancy up, hides it with a reason, or reports an absurd match.</summary>
public static class ActOnMatch
{
    [Allows(Role.Counsellor, Role.CentreManager)]
    public sealed record Command : ScopedRequest, ICommand<Guid>
    {
        public Guid CaseFileId { get; init; }

        public required Guid VacancyId { get; init; }

        /// <summary>pin, hide or report.</summary>
        public required string Action { get; init; }

        /// <summary>A code of list jobseeker-refusal-reason or the officer's own words; hiding and reporting need it.</summary>
        public string? Reason { get; init; }

        /// <summary>The list on which she acted.</summary>
        public Guid? RunId { get; init; }

        public AuditSubject Subject(Guid value) => new("match-action", value, Detail: Action);
    }

    public sealed class Validator : AbstractValidator<Command>
    {
        public Validator()
        {
            RuleFor(c => c.Action).Must(a => MatchActions.All.Contains(a, StringComparer.Ordinal)).WithErrorCode("unknown-code");
            RuleFor(c => c.Reason).MaximumLength(300);
            RuleFor(c => c.Reason).NotEmpty().When(c => c.Action is MatchActions.Hide or MatchActions.Report);
        }
    }

    public sealed class Handler(Database db, TimeProvider clock) : IRequestHandler<Command, Outcome<Guid>>
    {
        private const string FactsSql = $"""
            SELECT v.Id AS VacancyId, a.Id AS StandingActionId, m.Id AS RunId
            FROM CaseFile c
            JOIN Vacancy v ON v.Id = @VacancyId
            LEFT JOIN MatchAction a ON a.CaseFileId = c.Id AND a.VacancyId = v.Id AND a.Action = @Action AND a.UndoneAt IS NULL
            LEFT JOIN MatchRun m ON m.Id = @RunId AND m.CaseFileId = c.Id
            WHERE c.Id = @CaseFileId AND {Scope.SeesCaseSql}
            """;

        // Moved up and hidden at once would say nothing, so the newer takes the other's place.
        private const string UndoOtherSql = """
            UPDATE MatchAction SET UndoneAt = @Now
            WHERE CaseFileId = @CaseFileId AND VacancyId = @VacancyId AND UndoneAt IS NULL
              AND ((@Action = 'pin' AND Action = 'hide') OR (@Action = 'hide' AND Action = 'pin'))
            """;

        private const string InsertSql = """
            INSERT INTO MatchAction (Id, RunId, CaseFileId, VacancyId, Action, Reason, AccountId, TakenAt)
            VALUES (@Id, @RunId, @CaseFileId, @VacancyId, @Action, @Reason, @AccountId, @Now)
            """;

        public async Task<Outcome<Guid>> Handle(Command command, CancellationToken cancellationToken)
        {
            var scope = command.Scope;
            var facts = await db.FirstOrDefaultAsync<Facts>(
                FactsSql, new { command.CaseFileId, command.VacancyId, command.Action, command.RunId, scope.SessionId, scope.OwnCasesOf }, cancellationToken);
            if (Refuse(facts, command) is { } refusal)
            {
                return refusal;
            }

            var args = new
            {
                Id = Guid.CreateVersion7(),
                command.RunId,
                command.CaseFileId,
                command.VacancyId,
                command.Action,
                command.Reason,
                scope.AccountId,
                Now = clock.GetUtcNow().UtcDateTime,
            };
            await db.ExecuteAsync(UndoOtherSql, args, cancellationToken);
            await db.ExecuteAsync(InsertSql, args, cancellationToken);
            return args.Id;
        }

        internal static Refusal? Refuse(Facts? facts, Command command) => facts switch
        {
            null => Refusal.NotFound,
            { RunId: null } when command.RunId is not null => new("match-run-unknown"),
            { StandingActionId: not null } => new("already-in-that-state"),
            _ => null,
        };
    }

    internal sealed record Facts
    {
        public required Guid VacancyId { get; init; }

        public required Guid? StandingActionId { get; init; }

        public required Guid? RunId { get; init; }
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.Post("/case-files/{caseFileId:guid}/match-actions", (Guid caseFileId, Command body, ApiEdge edge) =>
                edge.Create(body with { CaseFileId = caseFileId, Scope = edge.Scope }, id => $"/match-actions/{id}"))
            .For<Command>("Move a vacancy up, hide it, or report an absurd match");
}
