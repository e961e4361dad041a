using System.Text.Json.Serialization;
using FluentValidation;
using MediatR;
using Pes.Features.Reference;
using Pes.Features.Referrals;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Features.CaseFiles;

/// <summary>Purposes of list consent-purpose that the code itself asks for.</summary>
public static class ConsentPurpose
{
    public const string CaseWork = "case-work";

    public const string ShareWithEmployer = "share-with-employer";

    public const string ContactBySms = "contact-by-sms";
}

/// <summary>Writes consents: one current row a person and purpose, withdrawn ones kept.</summary>
internal static class Consents
{
    private const string GiveSql = """
        INSERT INTO Consent (Id, PersonId, Purpose, GivenAt, RecordedBy)
        SELECT @Id, @PersonId, @Purpose, @Now, @AccountId
        WHERE NOT EXISTS (SELECT 1 FROM Consent k WHERE k.PersonId = @PersonId AND k.Purpose = @Purpose AND k.WithdrawnAt IS NULL)
        """;

    private const string WithdrawSql = """
        UPDATE Consent SET WithdrawnAt = @Now WHERE PersonId = @PersonId AND Purpose = @Purpose AND WithdrawnAt IS NULL
        """;

    /// <summary>False where the consent stood already.</summary>
    public static async Task<bool> GiveAsync(Database db, Guid caseFileId, Guid personId, string purpose, Guid accountId, DateTime now, CancellationToken ct)
    {
        var args = new { Id = Guid.CreateVersion7(), PersonId = personId, Purpose = purpose, Now = now, AccountId = accountId };
        return await db.ExecuteAsync(GiveSql, args, ct) == 1 && await TellAsync(db, caseFileId, "consent-given", purpose, accountId, now, ct);
    }

    /// <summary>False where there was none to withdraw.</summary>
    public static async Task<bool> WithdrawAsync(Database db, Guid caseFileId, Guid personId, string purpose, Guid accountId, DateTime now, CancellationToken ct) =>
        await db.ExecuteAsync(WithdrawSql, new { PersonId = personId, Purpose = purpose, Now = now }, ct) > 0
        && await TellAsync(db, caseFileId, "consent-withdrawn", purpose, accountId, now, ct);

    private static async Task<bool> TellAsync(Database db, Guid caseFileId, string kind, string purpose, Guid accountId, DateTime now, CancellationToken ct)
    {
        await CaseTimeline.AppendAsync(db, caseFileId, kind, accountId, now, note: purpose, ct: ct);
        return true;
    }
}

/// <summary>Records that a jobseeker agreed to a purpose; again changes nothing.</summary>
public static class GiveConsent
{
    [Allows(Role.Counsellor, Role.CentreManager)]
    public sealed record Command : ScopedRequest, ICommand<Done>
    {
        [JsonIgnore]
        public Guid CaseFileId { get; init; }

        /// <summary>A code of list consent-purpose.</summary>
        [JsonIgnore]
        public string Purpose { get; init; } = "";

        public AuditSubject Subject(Done value) => new("case-file", CaseFileId, Detail: Purpose);
    }

    public sealed class Validator : AbstractValidator<Command>
    {
        public Validator(Vocabulary vocabulary) => RuleFor(c => c.Purpose).NotEmpty().OneOf(vocabulary, "consent-purpose");
    }

    public sealed class Handler(Database db, TimeProvider clock) : IRequestHandler<Command, Outcome<Done>>
    {
        public async Task<Outcome<Done>> Handle(Command command, CancellationToken cancellationToken)
        {
            var file = await CaseInScope.FindAsync(db, command.Scope, command.CaseFileId, cancellationToken);
            if (CaseInScope.RefuseChange(file) is { } refusal)
            {
                return refusal;
            }

            await Consents.GiveAsync(
                db, file!.Id, file.PersonId, command.Purpose, command.Scope.AccountId, clock.GetUtcNow().UtcDateTime, cancellationToken);
            return default(Done);
        }
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.Put("/case-files/{caseFileId:guid}/consents/{purpose}", (Guid caseFileId, string purpose, ApiEdge edge) =>
                edge.Do(new Command { CaseFileId = caseFileId, Purpose = purpose, Scope = edge.Scope }))
            .For<Command>("Record a jobseeker's consent to a purpose");
}

/// <summary>Records that a jobseeker took a consent back, at once and in a closed file too; the row stays as the proof that it was given.</summary>
public static class WithdrawConsent
{
    [Allows(Role.Counsellor, Role.CentreManager)]
    public sealed record Command : ScopedRequest, ICommand<Done>
    {
        [JsonIgnore]
        public Guid CaseFileId { get; init; }

        /// <summary>A code of list consent-purpose.</summary>
        [JsonIgnore]
        public string Purpose { get; init; } = "";

        public AuditSubject Subject(Done value) => new("case-file", CaseFileId, Detail: Purpose);
    }

    public sealed class Validator : AbstractValidator<Command>
    {
        public Validator(Vocabulary vocabulary) => RuleFor(c => c.Purpose).NotEmpty().OneOf(vocabulary, "consent-purpose");
    }

    public sealed class Handler(Database db, ISender sender, TimeProvider clock) : IRequestHandler<Command, Outcome<Done>>
    {
        private const string UnplacedSql = """
            SELECT r.Id FROM Referral r
            WHERE r.CaseFileId = @CaseFileId AND r.Status = 'accepted' AND r.ConsentWithdrawnAt IS NULL
              AND NOT EXISTS (SELECT 1 FROM Placement pl WHERE pl.ReferralId = r.Id)
            ORDER BY r.Seq
            """;

        public async Task<Outcome<Done>> Handle(Command command, CancellationToken cancellationToken)
        {
            var file = await CaseInScope.FindAsync(db, command.Scope, command.CaseFileId, cancellationToken);
            if (Refuse(file, command.Purpose) is { } refusal)
            {
                return refusal;
            }

            var withdrawn = await Consents.WithdrawAsync(
                db, file!.Id, file.PersonId, command.Purpose, command.Scope.AccountId, clock.GetUtcNow().UtcDateTime, cancellationToken);
            return withdrawn && command.Purpose == ConsentPurpose.ShareWithEmployer ? await EndUnplacedAsync(command, cancellationToken) : default(Done);
        }

        // An opening is not kept for somebody whom its employer may not know any more.
        private async Task<Outcome<Done>> EndUnplacedAsync(Command command, CancellationToken ct)
        {
            foreach (var referralId in await db.QueryAsync<Guid>(UnplacedSql, new { command.CaseFileId }, ct))
            {
                if ((await sender.Send(new WithdrawReferral.Command { ReferralId = referralId, Scope = command.Scope }, ct)).Refusal is { } refusal)
                {
                    return refusal;
                }
            }

            return default(Done);
        }

        internal static Refusal? Refuse(CaseInScope? file, string purpose) => (file, purpose) switch
        {
            (null, _) => Refusal.NotFound,
            ({ Status: CaseStatus.Open }, ConsentPurpose.CaseWork) => new("consent-to-case-work-stays"),
            _ => null,
        };
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.Delete("/case-files/{caseFileId:guid}/consents/{purpose}", (Guid caseFileId, string purpose, ApiEdge edge) =>
                edge.Do(new Command { CaseFileId = caseFileId, Purpose = purpose, Scope = edge.Scope }))
            .For<Command>("Record that a jobseeker withdrew a consent");
}
