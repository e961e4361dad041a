using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.DataProtection;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Features.CaseFiles;

/// <summary>
/// Looks for files of the same person before a new one is opened. Within the scope with details; outside it only that a
/// file may exist at a centre, at most 60 times an hour an account.
/// </summary>
public static class SearchDuplicates
{
    public const int OutsideAnswersAnHour = 60;

    private const int MostShown = 20;

    [Allows(Role.Counsellor, Role.CentreManager)]
    public sealed record Query : ScopedRequest, IQuery<Result>, IAuditedRead
    {
        public string? FamilyName { get; init; }

        public string? GivenName { get; init; }

        public string? FamilyNameLatin { get; init; }

        public string? GivenNameLatin { get; init; }

        public DateOnly? BornOn { get; init; }

        public string? Phone { get; init; }

        public string? IdentityNumber { get; init; }

        public AuditSubject Subject => new("duplicate-search", null, Detail: string.Join(' ', Asked()));

        private IEnumerable<string> Asked()
        {
            if (FamilyName is not null || GivenName is not null || FamilyNameLatin is not null || GivenNameLatin is not null)
            {
                yield return "name";
            }

            if (BornOn is not null)
            {
                yield return "birth-date";
            }

            if (Phone is not null)
            {
                yield return "phone";
            }

            if (IdentityNumber is not null)
            {
                yield return "identity-number";
            }
        }
    }

    /// <param name="Within">Files that the reader may open, the most likely first.</param>
    /// <param name="Elsewhere">Centres where a file may exist; no detail.</param>
    /// <param name="ElsewhereWithheld">The hourly limit is reached: other centres were not looked at.</param>
    public sealed record Result(IReadOnlyList<Candidate> Within, IReadOnlyList<ElsewhereCandidate> Elsewhere, bool ElsewhereWithheld);

    public sealed record Candidate
    {
        public required Likelihood Likelihood { get; init; }

        public required Guid CaseFileId { get; init; }

        public required string Number { get; init; }

        public required string FamilyName { get; init; }

        public required string GivenName { get; init; }

        public required string FamilyNameLatin { get; init; }

        public required string GivenNameLatin { get; init; }

        public required string Sex { get; init; }

        public required DateOnly? BornOn { get; init; }

        public required string? Phone { get; init; }

        public required string? ProvinceCode { get; init; }

        public required string Status { get; init; }

        public required DateTime OpenedAt { get; init; }
    }

    /// <param name="CentreId">Where a file may exist.</param>
    /// <param name="Reference">Names that file to <see cref="RequestTransfer"/>, for this account and one hour; says nothing else.</param>
    public sealed record ElsewhereCandidate(Guid CentreId, string Reference);

    public sealed class Validator : AbstractValidator<Query>
    {
        public Validator()
        {
            RuleFor(q => q.FamilyName).MaximumLength(80);
            RuleFor(q => q.GivenName).MaximumLength(80);
            RuleFor(q => q.FamilyNameLatin).MaximumLength(80);
            RuleFor(q => q.GivenNameLatin).MaximumLength(80);
            RuleFor(q => q.Phone).MaximumLength(40).Telephone();
            RuleFor(q => q.IdentityNumber).MaximumLength(40);
            RuleFor(q => q.FamilyName)
                .Must((q, _) => new[] { q.FamilyName, q.GivenName, q.FamilyNameLatin, q.GivenNameLatin, q.Phone, q.IdentityNumber }.Any(t => !string.IsNullOrWhiteSpace(t)))
                .WithErrorCode("duplicate-search-empty");
        }
    }

    public sealed class Handler(Database db, IdentityNumbers identities, FileReferences references, TimeProvider clock) : IRequestHandler<Query, Outcome<Result>>
    {
        private const string CandidatesSql = $"""
            SELECT c.Id AS CaseFileId, c.Number, c.CentreId, c.Status, c.OpenedAt, p.FamilyName, p.GivenName, p.FamilyNameLatin, p.GivenNameLatin,
                   p.Sex, p.BornOn, p.Phone, p.ProvinceCode,
                   (SELECT MAX(i.NumberKey) FROM PersonIdentity i WHERE i.PersonId = p.Id AND i.NumberKey = @IdentityKey) AS IdentityKey,
                   CASE WHEN {Scope.SeesCaseSql} THEN 1 ELSE 0 END AS IsWithin
            FROM CaseFile c
            JOIN Person p ON p.Id = c.PersonId
            WHERE p.Id IN (
                SELECT a.Id FROM Person a WHERE a.Phone = @Phone
                UNION SELECT i.PersonId FROM PersonIdentity i WHERE i.NumberKey = @IdentityKey
                UNION SELECT a.Id FROM Person a WHERE a.BornOn IN (@BornOn, @Swapped, @YearBefore, @YearAfter)
                UNION SELECT a.Id FROM Person a WHERE a.NameKey = @NameKey
                UNION SELECT a.Id FROM Person a WHERE a.LatinKey = @LatinKey)
            """;

        private const string UsedSql = "SELECT COUNT(*) FROM OutsideAnswer WHERE AccountId = @AccountId AND At > @Since";

        private const string CountSql = "INSERT INTO OutsideAnswer (AccountId, At) VALUES (@AccountId, @Now)";

        private const string ForgetSql = "DELETE FROM OutsideAnswer WHERE AccountId = @AccountId AND At <= @Since";

        public async Task<Outcome<Result>> Handle(Query query, CancellationToken cancellationToken)
        {
            var asked = Traits(query);
            var keys = PersonKeys.Of(query.FamilyName ?? "", query.GivenName ?? "", query.FamilyNameLatin, query.GivenNameLatin);
            var found = (await db.QueryAsync<Row>(
                    CandidatesSql,
                    new
                    {
                        asked.Phone,
                        asked.IdentityKey,
                        asked.BornOn,
                        Swapped = Swapped(asked.BornOn),
                        YearBefore = asked.BornOn?.AddYears(-1),
                        YearAfter = asked.BornOn?.AddYears(1),
                        NameKey = Filled(keys.NameKey),
                        LatinKey = Filled(keys.LatinKey),
                        query.Scope.SessionId,
                        query.Scope.OwnCasesOf,
                    },
                    cancellationToken))
                .Select(row => row with { Likelihood = DuplicateLikelihood.Of(asked, row.Traits) })
                .Where(row => row.Likelihood != Likelihood.No)
                .OrderByDescending(row => row.Likelihood).ThenByDescending(row => row.OpenedAt)
                .ToList();

            var within = found.Where(r => r.IsWithin).Take(MostShown).Select(r => r.Candidate).ToList();
            var elsewhere = found.Where(r => !r.IsWithin && r.Likelihood >= Likelihood.Likely).DistinctBy(r => r.CentreId).Take(MostShown).ToList();
            if (!await MayTellAsync(query.Scope.AccountId, elsewhere.Count > 0, cancellationToken))
            {
                return new Result(within, [], ElsewhereWithheld: true);
            }

            return new Result(within, [.. elsewhere.Select(r => new ElsewhereCandidate(r.CentreId, references.Make(r.CaseFileId, query.Scope.AccountId)))], false);
        }

        private DuplicateTraits Traits(Query query) => new(
            $"{query.FamilyName} {query.GivenName}".Trim(),
            $"{query.FamilyNameLatin} {query.GivenNameLatin}".Trim(),
            query.BornOn,
            PhoneNumber.Normalise(query.Phone),
            IdentityNumbers.Normalise(query.IdentityNumber).Length > 0 ? identities.KeyOf(query.IdentityNumber!) : null);

        // The limit counts before it looks at what was found, so that reaching it tells nothing either.
        private async Task<bool> MayTellAsync(Guid accountId, bool hasAnswer, CancellationToken ct)
        {
            var now = clock.GetUtcNow().UtcDateTime;
            var args = new { AccountId = accountId, Now = now, Since = now.AddHours(-1) };
            if (await db.SingleAsync<int>(UsedSql, args, ct) >= OutsideAnswersAnHour)
            {
                return false;
            }

            if (hasAnswer)
            {
                await db.BeginAsync(ct);
                await db.ExecuteAsync(ForgetSql, args, ct);
                await db.ExecuteAsync(CountSql, args, ct);
                await db.CommitAsync(ct);
            }

            return true;
        }

        private static DateOnly? Swapped(DateOnly? born) => born is { Day: <= 12 } date ? new DateOnly(date.Year, date.Day, date.Month) : null;

        private static string? Filled(string key) => key.Length == 0 ? null : key;
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.Post("/case-files/duplicate-search", (Query body, ApiEdge edge) => edge.Ask(body with { Scope = edge.Scope }))
            .For<Query>("Look for files of the same person")
            .WithMetadata(new NeedsNoKey());

    private sealed record Row
    {
        public Likelihood Likelihood { get; init; }

        public required Guid CaseFileId { get; init; }

        public required string Number { get; init; }

        public required Guid CentreId { get; init; }

        public required string Status { get; init; }

        public required DateTime OpenedAt { get; init; }

        public required string FamilyName { get; init; }

        public required string GivenName { get; init; }

        public required string FamilyNameLatin { get; init; }

        public required string GivenNameLatin { get; init; }

        public required string Sex { get; init; }

        public required DateOnly? BornOn { get; init; }

        public required string? Phone { get; init; }

        public required string? ProvinceCode { get; init; }

        public required string? IdentityKey { get; init; }

        public required bool IsWithin { get; init; }

        public DuplicateTraits Traits => new($"{FamilyName} {GivenName}", $"{FamilyNameLatin} {GivenNameLatin}".Trim(), BornOn, Phone, IdentityKey);

        public Candidate Candidate => new()
        {
            Likelihood = Likelihood,
            CaseFileId = CaseFileId,
            Number = Number,
            FamilyName = FamilyName,
            GivenName = GivenName,
            FamilyNameLatin = FamilyNameLatin,
            GivenNameLatin = GivenNameLatin,
            Sex = Sex,
            BornOn = BornOn,
            Phone = Phone,
            ProvinceCode = ProvinceCode,
            Status = Status,
            OpenedAt = OpenedAt,
        };
    }
}

/// <summary>Names a case file outside the scope without giving its id away: sealed, for one account, for one hour.</summary>
public sealed class FileReferences(IDataProtectionProvider protection, TimeProvider clock)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private readonly IDataProtector protector = protection.CreateProtector("Pes.FileReference");

    public string Make(Guid caseFileId, Guid accountId) =>
        protector.Protect($"{caseFileId:N}.{accountId:N}.{(clock.GetUtcNow() + Lifetime).ToUnixTimeSeconds()}");

    /// <summary>The case file, or null where the reference is another account's, too old, or not ours.</summary>
    public Guid? Read(string reference, Guid accountId)
    {
        try
        {
            return protector.Unprotect(reference).Split('.') is [var file, var account, var until]
                && Guid.Parse(account) == accountId
                && long.Parse(until, System.Globalization.CultureInfo.InvariantCulture) >= clock.GetUtcNow().ToUnixTimeSeconds()
                ? Guid.Parse(file)
                : null;
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return null;
        }
    }
}
