using System.Runtime.InteropServices;
using Pes.Ranking.Learning;

namespace Pes.Ranking;

/// <summary>How many of those who were counted, employers by their advertisements or people by their CVs, have two skills together.</summary>
/// <param name="Owners">Who have both.</param>
/// <param name="OfSkill">Who have the first.</param>
/// <param name="OfOther">Who have the second.</param>
/// <param name="OfAll">Who have any skill.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct SkillsTogether(int SkillId, int OtherId, int Owners, int OfSkill, int OfOther, int OfAll)
{
    // What so few did says half of what many do.
    private const double HalfOwners = 10;

    /// <summary>
    /// From 0, together no oftener than by chance, to 1: normalised pointwise mutual information log2(n both ÷ (n first × n second)) ÷ log2(n ÷ both)
    /// (Bouma 2009), times both ÷ (both + 10), since a few may be together by chance. A skill of everywhere is by itself near to nothing.
    /// </summary>
    public double Association
    {
        get
        {
            var chance = OfSkill * (double)OfOther / OfAll;
            return Owners <= chance || Owners >= OfAll
                ? 0
                : StableMath.Log2(Owners / chance) / StableMath.Log2(OfAll / (double)Owners) * (Owners / (Owners + HalfOwners));
        }
    }
}
