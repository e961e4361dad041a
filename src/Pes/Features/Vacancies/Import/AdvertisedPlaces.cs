namespace Pes.Features.Vacancies.Import;

/// <summary>A province of two digits, and the district of four where the advertisement named one.</summary>
public sealed record AdvertisedPlace(string ProvinceCode, string? DistrictCode);

/// <param name="Found">One place a province, in the order named.</param>
/// <param name="Unknown">Words that name no place of the gazetteer.</param>
/// <param name="IsAbroad">The work is, at least in part, outside Cambodia.</param>
public sealed record AdvertisedPlaces(IReadOnlyList<AdvertisedPlace> Found, IReadOnlyList<string> Unknown, bool IsAbroad);

/// <summary>A province and every spelling it goes by: its two official names first, then others and towns that stand for it.</summary>
public sealed record ProvinceSpellings(string Code, IReadOnlyList<string> Names);

/// <summary>A district and its names.</summary>
public sealed record DistrictNames(string Code, string ProvinceCode, IReadOnlyList<string> Names);
