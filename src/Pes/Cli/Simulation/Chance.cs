namespace Pes.Cli.Simulation;

/// <summary>
/// Chance that hangs on who meets whom and not on the order of events: all policies of a run face the same luck (common
/// random numbers), so that their differences are those of the policies.
/// </summary>
internal readonly struct Chance(ulong seed)
{
    /// <summary>0 to 1, 1 excluded; the same for the same three numbers.</summary>
    public double Of(int a, int b, Luck purpose)
    {
        var z = seed + (0x9E3779B97F4A7C15 * (ulong)(uint)a) + (0xC2B2AE3D27D4EB4F * (ulong)(uint)b) + (0x165667B19E3779F9 * (ulong)purpose);
        for (var round = 0; round < 2; round++)
        {
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            z ^= z >> 31;
        }

        return (z >> 11) * (1.0 / (1UL << 53));
    }
}

/// <summary>What a throw decides.</summary>
internal enum Luck : byte
{
    /// <summary>Whether a row of a list is looked at: by place.</summary>
    Looks = 1,

    /// <summary>Whether she applies to what she looked at.</summary>
    Applies = 2,

    /// <summary>Whether the employer hires whom he reviewed.</summary>
    Hires = 3,

    /// <summary>Whether a list of the burn-in is shuffled.</summary>
    Shuffles = 4,

    /// <summary>Where a row of it goes.</summary>
    ShuffledPlace = 5,
}
