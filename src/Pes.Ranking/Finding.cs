using System.Runtime.InteropServices;

namespace Pes.Ranking;

/// <summary>
/// What one term finds in a pair: a value from -1,000 (wholly against) to 1,000 (wholly for), and the facts behind it.
/// The default says nothing: not known, or nothing asked.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Finding(int PerMille, ReasonKind Kind = ReasonKind.None, Argument First = default, Argument Second = default);

/// <summary>A finding with what a learned model makes of it, in 2^-20.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct WeighedFinding(Finding Finding, Term Term, int Weight);
