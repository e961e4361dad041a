using Dapper;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;

namespace Pes.Features.CaseFiles;

/// <summary>One list of a profile: its stable word, its statements (parameters @PersonId, @Id and the row's own) and its words for a reader.</summary>
/// <param name="Words">A row's name, which tells rows apart, and the rest of it; in the reader's language.</param>
internal sealed record ProfileList<TRow>(string Part, string ReadSql, string DeleteSql, string InsertSql, Func<TRow, (string Name, string Value)> Words)
{
    /// <summary>One row for a reader: Sewing – works independently.</summary>
    public string Line(TRow row) => Words(row) is { Value.Length: > 0 } words ? $"{words.Name} – {words.Value}" : Words(row).Name;
}

/// <summary>Replaces a list of a profile whole, with the version of that list compared, and keeps timeline and CV in step.</summary>
public sealed class ProfileLists(Database db, TimeProvider clock)
{
    private const string VersionSql = "SELECT Version FROM ProfilePart WHERE PersonId = @PersonId AND Part = @Part";

    private const string AdvanceSql = "UPDATE ProfilePart SET Version = Version + 1 WHERE PersonId = @PersonId AND Part = @Part AND Version = @Version";

    private const string BeginSql = "INSERT INTO ProfilePart (PersonId, Part, Version) VALUES (@PersonId, @Part, 1)";

    internal async Task<Outcome<Done>> ReplaceAsync<TRow>(
        Scope scope, Guid caseFileId, int version, ProfileList<TRow> list, IReadOnlyList<TRow> rows, CancellationToken ct)
        where TRow : notnull
    {
        var file = await CaseInScope.FindAsync(db, scope, caseFileId, ct);
        if (CaseInScope.RefuseChange(file) is { } refusal)
        {
            return refusal;
        }

        var person = new { file!.PersonId };
        if (!await AdvanceAsync(file.PersonId, list.Part, version, ct))
        {
            var theirs = await db.QueryAsync<TRow>(list.ReadSql, person, ct);
            return new Refusal("stale") { Kind = RefusalKind.Stale, Conflicts = [.. Conflicts(list, theirs, rows)] };
        }

        await db.ExecuteAsync(list.DeleteSql, person, ct);
        foreach (var row in rows)
        {
            var args = new DynamicParameters(row);
            args.Add("PersonId", file.PersonId);
            args.Add("Id", Guid.CreateVersion7());
            await db.ExecuteAsync(list.InsertSql, args, ct);
        }

        var now = clock.GetUtcNow().UtcDateTime;
        await CaseTimeline.AppendAsync(db, file.Id, $"changed-{list.Part}", scope.AccountId, now, ct: ct);
        await CvMirror.RebuildAsync(db, file.PersonId, now, ct);
        return default(Done);
    }

    private async Task<bool> AdvanceAsync(Guid personId, string part, int version, CancellationToken ct)
    {
        var args = new { PersonId = personId, Part = part, Version = version };
        if (await db.ExecuteAsync(AdvanceSql, args, ct) == 1)
        {
            return true;
        }

        if (version != 0 || await db.FirstOrDefaultAsync<int?>(VersionSql, args, ct) is not null)
        {
            return false;
        }

        await db.ExecuteAsync(BeginSql, args, ct);
        return true;
    }

    /// <summary>The rows that differ, one conflict a name; null where one side has no such row.</summary>
    internal static IEnumerable<FieldConflict> Conflicts<TRow>(ProfileList<TRow> list, IEnumerable<TRow> theirs, IEnumerable<TRow> yours)
    {
        var left = theirs.Select(list.Words).ToLookup(w => w.Name, w => w.Value, StringComparer.Ordinal);
        var right = yours.Select(list.Words).ToLookup(w => w.Name, w => w.Value, StringComparer.Ordinal);
        return from name in left.Select(g => g.Key).Union(right.Select(g => g.Key), StringComparer.Ordinal)
               let their = Text(name, left[name])
               let your = Text(name, right[name])
               where their != your
               select new FieldConflict(list.Part, their, your);

        static string? Text(string name, IEnumerable<string> rests) =>
            rests.Any() ? string.Join("; ", rests.Order(StringComparer.Ordinal).Select(rest => rest.Length == 0 ? name : $"{name}: {rest}")) : null;
    }
}
