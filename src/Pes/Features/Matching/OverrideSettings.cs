namespace Pes.Features.Matching;

/// <summary>
/// Section "Matching:Overrides" of the settings: how often officers should change the order of lists. Near never may mean that nobody looks
/// (automation bias), too often that the order is no help.
/// </summary>
public sealed record OverrideSettings
{
    /// <summary>Code of an alarm: almost no list was changed.</summary>
    public const string TooFew = "too-few";

    /// <summary>Code of an alarm: a great part of the lists was changed.</summary>
    public const string TooMany = "too-many";

    private const int Whole = 1_000;

    /// <summary>Below so many lists nothing is said.</summary>
    public int LeastLists { get; init; } = 100;

    /// <summary>The same for a province or a centre: of fewer no share is told. Among many parts chance alone makes some look odd.</summary>
    public int LeastListsOfPart { get; init; } = 100;

    /// <summary>Changed lists of 1,000; fewer is an alarm.</summary>
    public int LeastPerMille { get; init; } = 10;

    /// <summary>Changed lists of 1,000; more is an alarm.</summary>
    public int MostPerMille { get; init; } = 300;

    public static OverrideSettings Of(IConfiguration configuration) => (configuration.GetSection("Matching:Overrides").Get<OverrideSettings>() ?? new OverrideSettings()).Check();

    /// <returns>The same.</returns>
    /// <exception cref="InvalidOperationException">A number is out of range.</exception>
    public OverrideSettings Check() => this is { LeastLists: >= 1, LeastListsOfPart: >= 1, LeastPerMille: >= 0, MostPerMille: <= Whole } && LeastPerMille <= MostPerMille
        ? this
        : throw new InvalidOperationException($"Matching:Overrides: LeastLists and LeastListsOfPart are at least 1, and LeastPerMille (from 0) is at most MostPerMille (to {Whole}).");

    /// <returns>Null where there is nothing to say.</returns>
    public string? Alarm(int lists, int overridden) => Alarm(lists, overridden, LeastLists);

    /// <summary>Of a province or a centre.</summary>
    /// <inheritdoc cref="Alarm(int, int)"/>
    public string? AlarmOfPart(int lists, int overridden) => Alarm(lists, overridden, LeastListsOfPart);

    private string? Alarm(int lists, int overridden, int least) => lists < least ? null : ((long)overridden * Whole) switch
    {
        var changed when changed < (long)lists * LeastPerMille => TooFew,
        var changed when changed > (long)lists * MostPerMille => TooMany,
        _ => null,
    };
}
