namespace Pes.Ranking.Pairs;

/// <summary>What a query of the coarse stage must know of all rows.</summary>
/// <param name="Occupations">Groups of any row, ascending.</param>
/// <param name="Provinces">Where the rows are.</param>
/// <param name="Conditions">Licences that any vacancy requires, or accommodations that any jobseeker wants; ascending.</param>
/// <param name="WordsOfTitle">Of a usual row, at least 1.</param>
internal sealed record CoarseFacts(ushort[] Occupations, ProvincePlaces Provinces, int[] Conditions, int WordsOfTitle)
{
    /// <summary>With those of further rows, whose provinces hold these already; what is usual stays as it was.</summary>
    public CoarseFacts With(CoarseFacts further) => this with
    {
        Occupations = [.. Occupations.Union(further.Occupations).Order()],
        Provinces = further.Provinces,
        Conditions = [.. Conditions.Union(further.Conditions).Order()],
    };

    /// <summary>The occupations that have points.</summary>
    /// <param name="points">Of each of <see cref="Occupations"/>.</param>
    public List<(ushort Group, byte Points)> WithPoints(byte[] points) => [.. Occupations.Zip(points).Where(o => o.Second > 0)];
}
