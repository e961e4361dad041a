using FluentValidation;
using MediatR;
using Pes.Features.Reference;
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

    private const int MostRead = 2_000;

    [Allows(Role.Counsellor, Role.CentreManager)]
    public sealed record Query : ScopedRequest, IQuery<Result>, IAuditedRead
    {
        public string? FamilyName { get; init; }

        public string? GivenName { get; init; }

        public string? FamilyNameLatin { get; init; }

        public string? GivenNameLatin { get; init; }

        /// <summary>A code of list sex; with the province it decides where names meet and birth dates say little.</summary>
        public string? Sex { get; init; }

        public DateOnly? BornOn { get; init; }

        public string? ProvinceCode { get; init; }

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
        public Validator(Vocabulary vocabulary)
        {
            RuleFor(q => q.FamilyName).MaximumLength(80);
            RuleFor(q => q.GivenName).MaximumLength(80);
            RuleFor(q => q.FamilyNameLatin).MaximumLength(80);
            RuleFor(q => q.GivenNameLatin).MaximumLength(80);
            RuleFor(q => q.Sex).OneOf(vocabulary, "sex");
            RuleFor(q => q.ProvinceCode).Province(vocabulary);
            RuleFor(q => q.Phone).MaximumLength(40).Telephone();
            RuleFor(q => q.IdentityNumber).MaximumLength(40);
            RuleFor(q => q.FamilyName)
                .Must((q, _) => new[] { q.FamilyName, q.GivenName, q.FamilyNameLatin, q.GivenNameLatin, q.Phone, q.IdentityNumber }.Any(t => !string.IsNullOrWhiteSpace(t)))
                .WithErrorCode("duplicate-search-empty");
        }
    }

    public sealed class Handler(Database db, IdentityNumbers identities, FileReferences references, TimeProvider clock) : IRequestHandler<Query, Outcome<Result>>
    {
        // A frequent name or birthday has thousands of bearers: those near in birth year are read, and of them the nearest on either side of the scope.
        internal const string CandidatesSql = $"""
            WITH met AS (
                SELECT m.Seq, MIN(m.Sign) AS Sign
                FROM (SELECT a.Seq, 1 AS Sign FROM Person a WHERE a.Phone = @Phone
                      UNION ALL SELECT a.Seq, 1 FROM PersonIdentity i JOIN Person a ON a.Id = i.PersonId WHERE i.NumberKey = @IdentityKey
                      UNION ALL SELECT k.PersonSeq, 2 FROM PersonNameKey k WHERE k.NameKey IN (@Sound, @OtherSound) AND k.BirthYear BETWEEN @FromYear AND @ToYear
                      UNION ALL SELECT k.PersonSeq, 2 FROM PersonNameKey k WHERE k.NameKey IN (@Sound, @OtherSound) AND k.BirthYear = 0
                      UNION ALL SELECT a.Seq, 2 FROM Person a WHERE a.NameKey = @NameKey AND a.NameKeysFormat < @Format
                      UNION ALL SELECT a.Seq, 2 FROM Person a WHERE a.LatinKey = @LatinKey AND a.NameKeysFormat < @Format
                      UNION ALL SELECT k.PersonSeq, 3 FROM PersonNameKey k WHERE k.NameKey IN (@Across, @OtherAcross) AND k.BirthYear BETWEEN @FromYear AND @ToYear
                      UNION ALL SELECT k.PersonSeq, 3 FROM PersonNameKey k WHERE k.NameKey IN (@Across, @OtherAcross) AND k.BirthYear = 0
                      UNION ALL SELECT a.Seq, 4 FROM Person a WHERE a.BornOn IN (@BornOn, @Swapped, @YearBefore, @YearAfter)) m
                GROUP BY m.Seq),
            known AS (
                SELECT c.Id AS CaseFileId, c.Number, c.CentreId, c.Status, c.OpenedAt, p.Id AS PersonId, p.FamilyName, p.GivenName, p.FamilyNameLatin, p.GivenNameLatin,
                       p.Sex, p.BornOn, p.Phone, p.ProvinceCode, CASE WHEN {Scope.SeesCaseSql} THEN 1 ELSE 0 END AS IsWithin,
                       CASE WHEN met.Sign = 1 OR p.BornOn = @BornOn THEN 1 WHEN p.BornOn IN (@Swapped, @YearBefore, @YearAfter) THEN 2 ELSE 3 END AS Birth,
                       CASE WHEN p.Sex = @Sex AND p.ProvinceCode = @ProvinceCode THEN 1 ELSE 2 END AS Home, met.Sign
                FROM met
                JOIN Person p ON p.Seq = met.Seq
                JOIN CaseFile c ON c.PersonId = p.Id),
            placed AS (
                SELECT k.CaseFileId, k.Number, k.CentreId, k.Status, k.OpenedAt, k.PersonId, k.FamilyName, k.GivenName, k.FamilyNameLatin, k.GivenNameLatin, k.Sex, k.BornOn,
                       k.Phone, k.ProvinceCode, k.IsWithin, ROW_NUMBER() OVER (PARTITION BY k.IsWithin ORDER BY k.Sign, k.Birth, k.Home, k.OpenedAt DESC) AS Place
                FROM known k)
            SELECT f.CaseFileId, f.Number, f.CentreId, f.Status, f.OpenedAt, f.FamilyName, f.GivenName, f.FamilyNameLatin, f.GivenNameLatin, f.Sex, f.BornOn, f.Phone,
                   f.ProvinceCode, f.IsWithin,
                   (SELECT MAX(i.NumberKey) FROM PersonIdentity i WHERE i.PersonId = f.PersonId AND i.NumberKey = @IdentityKey) AS IdentityKey
            FROM placed f
            WHERE f.Place <= @MostRead
            """;

        private const string UsedSql = "SELECT COUNT(*) FROM OutsideAnswer WHERE AccountId = @AccountId AND At > @Since";

        private const string CountSql = "INSERT INTO OutsideAnswer (AccountId, At) VALUES (@AccountId, @Now)";

        private const string ForgetSql = "DELETE FROM OutsideAnswer WHERE AccountId = @AccountId AND At <= @Since";

        public async Task<Outcome<Result>> Handle(Query query, CancellationToken cancellationToken)
        {
            var asked = Traits(query, identities);
            var found = (await db.QueryAsync<Row>(CandidatesSql, Arguments(query, identities), cancellationToken))
                .Select(row => row with { Likelihood = DuplicateLikelihood.Of(asked, row.Traits) })
                .Where(row => row.Likelihood != Likelihood.No)
                .OrderByDescending(row => row.Likelihood).ThenByDescending(row => DuplicateLikelihood.Born(asked.BornOn, row.BornOn)).ThenByDescending(row => row.OpenedAt)
                .ToList();

            var within = found.Where(r => r.IsWithin).Take(MostShown).Select(r => r.Candidate).ToList();
            var elsewhere = found.Where(r => !r.IsWithin && r.Likelihood >= Likelihood.Likely).DistinctBy(r => r.CentreId).Take(MostShown).ToList();
            if (!await MayTellAsync(query.Scope.AccountId, elsewhere.Count > 0, cancellationToken))
            {
                return new Result(within, [], ElsewhereWithheld: true);
            }

            return new Result(within, [.. elsewhere.Select(r => new ElsewhereCandidate(r.CentreId, references.Make(r.CaseFileId, query.Scope.AccountId)))], false);
        }

        internal static object Arguments(Query query, IdentityNumbers identities)
        {
            var asked = Traits(query, identities);
            var keys = PersonKeys.Of(query.FamilyName ?? "", query.GivenName ?? "", query.FamilyNameLatin, query.GivenNameLatin);
            return new
            {
                asked.Phone,
                asked.IdentityKey,
                asked.BornOn,
                Swapped = Swapped(asked.BornOn),
                YearBefore = asked.BornOn?.AddYears(-1),
                YearAfter = asked.BornOn?.AddYears(1),
                FromYear = asked.BornOn?.Year - DuplicateLikelihood.CloseYears ?? 1,
                ToYear = asked.BornOn?.Year + DuplicateLikelihood.CloseYears ?? DateOnly.MaxValue.Year,
                Sound = asked.Names.Sounds.ElementAtOrDefault(0),
                OtherSound = asked.Names.Sounds.ElementAtOrDefault(1),
                Across = asked.Names.Across.ElementAtOrDefault(0),
                OtherAcross = asked.Names.Across.ElementAtOrDefault(1),
                NameKey = Filled(keys.NameKey),
                LatinKey = Filled(keys.LatinKey),
                MeetingNames.Format,
                asked.Sex,
                asked.ProvinceCode,
                MostRead,
                query.Scope.SessionId,
                query.Scope.OwnCasesOf,
            };
        }

        private static DuplicateTraits Traits(Query query, IdentityNumbers identities) => new(
            new MeetingNames(query.FamilyName, query.GivenName, query.FamilyNameLatin, query.GivenNameLatin),
            query.Sex,
            query.BornOn,
            query.ProvinceCode,
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

        public DuplicateTraits Traits => new(new MeetingNames(FamilyName, GivenName, FamilyNameLatin, GivenNameLatin), Sex, BornOn, ProvinceCode, Phone, IdentityKey);

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
