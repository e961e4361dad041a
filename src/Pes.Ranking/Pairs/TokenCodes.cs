namespace Pes.Ranking.Pairs;

/// <summary>Numbers tokens of several kinds apart: the code and, in the lowest four bits, what it is.</summary>
internal static class TokenCodes
{
    public const int MayNotWork = 0;
    public const int MayNotDoHazardousWork = 1;
    public const int MayNotBeSuggested = 2;
    public const int Hazardous = 3;

    public static int Skill(int skill) => skill << 4;

    public static int UsefulSkill(int skill) => (skill << 4) | 1;

    public static int Licence(int licence) => (licence << 4) | 2;

    public static int WorkTime(int bit) => (bit << 4) | 3;

    public static int Flag(int flag) => (flag << 4) | 4;

    public static int Accommodation(int accommodation) => (accommodation << 4) | 5;

    /// <summary>ISCO-08 minor group, three digits.</summary>
    public static int MinorGroup(int occupation) => (occupation / 10 << 4) | 6;

    /// <summary>A province of a vacancy that has several places.</summary>
    public static int OneOfPlaces(int province) => (province << 4) | 7;

    /// <summary>A skill that stands near those asked.</summary>
    public static int NearSkill(int skill) => (skill << 4) | 8;

    /// <summary>A word of a title; its 31 bits become 27, so that two of some hundred million meet by chance.</summary>
    public static int TitleWord(int word) => (((word ^ (word >> 27)) & 0x7FF_FFFF) << 4) | 9;

    public static IEnumerable<int> WorkTimesOf(WorkTimes times) => Enumerable.Range(0, 8).Where(bit => ((int)times >> bit & 1) != 0).Select(WorkTime);
}
