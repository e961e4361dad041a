using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Pes.Ranking;
using Pes.Ranking.Pairs;

namespace Pes.Cli.MatchBench;

/// <summary>
/// The best vacancies of every jobseeker, portion by portion, into a file. A portion is done when its rows are on disk and
/// its checksum stands in the progress file; called again, what is done is checked and kept, and the rest is worked out,
/// so that the file is the same however often it was interrupted.
/// </summary>
/// <param name="Vacancies">Ready to be searched.</param>
/// <param name="Jobseekers">Those of a portion, the same at each call.</param>
/// <param name="Inputs">Names everything that the matches depend on; a progress file of other inputs is refused.</param>
internal sealed record AllMatches(VacancyIndex Vacancies, LearnedRanking Model, Func<int, IReadOnlyList<JobseekerProfile>> Jobseekers, int Portions, int Candidates, string Inputs)
{
    /// <summary>Rows of each jobseeker; where fewer were found, ids are -1.</summary>
    public const int Take = 20;

    private const string ProgressName = "progress.txt";
    private const string MatchesName = "matches.bin";

    /// <summary>What was done now and before.</summary>
    /// <param name="Checksum">SHA-256 of the checksums of all portions in their order: names the result.</param>
    /// <param name="MatchSeconds">Time of matching, of all workers together, without making up the jobseekers.</param>
    /// <param name="MatchSecondsOfFirstHalf">The part of it that the first half of this call's portions took.</param>
    public sealed record Result(string Checksum, int Matched, int KeptPortions, double MatchSeconds, double MatchSecondsOfFirstHalf);

    /// <exception cref="CommandException">The folder holds the progress of another run.</exception>
    /// <exception cref="OperationCanceledException">It was interrupted; what is done stands.</exception>
    public Result Run(string folder, int workers, Action<int>? onPortion = null, CancellationToken cancellation = default)
    {
        Directory.CreateDirectory(folder);
        using var matches = File.OpenHandle(Path.Combine(folder, MatchesName), FileMode.OpenOrCreate, FileAccess.ReadWrite);
        var rowsOfPortion = Jobseekers(0).Count;
        var done = Done(Path.Combine(folder, ProgressName), matches, rowsOfPortion);
        var kept = done.Count;
        using var progress = new FileStream(Path.Combine(folder, ProgressName), FileMode.Append, FileAccess.Write);
        var gate = new Lock();
        int[] left = [.. Enumerable.Range(0, Portions).Where(p => !done.ContainsKey(p))];
        var seconds = new double[left.Length];
        Parallel.For(0, left.Length, new ParallelOptions { MaxDegreeOfParallelism = workers, CancellationToken = cancellation }, () => new SearchScratch(), (i, _, scratch) =>
        {
            var jobseekers = Jobseekers(left[i]);
            var start = Stopwatch.GetTimestamp();
            var bytes = MemoryMarshal.AsBytes(Ids(jobseekers, scratch).AsSpan()).ToArray();
            seconds[i] = Stopwatch.GetElapsedTime(start).TotalSeconds;
            RandomAccess.Write(matches, bytes, Offset(left[i], rowsOfPortion));
            RandomAccess.FlushToDisk(matches);
            var checksum = Convert.ToHexStringLower(SHA256.HashData(bytes));
            lock (gate)
            {
                progress.Write(System.Text.Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{left[i]} {bytes.Length} {checksum}\n")));
                progress.Flush(flushToDisk: true);
                done[left[i]] = checksum;
                onPortion?.Invoke(done.Count);
            }

            return scratch;
        }, _ => { });

        var all = string.Join('\n', Enumerable.Range(0, Portions).Select(p => done[p]));
        return new(Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(all))), left.Length * rowsOfPortion, kept, seconds.Sum(), seconds.Take(seconds.Length / 2).Sum());
    }

    private int[] Ids(IReadOnlyList<JobseekerProfile> jobseekers, SearchScratch scratch)
    {
        var ids = new int[jobseekers.Count * Take];
        Array.Fill(ids, -1);
        for (var i = 0; i < jobseekers.Count; i++)
        {
            var place = i * Take;
            foreach (var match in Vacancies.Top(jobseekers[i], Model, BenchMarket.Today, Take, scratch, Candidates))
            {
                ids[place++] = match.Id;
            }
        }

        return ids;
    }

    private static long Offset(int portion, int rowsOfPortion) => (long)portion * rowsOfPortion * Take * sizeof(int);

    /// <summary>The portions whose rows on disk are those that the progress file says; a line that was cut off counts for nothing.</summary>
    private Dictionary<int, string> Done(string path, Microsoft.Win32.SafeHandles.SafeFileHandle matches, int rowsOfPortion)
    {
        if (!File.Exists(path))
        {
            File.WriteAllText(path, Inputs + "\n");
            return [];
        }

        var lines = File.ReadAllText(path).Split('\n');
        if (lines[0] != Inputs)
        {
            throw new CommandException($"{path} is of another run: name another folder, or delete it.");
        }

        Dictionary<int, string> done = [];
        foreach (var words in lines.Skip(1).Select(line => line.Split(' ')))
        {
            if (words is [var number, var length, { Length: 64 } checksum] && int.TryParse(number, CultureInfo.InvariantCulture, out var portion) && int.TryParse(length, CultureInfo.InvariantCulture, out var size))
            {
                var bytes = new byte[size];
                var read = RandomAccess.Read(matches, bytes, Offset(portion, rowsOfPortion));
                if (read == size && Convert.ToHexStringLower(SHA256.HashData(bytes)) == checksum)
                {
                    done[portion] = checksum;
                }
            }
        }

        // A line that was cut off ends here, so that the next one begins anew.
        File.AppendAllText(path, lines[^1].Length > 0 ? "\n" : "");
        return done;
    }
}
