namespace Pes.Ranking.Learning;

/// <summary>Cuts a range into parts of equal size, one a thread.</summary>
internal static class Workers
{
    public static void Run(int threads, int count, Action<int, int> part)
    {
        if (threads <= 1 || count < 2)
        {
            part(0, count);
            return;
        }

        var parts = Math.Min(threads, count);
        Parallel.For(0, parts, new ParallelOptions { MaxDegreeOfParallelism = threads }, i => part(Cut(i, parts, count), Cut(i + 1, parts, count)));
    }

    private static int Cut(int part, int parts, int count) => (int)((long)count * part / parts);
}
