using FluentValidation;
using MediatR;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Features.Matching;

/// <summary>Those in charge of the ranking answer a report of an absurd match, once, with a note that its officer sees; it waits no longer.</summary>
public static class AnswerMatchReport
{
    [Allows(Role.Administrator)]
    public sealed record Command : ScopedRequest, ICommand<Done>
    {
        public Guid ReportId { get; init; }

        /// <summary>What was found, and what is done about it.</summary>
        public required string Note { get; init; }

        public AuditSubject Subject(Done value) => new("match-action", ReportId, Detail: "answered");
    }

    public sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(c => c.Note).NotEmpty().MaximumLength(500);
    }

    public sealed class Handler(Database db, TimeProvider clock) : IRequestHandler<Command, Outcome<Done>>
    {
        private const string FactsSql = """
            SELECT p.AnsweredAt, a.UndoneAt FROM MatchReport p JOIN MatchAction a ON a.Id = p.ActionId WHERE p.ActionId = @ReportId
            """;

        private const string AnswerSql = """
            UPDATE MatchReport SET AnsweredAt = @Now, AnsweredBy = @AccountId, Answer = @Note
            WHERE ActionId = @ReportId AND AnsweredAt IS NULL
            """;

        public async Task<Outcome<Done>> Handle(Command command, CancellationToken cancellationToken)
        {
            var args = new { command.ReportId, command.Note, command.Scope.AccountId, Now = clock.GetUtcNow().UtcDateTime };
            if (Refuse(await db.FirstOrDefaultAsync<Facts>(FactsSql, args, cancellationToken)) is { } refusal)
            {
                return refusal;
            }

            return await db.ExecuteAsync(AnswerSql, args, cancellationToken) == 0 ? new Refusal("already-in-that-state") : default(Done);
        }

        internal static Refusal? Refuse(Facts? facts) => facts switch
        {
            // Taken back by its officer: nobody waits for an answer.
            null or { UndoneAt: not null } => Refusal.NotFound,
            { AnsweredAt: not null } => new("already-in-that-state"),
            _ => null,
        };
    }

    internal sealed record Facts
    {
        public required DateTime? AnsweredAt { get; init; }

        public required DateTime? UndoneAt { get; init; }
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.Post("/match-reports/{reportId:guid}/answer", (Guid reportId, Command body, ApiEdge edge) => edge.Do(body with { ReportId = reportId, Scope = edge.Scope }))
            .For<Command>("Answer a report of an absurd match");
}
