using System.Diagnostics;

namespace Pes.Cli.MatchBench;

/// <summary>How long something takes when nothing disturbs it: the best of many times.</summary>
internal static class Timing
{
    public static double BestMs(int times, Action work)
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

    /// <summary>The mean over cases of the best of each.</summary>
    public static double BestMs<T>(int times, IReadOnlyCollection<T> cases, Action<T> work)
    {
        var sum = 0.0;
        foreach (var one in cases)
        {
            sum += BestMs(times, () => work(one));
        }

        return sum / cases.Count;
    }
}
