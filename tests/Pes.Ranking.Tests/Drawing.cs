using FsCheck;
using FsCheck.Fluent;

namespace Pes.Ranking.Tests;

/// <summary>Samples that are the same in every run, for tests that also count how often something came up among them.</summary>
internal static class Drawing
{
    private const ulong Seed = 20_261_122;

    public static IReadOnlyList<T> Drawn<T>(this Gen<T> generator, int count, int size = 50) => [.. generator.Sample(count, new Rnd(Seed), size)];
}
