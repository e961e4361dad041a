using System.Buffers;
using Pes.Ranking.Coarse;
using Pes.Ranking.Models;

namespace Pes.Ranking.Pairs;

/// <summary>
/// What a model, or the prior, makes of each field that the coarse stage sees, where nothing else is known: its mean response. So the
/// coarse stage follows what ranks. What depends on no query is asked once.
/// </summary>
internal sealed class MeanResponses
{
    /// <summary>What helps counts one, two, and three or more.</summary>
    public const int Counted = 4;

    private const int Levels = 10;

    private const int Shares = 32;

    // The middle of each level: per mille of referrals answered, and days since publication.
    private static readonly int[] Answered = [200, 500, 700, 900];
    private static readonly int[] DaysOld = [60, 33, 14, 3];

    private readonly RowScores[] scorers;
    private readonly int[] education;
    private readonly int[] titleShares;

    /// <summary>Of a model, in 2^-12.</summary>
    public MeanResponses(IRankingTrees trees)
        : this(field => trees.Expecting(FeaturesOf(field)))
    {
    }

    private MeanResponses(Func<CoarseField, RowScores> responses)
    {
        scorers = [.. Enum.GetValues<CoarseField>().Select(responses)];
        using var probes = CoarseProbes.Rent(Levels * CoarseQuery.Bands);
        Skills = Ask(CoarseField.Skills, probes, 64, (row, i) => row.Skills(i / 8, Math.Min(i / 8, i % 8), 0, 0));
        for (var asked = 0; asked < 8; asked++)
        {
            // A model may have been trained without directions.
            CoarseScale.Rise(Skills.AsSpan(asked * 8, 8));
        }

        Useful = Ask(CoarseField.Skills, probes, Counted, (row, held) => row.Skills(3, 2, Math.Max(2, held), held));
        NearSkills = Ask(CoarseField.NearSkills, probes, Counted, (row, held) => row.NearSkills(held));
        titleShares = Ask(CoarseField.TitleWords, probes, Shares + 1, (row, shared) => row.TitleWords(Shares, shared));
        Quality = Ask(CoarseField.Quality, probes, CoarseQuery.Bands, (row, level) => row.Quality(DaysOld[level & 3], Answered[level >> 2]));
        education = Ask(CoarseField.Education, probes, Levels * CoarseQuery.Bands, (row, i) => row.Education((i / CoarseQuery.Bands) - 1, i % CoarseQuery.Bands));
    }

    /// <summary>Of the prior, in points.</summary>
    public static MeanResponses Prior { get; } = new(PriorResponses.Of);

    private delegate void Write(PairColumns row, int number);

    /// <summary>By skills asked × 8 + held, as <see cref="CoarseQuery.CountPoints"/>.</summary>
    public int[] Skills { get; }

    /// <summary>By useful skills held.</summary>
    public int[] Useful { get; }

    /// <summary>By near skills held.</summary>
    public int[] NearSkills { get; }

    /// <summary>By level of answers × 4 + level of freshness.</summary>
    public int[] Quality { get; }

    /// <summary>By level asked.</summary>
    /// <param name="held">CQF level; -1: not known.</param>
    public ReadOnlySpan<int> Education(int held) => education.AsSpan((Math.Min(held, Levels - 2) + 1) * CoarseQuery.Bands, CoarseQuery.Bands);

    /// <summary>By words shared with a title: three or more are taken for the middle between three and all.</summary>
    /// <param name="words">Of a usual title, at least 1.</param>
    public int[] TitleWords(int words) =>
        [titleShares[0], titleShares[Shares / words], titleShares[Shares * Math.Min(2, words) / words], titleShares[Shares * (Math.Min(3, words) + words) / (2 * words)]];

    /// <summary>The responses to the first rows of made-up pairs.</summary>
    public int[] Of(CoarseField field, CoarseProbes probes, int rows)
    {
        var responses = new int[rows];
        scorers[(int)field](probes.Columns, probes.Stride, responses);
        return responses;
    }

    private int[] Ask(CoarseField field, CoarseProbes probes, int rows, Write write)
    {
        for (var row = 0; row < rows; row++)
        {
            write(probes.At(row), row);
        }

        return Of(field, probes, rows);
    }

    private static HashSet<int> FeaturesOf(CoarseField field) =>
        field == CoarseField.None ? [] : [.. PairFeatures.All.Where(m => m.Seen == field).Select(m => (int)m.Feature)];
}

/// <summary>Rows of made-up pairs: only what is asked about is written, the rest is whatever stood there.</summary>
internal sealed class CoarseProbes : IDisposable
{
    private readonly byte[] columns;

    private CoarseProbes(int rows)
    {
        Stride = ObliviousScorer.Stride(rows);
        columns = ArrayPool<byte>.Shared.Rent(PairFeatures.Count * Stride);
    }

    public int Stride { get; }

    public ReadOnlySpan<byte> Columns => columns;

    public static CoarseProbes Rent(int rows) => new(rows);

    public PairColumns At(int row) => new(columns.AsSpan(row), Stride);

    public void Dispose() => ArrayPool<byte>.Shared.Return(columns);
}
