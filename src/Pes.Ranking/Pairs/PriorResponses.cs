using System.Runtime.InteropServices;
using Pes.Ranking.Models;

namespace Pes.Ranking.Pairs;

/// <summary>
/// What the prior's terms make of the field of a made-up pair, in points, by the curves of the terms themselves. Hours, contract and languages, which
/// the coarse stage does not see, are left to the score of the rows that it hands on; so is what is alike for all jobseekers.
/// </summary>
internal static class PriorResponses
{
    private const int Whole = 32;

    private const int Full = 1_000;

    // As the bins of PairColumns are cut.
    private const int KilometresOfBin = 2;
    private const int WageBinsOfExpected = 40;
    private const int EducationAsAsked = 8;

    public static RowScores Of(CoarseField field) => (columns, stride, scores) =>
    {
        for (var row = 0; row < scores.Length; row++)
        {
            scores[row] = Points(field, new(columns[row..], stride));
        }
    };

    private static int Points(CoarseField field, Bins bins) => field switch
    {
        CoarseField.Skills => (TermWeights.Of(Term.EssentialSkills) * Essential(bins)) + (TermWeights.Of(Term.UsefulSkills) * Full * bins[PairFeature.UsefulShare] / Whole),
        CoarseField.Occupation => TermWeights.Of(Term.Occupation) * Occupation(bins),
        CoarseField.Experience => TermWeights.Of(Term.Experience) * AbilityTerms.OfAsked(bins[PairFeature.ExperienceShare], Whole),
        CoarseField.Education => TermWeights.Of(Term.Education) * Education(bins),
        CoarseField.Place => TermWeights.Of(Term.Distance) * Distance(bins),
        CoarseField.Wage => TermWeights.Of(Term.Wage) * Wage(bins),
        _ => 0,
    };

    private static int Essential(Bins bins) => bins[PairFeature.SkillsAsked] is > 0 and var asked ? AbilityTerms.OfAsked(bins[PairFeature.EssentialHeld], asked) : 0;

    // Made-up pairs wish what they have had; where the two differ there is neither.
    private static int Occupation(Bins bins) =>
        bins[PairFeature.OccupationWished] is var digits && digits == bins[PairFeature.OccupationHeld] ? AbilityTerms.OccupationShared(digits) : 0;

    private static int Education(Bins bins) =>
        bins[PairFeature.EducationHeld] == 0 || bins[PairFeature.EducationAsked] == 0 ? 0 : AbilityTerms.EducationAbove(bins[PairFeature.EducationAbove] - EducationAsAsked);

    private static int Distance(Bins bins) =>
        bins[PairFeature.SameProvince] == 1 ? 0 : WishTerms.Far(bins[PairFeature.Distance] * KilometresOfBin, bins[PairFeature.WouldMove] > 0);

    private static int Wage(Bins bins) =>
        bins[PairFeature.WageExpected] == 0 || bins[PairFeature.WageGiven] == 0 ? 0 : WishTerms.WageOf(bins[PairFeature.WageRatio] * (long)Full / WageBinsOfExpected);

    [StructLayout(LayoutKind.Auto)]
    private readonly ref struct Bins(ReadOnlySpan<byte> columns, int stride)
    {
        private readonly ReadOnlySpan<byte> columns = columns;

        public int this[PairFeature feature] => columns[(int)feature * stride];
    }
}
