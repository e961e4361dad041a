using FluentValidation;
using MediatR;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;

namespace Pes.Features.CaseFiles;

/// <summary>
/// Puts what another feature did (a referral, an answer, a placement) on the timeline of a case. Sent inside that
/// feature's command, which has checked the scope; it has no route of its own.
/// </summary>
public static class RecordCaseEvent
{
    [Allows(Role.Counsellor, Role.CentreManager, Role.Employer, Role.Jobseeker)]
    public sealed record Command : ScopedRequest, ICommand<Done>
    {
        public required Guid CaseFileId { get; init; }

        /// <summary>A key of CaseFileWords without its <c>event-</c>: lower case words joined by hyphens.</summary>
        public required string Kind { get; init; }

        /// <summary>The referral, vacancy, placement or follow-up it is about.</summary>
        public Guid? SubjectId { get; init; }

        public string? Note { get; init; }

        public AuditSubject Subject(Done value) => new("case-file", CaseFileId, Detail: $"event={Kind}");
    }

    public sealed class Validator : AbstractValidator<Command>
    {
        public Validator()
        {
            RuleFor(c => c.Kind).NotEmpty().MaximumLength(40);
            RuleFor(c => c.Note).MaximumLength(1000);
        }
    }

    public sealed class Handler(Database db, TimeProvider clock) : IRequestHandler<Command, Outcome<Done>>
    {
        public async Task<Outcome<Done>> Handle(Command command, CancellationToken cancellationToken)
        {
            await CaseTimeline.AppendAsync(
                db, command.CaseFileId, command.Kind, command.Scope.AccountId, clock.GetUtcNow().UtcDateTime, command.SubjectId, command.Note, cancellationToken);
            return default(Done);
        }
    }
}
