using System.Diagnostics;

namespace Pes.Cli.MatchBench;

/// <summary>How long something takes when nothing disturbs it: the best of many times.</summary>
internal static class Timing
{
    private const int CallsBeforeCompilation = 40;
    private const int CompilationMs = 300;

    // At once, then counting what it does, then for good; what is called first is behind by one.
    private const int Rounds = 4;

    public static double BestMs(int times, Action work)
    {
        Warm(work);
        return BestOf(times, work);
    }

    /// <summary>The mean over cases of the best of each.</summary>
    public static double BestMs<T>(int times, IReadOnlyCollection<T> cases, Action<T> work)
    {
        Warm(() => work(cases.First()));
        return cases.Average(one => BestOf(times, () => work(one)));
    }

    // The runtime compiles hot code anew, in the background, some time after it was called often enough.
    private static void Warm(Action work)
    {
        for (var round = 0; round < Rounds; round++)
        {
            var watch = Stopwatch.StartNew();
            for (var call = 0; call < CallsBeforeCompilation && watch.ElapsedMilliseconds < CompilationMs; call++)
            {
                work();
            }

            Thread.Sleep(CompilationMs / 2);
        }
    }

    private static double BestOf(int times, Action work)
    {
        var best = double.MaxValue;
        for (var i = 0; i < times; i++)
        {
            var start = Stopwatch.GetTimestamp();
            work();
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        return best;
    }
}
