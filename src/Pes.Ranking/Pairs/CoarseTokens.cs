namespace Pes.Ranking.Pairs;

/// <summary>Numbers tokens of several kinds apart: the code and, in the lowest three bits, what it is.</summary>
internal static class CoarseTokens
{
    public const int MayNotWork = 0;
    public const int MayNotDoHazardousWork = 1;
    public const int MayNotBeSuggested = 2;
    public const int Hazardous = 3;

    public static int Skill(int skill) => skill << 3;

    public static int UsefulSkill(int skill) => (skill << 3) | 1;

    public static int Licence(int licence) => (licence << 3) | 2;

    public static int WorkTime(int bit) => (bit << 3) | 3;

    public static int Flag(int flag) => (flag << 3) | 4;

    public static int Accommodation(int accommodation) => (accommodation << 3) | 5;

    /// <summary>ISCO-08 minor group, three digits.</summary>
    public static int MinorGroup(int occupation) => (occupation / 10 << 3) | 6;

    /// <summary>A province of a vacancy that has several places.</summary>
    public static int OneOfPlaces(int province) => (province << 3) | 7;

    public static IEnumerable<int> WorkTimesOf(WorkTimes times) => Enumerable.Range(0, 8).Where(bit => ((int)times >> bit & 1) != 0).Select(WorkTime);
}
