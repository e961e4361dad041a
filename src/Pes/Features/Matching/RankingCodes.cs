using System.Globalization;
using Pes.Features.Reference;
using Pes.Ranking;

namespace Pes.Features.Matching;

/// <summary>
/// The product's codes as the numbers that ranking knows. Licences, languages and accommodations go by their place in
/// the code list, education by its place in list education: 0 no schooling to 8 doctorate, which from 4 on is the CQF level.
/// </summary>
internal static class RankingCodes
{
    private const byte FullTimeHours = 48;

    private const byte PartTimeHours = 24;

    private static readonly (string Code, WorkTimes Times)[] TimesByCode = [("night", WorkTimes.Nights), ("weekend", WorkTimes.Weekends), ("shift", WorkTimes.RotatingShifts)];

    /// <summary>ISCO-08 unit group; a broader group stands at its first place, so that the digits it has are shared.</summary>
    public static ushort Occupation(string? isco) =>
        isco is { Length: > 0 } && ushort.TryParse(isco.PadRight(4, '0'), NumberStyles.None, CultureInfo.InvariantCulture, out var code) ? code : (ushort)0;

    public static byte Province(string? code) => byte.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : (byte)0;

    /// <summary>The four digits of a district's official code; 0 where there is none.</summary>
    public static int District(string? code) => int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    public static int? Place(Vocabulary vocabulary, string list, string? code) => code is null ? null : vocabulary.List(list).FirstOrDefault(t => t.Code == code)?.SortOrder;

    /// <summary>The places of a whole list by code.</summary>
    public static Dictionary<string, int> Places(Vocabulary vocabulary, string list) =>
        vocabulary.List(list).ToDictionary(t => t.Code, t => t.SortOrder, StringComparer.Ordinal);

    public static byte? HoursOf(string? code) => code switch { "full-time" => FullTimeHours, "part-time" => PartTimeHours, _ => null };

    /// <summary>The code of which the hours were made: nobody gave the number.</summary>
    public static string HoursCode(int hours) => hours == PartTimeHours ? "part-time" : "full-time";

    /// <summary>The codes of list hours for times of work.</summary>
    public static IEnumerable<string> TimeCodes(WorkTimes times) => TimesByCode.Where(t => (times & t.Times) != WorkTimes.None).Select(t => t.Code);

    public static WorkTimes TimesOf(string? code) => Array.Find(TimesByCode, t => t.Code == code).Times;

    public static Contracts ContractOf(string? code) => code switch
    {
        "permanent" => Contracts.Permanent,
        "fixed-term" or "probation" or "temporary" => Contracts.FixedTerm,
        "seasonal" => Contracts.Seasonal,
        "day-work" or "piece-work" => Contracts.Daily,
        "internship" => Contracts.Internship,
        "apprenticeship" => Contracts.Apprenticeship,
        _ => Contracts.None,
    };

    /// <summary>Whole riel a month; a wage that no number of ranking holds is not known.</summary>
    public static int? Riel(long? amount) => amount is > 0 and <= int.MaxValue ? (int)amount.Value : null;

    public static GeoPoint? Point(double? latitude, double? longitude) =>
        latitude is { } north && longitude is { } east ? GeoPoint.FromDegrees(north, east) : null;
}
