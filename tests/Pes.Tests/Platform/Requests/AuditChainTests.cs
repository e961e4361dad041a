using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Tests.Support;

namespace Pes.Tests.Platform.Requests;

/// <summary>Row 37: whatever is done to the rows behind the product's back is found, and the first bad row is named.</summary>
public sealed class AuditChainTests(PesHost host) : IClassFixture<PesHost>
{
    private const int Rows = 120;

    private const int Published = 100;

    private const int Rounds = 250;

    private static readonly string[] Editable = ["At", "AccountId", "SessionId", "Operation", "SubjectKind", "SubjectId", "PersonId", "Detail", "Hash"];

    [Fact]
    public async Task Edit_deletion_reordering_and_cut_are_found_a_thousand_times_of_a_thousand()
    {
        var (file, heads) = await ChainAsync();
        var settings = new DatabaseSettings { ConnectionString = $"Data Source={file}" };
        await using var source = new SqliteSource(settings);
        var key = host.App.Services.GetRequiredService<AuditKey>();
        var verification = new AuditVerification(source, settings, key, heads);
        var whole = await verification.VerifyAsync(null, default);
        Assert.Equal((AuditFault.None, Rows), (whole.Fault, (int)whole.Rows));

        Execute(file, $"VACUUM INTO '{file}.whole'", changes: false);
        var random = new Random(37);
        var missed = new List<string>();
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var (what, first) in Tamperings(random, file))
            {
                var finding = await verification.VerifyAsync(null, default);
                if (finding.IsWhole || finding.FirstBad != first)
                {
                    missed.Add($"{what}: expected {first}, found {finding}");
                }

                Restore(file);
            }
        }

        Assert.True(missed.Count == 0, string.Join('\n', missed.Take(5)));
    }

    [Fact]
    public async Task A_cut_is_found_by_the_published_head_alone()
    {
        var (file, heads) = await ChainAsync();
        var settings = new DatabaseSettings { ConnectionString = $"Data Source={file}" };
        await using var source = new SqliteSource(settings);
        var verification = new AuditVerification(source, settings, host.App.Services.GetRequiredService<AuditKey>(), heads);
        Execute(file, "DELETE FROM AuditRow WHERE Sequence > 90");
        Execute(file, "UPDATE AuditHead SET Sequence = 90, Hash = (SELECT Hash FROM AuditRow WHERE Sequence = 90)");
        Assert.Equal((AuditFault.Missing, 91L), ((await verification.VerifyAsync(null, default)).Fault, (await verification.VerifyAsync(null, default)).FirstBad!.Value));
        var lines = await File.ReadAllLinesAsync(heads.File);
        await File.WriteAllLinesAsync(heads.File, lines.Select(l => "9" + l));
        Assert.Equal(AuditFault.HeadsFileChanged, (await verification.VerifyAsync(null, default)).Fault);
    }

    [Fact]
    public async Task A_head_that_has_not_moved_is_written_once()
    {
        var (_, heads) = await ChainAsync();
        await heads.PublishAsync(default);
        var before = heads.Read().Count;
        await heads.PublishAsync(default);
        Assert.Equal(before, heads.Read().Count);
    }

    [Fact]
    public async Task A_head_that_a_full_disk_left_unfinished_is_published_again_in_its_place()
    {
        var (_, heads) = await ChainAsync();
        await heads.PublishAsync(default);
        var whole = await File.ReadAllTextAsync(heads.File);
        var before = heads.Read().Count;
        await File.WriteAllTextAsync(heads.File, whole[..^10]);
        Assert.Equal(before - 1, heads.Read().Count);
        await heads.PublishAsync(default);
        Assert.Equal(before, heads.Read().Count);
        Assert.Equal(whole.Split('\n').Length, (await File.ReadAllLinesAsync(heads.File)).Length + 1);
    }

    private static IEnumerable<(string What, long FirstBad)> Tamperings(Random random, string file)
    {
        var row = random.Next(1, Published + 1);
        var column = Editable[random.Next(Editable.Length)];
        Execute(file, column == "Hash"
            ? $"UPDATE AuditRow SET Hash = zeroblob(32) WHERE Sequence = {row}"
            : $"UPDATE AuditRow SET {column} = {(column.EndsWith("Id", StringComparison.Ordinal) ? $"'{Guid.CreateVersion7():D}'" : column == "At" ? "'2020-01-01T00:00:00.000Z'" : "'changed'")} WHERE Sequence = {row}");
        yield return ($"edit {column}", row);

        var deleted = random.Next(1, Published + 1);
        Execute(file, $"DELETE FROM AuditRow WHERE Sequence = {deleted}");
        yield return ("delete", deleted);

        var (left, right) = (random.Next(1, Published), 0);
        right = random.Next(left + 1, Published + 1);
        Execute(file, $"UPDATE AuditRow SET Sequence = 100000 WHERE Sequence = {left}");
        Execute(file, $"UPDATE AuditRow SET Sequence = {left} WHERE Sequence = {right}");
        Execute(file, $"UPDATE AuditRow SET Sequence = {right} WHERE Sequence = 100000");
        yield return ("reorder", left);

        var cut = random.Next(1, Published);
        Execute(file, $"DELETE FROM AuditRow WHERE Sequence > {cut}");
        Execute(file, $"UPDATE AuditHead SET Sequence = {cut}, Hash = (SELECT Hash FROM AuditRow WHERE Sequence = {cut})");
        yield return ("cut", cut + 1);
    }

    // Connections stay open, so the content is put back, not the file.
    private static void Restore(string file)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        connection.Execute("PRAGMA synchronous = OFF");
        connection.Execute($"ATTACH '{file}.whole' AS whole");
        connection.Execute("""
            BEGIN; DELETE FROM AuditRow; INSERT INTO AuditRow SELECT * FROM whole.AuditRow;
            DELETE FROM AuditHead; INSERT INTO AuditHead SELECT * FROM whole.AuditHead; COMMIT;
            """);
    }

    private static void Execute(string file, string sql, bool changes = true)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        Assert.True(connection.Execute($"PRAGMA synchronous = OFF; {sql}") > 0 || !changes, sql);
    }

    private async Task<(string File, AuditHeads Heads)> ChainAsync()
    {
        var folder = Directory.CreateDirectory(Path.Combine(host.Folder, Guid.CreateVersion7().ToString("N"))).FullName;
        var file = Path.Combine(folder, "pes.db");
        var settings = new DatabaseSettings { ConnectionString = $"Data Source={file}" };
        await using (var source = new SqliteSource(settings))
        {
            await new Migrator(source, host.Clock).ApplyAsync(null, default);
            var key = host.App.Services.GetRequiredService<AuditKey>();
            var trail = new AuditTrail(key, host.Clock);
            var configuration = new ConfigurationBuilder()
                .AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal) { ["Audit:HeadsFile"] = Path.Combine(folder, "audit-heads") }).Build();
            var heads = new AuditHeads(source, settings, key, configuration, host.Clock);
            for (var i = 1; i <= Rows; i++)
            {
                host.Clock.Advance(TimeSpan.FromMilliseconds(7));
                await using var db = new Database(source, settings);
                await db.BeginAsync(default);
                var scope = Scope.Nobody with { AccountId = Guid.CreateVersion7(), SessionId = Guid.CreateVersion7() };
                var subject = new AuditSubject("case-file", Guid.CreateVersion7(), i % 3 == 0 ? null : Guid.CreateVersion7(), i % 2 == 0 ? null : $"count={i} ភ");
                await trail.AppendAsync(db, scope, "read-case-file", subject, default);
                await db.CommitAsync(default);
                if (i is 40 or Published)
                {
                    await heads.PublishAsync(default);
                }
            }

            await using var connection = (SqliteConnection)await source.OpenReadAsync(default);
            await connection.ExecuteAsync("PRAGMA query_only = OFF; PRAGMA wal_checkpoint(TRUNCATE)");
            return (file, new AuditHeads(new SqliteSource(settings), settings, key, configuration, host.Clock));
        }
    }
}
