using System.Text.Json.Serialization;
using FluentValidation;
using MediatR;
using Pes.Features.Reference;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Features.CaseFiles;

/// <summary>Offers a file in scope to another centre, where the jobseeker now lives; that centre decides.</summary>
public static class OfferTransfer
{
    [Allows(Role.Counsellor, Role.CentreManager)]
    public sealed record Command : ScopedRequest, ICommand<Guid>
    {
        [JsonIgnore]
        public Guid CaseFileId { get; init; }

        public required Guid ToCentreId { get; init; }

        /// <summary>A code of list transfer-reason.</summary>
        public required string ReasonCode { get; init; }

        public AuditSubject Subject(Guid value) => new("case-file", CaseFileId, Detail: $"to={ToCentreId:D}");
    }

    public sealed class Validator : AbstractValidator<Command>
    {
        public Validator(Vocabulary vocabulary)
        {
            RuleFor(c => c.ToCentreId).Must(id => vocabulary.Centres.ContainsKey(id)).WithErrorCode("unknown-code");
            RuleFor(c => c.ReasonCode).NotEmpty().OneOf(vocabulary, "transfer-reason");
        }
    }

    public sealed class Handler(Database db, TimeProvider clock) : IRequestHandler<Command, Outcome<Guid>>
    {
        public async Task<Outcome<Guid>> Handle(Command command, CancellationToken cancellationToken)
        {
            var file = await CaseInScope.FindAsync(db, command.Scope, command.CaseFileId, cancellationToken);
            return Refuse(file, command.ToCentreId) is { } refusal
                ? refusal
                : await Transfers.AskAsync(
                    db, clock, command.Scope, file!.Id, command.ToCentreId, command.ToCentreId, command.ReasonCode, cancellationToken);
        }

        internal static Refusal? Refuse(CaseInScope? file, Guid toCentreId) =>
            CaseInScope.RefuseChange(file) ?? (file!.CentreId == toCentreId ? new Refusal("transfer-not-needed") : null);
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.Post("/case-files/{caseFileId:guid}/transfers", (Guid caseFileId, Command body, ApiEdge edge) =>
                edge.Create(body with { CaseFileId = caseFileId, Scope = edge.Scope }, id => $"/transfers/{id}"))
            .For<Command>("Offer a case file to another centre");
}
