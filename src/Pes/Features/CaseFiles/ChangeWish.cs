using System.Text.Json.Serialization;
using FluentValidation;
using MediatR;
using Pes.Features.Reference;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Text;
using Pes.Platform.Web;

namespace Pes.Features.CaseFiles;

/// <summary>Bounds of a wish, the same at registration and later.</summary>
internal static class WishRules
{
    public const int MostOccupations = 5;

    /// <summary>Riel a month.</summary>
    public const long LeastWage = 10_000;

    /// <summary>Riel a month.</summary>
    public const long MostWage = 100_000_000;

    /// <summary>Codes of list hours that say when work is done, and not how much of it there is.</summary>
    public static readonly IReadOnlyList<string> Times = ["shift", "night", "weekend"];
}

/// <summary>Writes what work a jobseeker looks for.</summary>
public static class ChangeWish
{
    internal const string OccupationsSql = "SELECT IscoCode FROM WishOccupation WHERE PersonId = @PersonId ORDER BY Rank, IscoCode";

    internal const string ProvincesSql = "SELECT ProvinceCode FROM WishProvince WHERE PersonId = @PersonId ORDER BY ProvinceCode";

    internal const string CannotWorkSql = "SELECT HoursCode FROM WishCannotWork WHERE PersonId = @PersonId ORDER BY HoursCode";

    internal const string ReadSql = "SELECT MinimumWageKhr, HoursCode, ContractCode, MayMove, MaxDistanceKm, Version FROM Wish WHERE PersonId = @PersonId";

    private const string ChangeSql = """
        UPDATE Wish SET MinimumWageKhr = @MinimumWageKhr, HoursCode = @HoursCode, ContractCode = @ContractCode, MayMove = @MayMove,
                        MaxDistanceKm = @MaxDistanceKm, Version = Version + 1
        WHERE PersonId = @PersonId AND Version = @Version
        """;

    private const string ClearOccupationsSql = "DELETE FROM WishOccupation WHERE PersonId = @PersonId";

    private const string ClearProvincesSql = "DELETE FROM WishProvince WHERE PersonId = @PersonId";

    private const string ClearCannotWorkSql = "DELETE FROM WishCannotWork WHERE PersonId = @PersonId";

    private const string AddOccupationSql = "INSERT INTO WishOccupation (PersonId, IscoCode, Rank) VALUES (@PersonId, @IscoCode, @Rank)";

    private const string AddProvinceSql = "INSERT INTO WishProvince (PersonId, ProvinceCode) VALUES (@PersonId, @ProvinceCode)";

    private const string AddCannotWorkSql = "INSERT INTO WishCannotWork (PersonId, HoursCode) VALUES (@PersonId, @HoursCode)";

    [Allows(Role.Counsellor, Role.CentreManager)]
    public sealed record Command : ScopedRequest, ICommand<Done>
    {
        [JsonIgnore]
        public Guid CaseFileId { get; init; }

        /// <summary>Of the wish as it was read.</summary>
        public required int Version { get; init; }

        /// <summary>ISCO-08 unit groups, the most wanted first.</summary>
        public required IReadOnlyList<string> Occupations { get; init; }

        public required IReadOnlyList<string> Provinces { get; init; }

        /// <summary>Riel a month.</summary>
        public long? MinimumWageKhr { get; init; }

        public string? HoursCode { get; init; }

        public string? ContractCode { get; init; }

        public bool MayMove { get; init; }

        /// <summary>From home, in kilometres.</summary>
        public int? MaxDistanceKm { get; init; }

        /// <summary>Times at which she cannot work: shift, night or weekend. A vacancy at such a time is not proposed to her.</summary>
        public IReadOnlyList<string> CannotWork { get; init; } = [];

        public AuditSubject Subject(Done value) => new("case-file", CaseFileId, Detail: "wish");
    }

    public sealed class Validator : AbstractValidator<Command>
    {
        public Validator(Vocabulary vocabulary)
        {
            RuleFor(c => c.Occupations).Distinct(WishRules.MostOccupations, o => o);
            RuleForEach(c => c.Occupations).NotEmpty().Occupation(vocabulary);
            RuleFor(c => c.Provinces).Distinct(25, p => p);
            RuleForEach(c => c.Provinces).NotEmpty().Province(vocabulary);
            RuleFor(c => c.MinimumWageKhr).InclusiveBetween(WishRules.LeastWage, WishRules.MostWage);
            RuleFor(c => c.HoursCode).OneOf(vocabulary, "hours");
            RuleFor(c => c.ContractCode).OneOf(vocabulary, "contract");
            RuleFor(c => c.MaxDistanceKm).InclusiveBetween(1, 500);
            RuleFor(c => c.CannotWork).Distinct(WishRules.Times.Count, t => t);
            RuleForEach(c => c.CannotWork).Must(t => WishRules.Times.Contains(t, StringComparer.Ordinal)).WithErrorCode("unknown-code");
        }
    }

    public sealed class Handler(Database db, Vocabulary vocabulary, TimeProvider clock) : IRequestHandler<Command, Outcome<Done>>
    {
        public async Task<Outcome<Done>> Handle(Command command, CancellationToken cancellationToken)
        {
            var file = await CaseInScope.FindAsync(db, command.Scope, command.CaseFileId, cancellationToken);
            if (CaseInScope.RefuseChange(file) is { } refusal)
            {
                return refusal;
            }

            var changed = await db.ExecuteAsync(
                ChangeSql,
                new
                {
                    file!.PersonId,
                    command.Version,
                    command.MinimumWageKhr,
                    command.HoursCode,
                    command.ContractCode,
                    command.MayMove,
                    command.MaxDistanceKm,
                },
                cancellationToken);
            if (changed == 0)
            {
                return Refusal.Stale(Shown(await ReadAsync(db, file.PersonId, cancellationToken)), Shown(Part(command)));
            }

            await WriteListsAsync(db, file.PersonId, command.Occupations, command.Provinces, cancellationToken);
            await db.ExecuteAsync(ClearCannotWorkSql, new { file.PersonId }, cancellationToken);
            foreach (var time in command.CannotWork)
            {
                await db.ExecuteAsync(AddCannotWorkSql, new { file.PersonId, HoursCode = time }, cancellationToken);
            }

            var now = clock.GetUtcNow().UtcDateTime;
            await CaseTimeline.AppendAsync(db, file.Id, "changed-wish", command.Scope.AccountId, now, ct: cancellationToken);
            await CvMirror.RebuildAsync(db, file.PersonId, now, cancellationToken);
            return default(Done);
        }

        private static WishPart Part(Command command) => new()
        {
            Version = command.Version,
            Occupations = command.Occupations,
            Provinces = command.Provinces,
            MinimumWageKhr = command.MinimumWageKhr,
            HoursCode = command.HoursCode,
            ContractCode = command.ContractCode,
            MayMove = command.MayMove,
            MaxDistanceKm = command.MaxDistanceKm,
            CannotWork = command.CannotWork,
        };

        private ShownWish Shown(WishPart wish) => new(
            string.Join(", ", wish.Occupations.Select(vocabulary.Occupation)),
            string.Join(", ", wish.Provinces.Order(StringComparer.Ordinal).Select(vocabulary.Province)),
            wish.MinimumWageKhr is { } wage ? Formats.Riel(wage) : null,
            vocabulary.Label("hours", wish.HoursCode),
            vocabulary.Label("contract", wish.ContractCode),
            wish.MayMove ? "✓" : null,
            wish.MaxDistanceKm?.ToString(System.Globalization.CultureInfo.InvariantCulture),
            string.Join(", ", wish.CannotWork.Order(StringComparer.Ordinal).Select(t => vocabulary.Label("hours", t))));
    }

    internal static async Task<WishPart> ReadAsync(Database db, Guid personId, CancellationToken ct)
    {
        var args = new { PersonId = personId };
        return await db.FirstOrDefaultAsync<WishPart>(ReadSql, args, ct) is { } wish
            ? wish with
            {
                Occupations = await db.QueryAsync<string>(OccupationsSql, args, ct),
                Provinces = await db.QueryAsync<string>(ProvincesSql, args, ct),
                CannotWork = await db.QueryAsync<string>(CannotWorkSql, args, ct),
            }
            : new WishPart();
    }

    internal static async Task WriteListsAsync(Database db, Guid personId, IReadOnlyList<string> occupations, IReadOnlyList<string> provinces, CancellationToken ct)
    {
        var person = new { PersonId = personId };
        await db.ExecuteAsync(ClearOccupationsSql, person, ct);
        await db.ExecuteAsync(ClearProvincesSql, person, ct);
        foreach (var (rank, code) in occupations.Index())
        {
            await db.ExecuteAsync(AddOccupationSql, new { PersonId = personId, IscoCode = code, Rank = rank + 1 }, ct);
        }

        foreach (var code in provinces)
        {
            await db.ExecuteAsync(AddProvinceSql, new { PersonId = personId, ProvinceCode = code }, ct);
        }
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.Put("/case-files/{caseFileId:guid}/wish", (Guid caseFileId, Command body, ApiEdge edge) =>
                edge.Do(body with { CaseFileId = caseFileId, Scope = edge.Scope }))
            .For<Command>("Change what work a jobseeker looks for");

    // Named as the fields of the command, in words for the reader.
    private sealed record ShownWish(
        string Occupations, string Provinces, string? MinimumWageKhr, string HoursCode, string ContractCode, string? MayMove, string? MaxDistanceKm, string CannotWork);
}

/// <summary>What work she looks for.</summary>
public sealed record WishPart
{
    /// <summary>ISCO-08 unit groups, the most wanted first.</summary>
    public IReadOnlyList<string> Occupations { get; init; } = [];

    public IReadOnlyList<string> Provinces { get; init; } = [];

    /// <summary>Riel a month.</summary>
    public long? MinimumWageKhr { get; init; }

    public string? HoursCode { get; init; }

    public string? ContractCode { get; init; }

    public bool MayMove { get; init; }

    /// <summary>From home, in kilometres.</summary>
    public int? MaxDistanceKm { get; init; }

    /// <summary>Codes of list hours.</summary>
    public IReadOnlyList<string> CannotWork { get; init; } = [];

    public int Version { get; init; }
}
