namespace Pes.Features.Vacancies.Import;

/// <summary>Something an officer has to look at: a code of the list <c>review-flag</c> and the advertiser's words for it.</summary>
public sealed record ImportFlag(string Kind, string? Words);

/// <summary>A skill of the product's list that the advertisement names.</summary>
public sealed record AdvertisedSkill(int SkillId, bool IsEssential, string FoundAs);

/// <summary>An advertisement that was understood: codes, dates and amounts instead of words.</summary>
public sealed record ReadAdvertisement
{
    public required int Line { get; init; }

    public required string SourceKey { get; init; }

    public string? TitleEn { get; init; }

    public string? TitleKm { get; init; }

    public string? TextEn { get; init; }

    public string? TextKm { get; init; }

    public required DateOnly PublishedOn { get; init; }

    /// <summary>Last day on which it is open.</summary>
    public required DateOnly ClosesOn { get; init; }

    public required int Openings { get; init; }

    public required IReadOnlyList<AdvertisedPlace> Places { get; init; }

    public AdvertisedWage? Wage { get; init; }

    public int? ExperienceMonths { get; init; }

    public string? EducationCode { get; init; }

    public string? HoursCode { get; init; }

    public string? ContractCode { get; init; }

    public required IReadOnlyDictionary<string, int> Languages { get; init; }

    /// <summary>ISCO-08 unit group and how likely it is right, 0 to 1.</summary>
    public string? IscoCode { get; init; }

    public double? IscoConfidence { get; init; }

    public required IReadOnlyList<AdvertisedSkill> Skills { get; init; }

    public required IReadOnlyList<ImportFlag> Flags { get; init; }

    public string Title => TitleEn ?? TitleKm!;

    public string Text => TextEn ?? TextKm ?? "";

    /// <summary>It says of whom it wants that it may not say: an officer decides before it is shown.</summary>
    public bool NeedsCheck => Flags.Any(f => f.Kind is AdvertisementReader.SexRestriction or AdvertisementReader.AgeRestriction);
}

/// <summary>An advertisement that cannot become a vacancy: its line, a stable word for why, and its own words.</summary>
public sealed record RefusedAdvertisement(int Line, string Code, string Detail);
