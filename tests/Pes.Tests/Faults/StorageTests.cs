using System.Net;
using System.Text.RegularExpressions;

namespace Pes.Tests.Faults;

/// <summary>Rows 24, 26 and 27: what the disk was not told, or could not take, is never acknowledged.</summary>
public sealed partial class StorageTests
{
    private const int Requests = 300;

    private const int Acknowledged = 40;

    [StraceFact]
    public async Task The_log_is_on_the_disk_before_every_answer_that_acknowledges_a_write()
    {
        await using var product = await ServedProduct.CreateAsync();
        var trace = Path.Combine(product.Data, "trace");
        // Nobody else writes meanwhile: what is not on the disk is this write.
        await using (var node = await product.StartAsync(
            "env", "Jobs__Enabled=false", "strace", "-f", "-y", "-s", "16", "-o", trace, "-e", "trace=pwrite64,fsync,fdatasync,sendto,sendmsg,write,writev"))
        {
            for (var i = 0; i < Acknowledged; i++)
            {
                Assert.Equal(HttpStatusCode.Created, await node.Officer.WriteAsync($"S{i:000000}"));
            }
        }

        var (answers, unsynced, unwritten) = (0, 0, 0);
        var (number, lastAnswer, lastWrite, onDisk) = (0, 0, 0, 0);
        var syncing = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var line in File.ReadLines(trace))
        {
            number++;
            var thread = line.Split(' ')[0];
            if (line.Contains("pes.db-wal", StringComparison.Ordinal) && line.Contains("pwrite64(", StringComparison.Ordinal))
            {
                lastWrite = number;
            }
            else if (Sync().IsMatch(line))
            {
                // What was written before the sync began is on the disk when it ends.
                syncing[thread] = number;
            }

            if (SyncEnd().IsMatch(line) && syncing.Remove(thread, out var began))
            {
                onDisk = began;
            }
            else if (line.Contains("HTTP/1.1 201", StringComparison.Ordinal))
            {
                answers++;
                unsynced += lastWrite < onDisk ? 0 : 1;
                unwritten += lastWrite > lastAnswer ? 0 : 1;
                lastAnswer = number;
            }
        }

        Assert.Equal((Acknowledged, 0, 0), (answers, unsynced, unwritten));
    }

    // Strace counts in each thread of the product; the database itself is written and synced at checkpoints.
    [StraceTheory]
    [InlineData("pwrite64:error=EIO:when=90+170", "-wal")]
    [InlineData("pwrite64:error=ENOSPC:when=70+130", "-wal")]
    [InlineData("fsync,fdatasync:error=EIO:when=3+3", "-wal")]
    [InlineData("fsync,fdatasync:error=EIO:when=60+", "-wal", "")]
    public async Task A_disk_that_fails_is_told_and_nothing_acknowledged_is_lost_and_nothing_failed_is_there(string fault, params string[] files)
    {
        await using var product = await ServedProduct.CreateAsync();
        var trace = Path.Combine(product.Data, "trace");
        var (acknowledged, refused) = (new List<string>(), new List<string>());
        await using (var node = await product.StartAsync([
            "strace", "-f", "--seccomp-bpf", "-o", trace, "-e", "trace=pwrite64,fsync,fdatasync", "-e", $"inject={fault}",
            .. files.SelectMany(file => (string[])["-P", product.DatabaseFile + file])]))
        {
            // The last is a refused one: what it left in the log must not come to life when the log is read again.
            var status = HttpStatusCode.Created;
            for (var i = 0; i < Requests || status == HttpStatusCode.Created; i++)
            {
                Assert.True(i < 2 * Requests, $"{refused.Count} of {i} were refused.");
                var key = $"E{i:000000}";
                status = await node.Officer.WriteAsync(key) ?? throw new InvalidOperationException($"{key} was not answered.");
                Assert.True(status is HttpStatusCode.Created or HttpStatusCode.ServiceUnavailable, $"{key}: {status}");
                (status == HttpStatusCode.Created ? acknowledged : refused).Add(key);
            }

            Assert.Equal(HttpStatusCode.OK, await node.Officer.ReadAsync());
        }

        var injected = File.ReadLines(trace).Count(line => line.EndsWith("(INJECTED)", StringComparison.Ordinal));
        Assert.True(acknowledged.Count > 0 && injected >= refused.Count, $"{acknowledged.Count} taken, {refused.Count} refused, {injected} faults");
        product.AssertHolds(acknowledged);
        await product.AssertCheckedAsync();
    }

    [TmpfsFact]
    public async Task A_full_disk_can_be_read_from_refuses_writes_and_recovers_without_a_restart()
    {
        var disk = Directory.CreateTempSubdirectory("pes-disk-").FullName;
        Assert.True(Tool.Runs("mount", "-t", "tmpfs", "-o", "size=48m", "none", disk));
        try
        {
            await using var product = await ServedProduct.CreateAsync(Directory.CreateDirectory(Path.Combine(disk, "data")).FullName);
            await using var node = await product.StartAsync();
            var officer = node.Officer;
            Assert.Equal(HttpStatusCode.Created, await officer.WriteAsync("F000000"));
            var ballast = Path.Combine(disk, "ballast");
            Fill(ballast);
            var acknowledged = new List<string> { "F000000" };
            var refused = 0;
            for (var i = 1; refused < 5; i++)
            {
                Assert.True(i < 5000, "The disk never became full.");
                var status = await officer.WriteAsync($"F{i:000000}");
                Assert.True(status is HttpStatusCode.Created or HttpStatusCode.ServiceUnavailable, $"{status}");
                if (status == HttpStatusCode.Created)
                {
                    acknowledged.Add($"F{i:000000}");
                }
                else
                {
                    refused++;
                    Assert.Equal(HttpStatusCode.OK, await officer.ReadAsync());
                }
            }

            File.Delete(ballast);
            Assert.Equal(HttpStatusCode.Created, await officer.WriteAsync("F999999"));
            acknowledged.Add("F999999");
            await node.DisposeAsync();
            product.AssertHolds(acknowledged);
        }
        finally
        {
            Tool.Runs("umount", "-l", disk);
            Directory.Delete(disk);
        }
    }

    private static void Fill(string file)
    {
        var block = new byte[64 * 1024];
        using var stream = new FileStream(file, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        for (var size = block.Length; size >= 512; size /= 2)
        {
            try
            {
                while (true)
                {
                    stream.Write(block, 0, size);
                }
            }
            catch (IOException)
            {
                // Smaller pieces fill what is left.
            }
        }
    }

    [GeneratedRegex(@"f(data)?sync\(\d+<[^>]*pes\.db-wal>", RegexOptions.None, 1000)]
    private static partial Regex Sync();

    [GeneratedRegex(@"f(data)?sync(\(| resumed>).*= 0$", RegexOptions.None, 1000)]
    private static partial Regex SyncEnd();
}
