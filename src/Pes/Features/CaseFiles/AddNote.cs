using System.Text.Json.Serialization;
using FluentValidation;
using MediatR;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Features.CaseFiles;

/// <summary>Puts an officer's own words on the timeline of a case, open or closed.</summary>
public static class AddNote
{
    [Allows(Role.Counsellor, Role.CentreManager)]
    public sealed record Command : ScopedRequest, ICommand<Guid>
    {
        [JsonIgnore]
        public Guid CaseFileId { get; init; }

        public required string Note { get; init; }

        public AuditSubject Subject(Guid value) => new("case-file", CaseFileId, Detail: "note");
    }

    public sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(c => c.Note).NotEmpty().MaximumLength(1000);
    }

    public sealed class Handler(Database db, TimeProvider clock) : IRequestHandler<Command, Outcome<Guid>>
    {
        public async Task<Outcome<Guid>> Handle(Command command, CancellationToken cancellationToken)
        {
            if (await CaseInScope.FindAsync(db, command.Scope, command.CaseFileId, cancellationToken) is not { } file)
            {
                return Refusal.NotFound;
            }

            await CaseTimeline.AppendAsync(
                db, file.Id, "note", command.Scope.AccountId, clock.GetUtcNow().UtcDateTime, note: command.Note.Trim(), ct: cancellationToken);
            return file.Id;
        }
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.Post("/case-files/{caseFileId:guid}/notes", (Guid caseFileId, Command body, ApiEdge edge) =>
                edge.Create(body with { CaseFileId = caseFileId, Scope = edge.Scope }, id => $"/case-files/{id}"))
            .For<Command>("Add a note to the timeline of a case");
}
