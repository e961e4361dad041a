using System.Net;
using System.Text.RegularExpressions;

namespace Pes.Tests.Faults;

/// <summary>Rows 24, 26 and 27: what the disk was not told, or could not take, is never acknowledged.</summary>
public sealed partial class StorageTests
{
    [StraceFact]
    public async Task The_log_is_on_the_disk_before_every_answer_that_acknowledges_a_write()
    {
        await using var product = await ServedProduct.CreateAsync();
        var trace = Path.Combine(product.Data, "trace");
        await product.StartAsync("strace", "-f", "-y", "-s", "16", "-o", trace, "-e", "trace=fsync,fdatasync,sendto,sendmsg,write,writev");
        for (var i = 0; i < 12; i++)
        {
            Assert.Equal(HttpStatusCode.Created, await product.WriteAsync($"S{i:000000}"));
        }

        await product.KillAsync();
        var (answers, unsynced, synced) = (0, 0, false);
        var waiting = new HashSet<string>(StringComparer.Ordinal);
        foreach (var line in File.ReadLines(trace))
        {
            var thread = line.Split(' ')[0];
            if (Sync().Match(line) is { Success: true } sync)
            {
                if (line.EndsWith("= 0", StringComparison.Ordinal))
                {
                    synced = true;
                }
                else
                {
                    waiting.Add(thread);
                }
            }
            else if (SyncEnd().IsMatch(line) && waiting.Remove(thread))
            {
                synced = true;
            }
            else if (line.Contains("HTTP/1.1 201", StringComparison.Ordinal))
            {
                answers++;
                unsynced += synced ? 0 : 1;
                synced = false;
            }
        }

        Assert.Equal((12, 0), (answers, unsynced));
    }

    [StraceFact]
    public async Task A_disk_that_fails_now_and_then_is_told_and_nothing_acknowledged_is_lost()
    {
        foreach (var fault in (string[])["pwrite64:error=EIO:when=90+170", "pwrite64:error=ENOSPC:when=70+130"])
        {
            await using var product = await ServedProduct.CreateAsync();
            await product.StartAsync("strace", "-f", "-o", "/dev/null", "-e", "trace=pwrite64,fdatasync", "-e", $"inject={fault}", "-P", product.DatabaseFile + "-wal");
            var (acknowledged, refused) = (new List<string>(), new List<string>());
            for (var i = 0; i < 75; i++)
            {
                var key = $"E{i:000000}";
                var status = await product.WriteAsync(key);
                Assert.True(status is HttpStatusCode.Created or HttpStatusCode.ServiceUnavailable, $"{fault}: {status}");
                (status == HttpStatusCode.Created ? acknowledged : refused).Add(key);
            }

            Assert.True(acknowledged.Count > 0 && refused.Count > 0, $"{fault}: {acknowledged.Count} taken, {refused.Count} refused");
            Assert.Equal(HttpStatusCode.OK, await product.ReadAsync());
            await product.KillAsync();
            var stored = product.Stored();
            Assert.Equal(acknowledged, stored.Select(s => s.Number).Order(StringComparer.Ordinal));
            Assert.All(stored, s => Assert.Equal((1, 1), (s.Audited, s.Keys)));
            Assert.Equal("ok", product.Ask<string>("PRAGMA integrity_check"));
        }
    }

    [TmpfsFact]
    public async Task A_full_disk_can_be_read_from_refuses_writes_and_recovers_without_a_restart()
    {
        var disk = Directory.CreateTempSubdirectory("pes-disk-").FullName;
        Assert.True(Tool.Runs("mount", "-t", "tmpfs", "-o", "size=48m", "none", disk));
        try
        {
            var product = await ServedProduct.CreateAsync(Directory.CreateDirectory(Path.Combine(disk, "data")).FullName);
            await product.StartAsync();
            Assert.Equal(HttpStatusCode.Created, await product.WriteAsync("F000000"));
            var ballast = Path.Combine(disk, "ballast");
            Fill(ballast);
            var acknowledged = new List<string> { "F000000" };
            var refused = 0;
            for (var i = 1; refused < 5; i++)
            {
                Assert.True(i < 5000, "The disk never became full.");
                var status = await product.WriteAsync($"F{i:000000}");
                Assert.True(status is HttpStatusCode.Created or HttpStatusCode.ServiceUnavailable, $"{status}");
                if (status == HttpStatusCode.Created)
                {
                    acknowledged.Add($"F{i:000000}");
                }
                else
                {
                    refused++;
                    Assert.Equal(HttpStatusCode.OK, await product.ReadAsync());
                }
            }

            File.Delete(ballast);
            Assert.Equal(HttpStatusCode.Created, await product.WriteAsync("F999999"));
            acknowledged.Add("F999999");
            await product.KillAsync();
            Assert.Equal(acknowledged, product.Stored().Select(s => s.Number).Order(StringComparer.Ordinal));
            Assert.Equal("ok", product.Ask<string>("PRAGMA integrity_check"));
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

    [GeneratedRegex(@"f(data)?sync resumed>.*= 0", RegexOptions.None, 1000)]
    private static partial Regex SyncEnd();
}
