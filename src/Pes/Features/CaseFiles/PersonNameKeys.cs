using System.Text.Json;
using Pes.Platform.Data;

namespace Pes.Features.CaseFiles;

/// <summary>
/// The rows of PersonNameKey: written with the person by whatever writes her name or birth date, and made up for in the background
/// for persons of earlier versions of the product. Until that is done those are found by their older keys.
/// </summary>
public sealed partial class PersonNameKeys(ConnectionSource source, DatabaseSettings settings, ILogger<PersonNameKeys> log)
{
    // Another writer of an embedded database waits for so many, some hundredths of a second.
    private const int AtOnce = 500;

    private const string MissingSql = """
        SELECT p.Id FROM Person p WHERE p.NameKeysFormat < @Format ORDER BY p.NameKeysFormat, p.Seq OFFSET @Skip ROWS FETCH NEXT @Take ROWS ONLY
        """;

    private const string ClaimSql = """
        UPDATE Person SET NameKeysFormat = @Format WHERE Id IN (SELECT value FROM OPENJSON(@Ids)) AND NameKeysFormat < @Format
        """;

    private const string NamesSql = """
        SELECT Id, FamilyName, GivenName, FamilyNameLatin, GivenNameLatin, BornOn FROM Person WHERE Id IN (SELECT value FROM OPENJSON(@Ids))
        """;

    private const string DeleteSql = "DELETE FROM PersonNameKey WHERE PersonSeq IN (SELECT a.Seq FROM Person a WHERE a.Id = @PersonId)";

    private const string InsertSql = """
        INSERT INTO PersonNameKey (NameKey, BirthYear, PersonSeq)
        SELECT CAST(@NameKey AS nvarchar(100)), CAST(@BirthYear AS int), a.Seq FROM Person a WHERE a.Id = @PersonId
        """;

    /// <summary>Replaces the keys of a person, in the transaction that wrote her with <see cref="MeetingNames.Format"/>.</summary>
    internal static async Task WriteAsync(Database db, Guid personId, MeetingNames names, DateOnly? bornOn, CancellationToken ct)
    {
        await db.ExecuteAsync(DeleteSql, new { PersonId = personId }, ct);
        await db.ExecuteAsync(InsertSql, names.Keys.Select(key => new { NameKey = key, BirthYear = bornOn?.Year ?? 0, PersonId = personId }), ct);
    }

    /// <summary>Goes on where an earlier run ended: what has been written is no longer missing.</summary>
    /// <returns>For how many persons keys were made.</returns>
    public async Task<int> KeepUpAsync(CancellationToken ct)
    {
        await using var db = new Database(source, settings);
        var made = 0;
        while (await db.QueryAsync<Guid>(MissingSql, new { MeetingNames.Format, Skip = 0, Take = AtOnce }, ct) is { Count: > 0 } missing)
        {
            if (await MakeAsync(db, missing, ct) is not { } some)
            {
                return made;
            }

            made += some;
            Made(made);
        }

        return made;
    }

    /// <returns>How many; none where somebody else writes one of them, who is then asked for again; null where the database has no room for this now.</returns>
    private static async Task<int?> MakeAsync(Database db, IReadOnlyList<Guid> personIds, CancellationToken ct)
    {
        var args = new { Ids = JsonSerializer.Serialize(personIds), MeetingNames.Format };
        await db.BeginAsync(ct);
        try
        {
            // Claimed first: from here on nobody changes these names until the keys stand beside them.
            if (await db.ExecuteAsync(ClaimSql, args, ct) < personIds.Count)
            {
                await db.RollbackAsync();
                return 0;
            }

            foreach (var person in await db.QueryAsync<NameRow>(NamesSql, args, ct))
            {
                await WriteAsync(db, person.Id, person.Names, person.BornOn, ct);
            }

            await db.CommitAsync(ct);
            return personIds.Count;
        }
        catch (Exception exception) when (DatabaseFaults.Of(exception) is DatabaseFault.Duplicate or DatabaseFault.Contention)
        {
            await db.RollbackAsync();
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Name keys of {Made} persons made")]
    private partial void Made(int made);

    private sealed record NameRow
    {
        public required Guid Id { get; init; }

        public required string FamilyName { get; init; }

        public required string GivenName { get; init; }

        public required string FamilyNameLatin { get; init; }

        public required string GivenNameLatin { get; init; }

        public required DateOnly? BornOn { get; init; }

        public MeetingNames Names => new(FamilyName, GivenName, FamilyNameLatin, GivenNameLatin);
    }
}
