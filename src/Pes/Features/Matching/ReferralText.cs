using Microsoft.Extensions.Localization;
using Pes.Platform.Web;
using Pes.Ranking;

namespace Pes.Features.Matching;

/// <summary>Why a jobseeker is referred, as the employer reads it: what speaks of her fitness alone (<see cref="ReasonKinds.SpeaksOfFitness"/>).</summary>
internal static class ReferralText
{
    /// <summary>Of a referral's reason.</summary>
    public const int Longest = 500;

    private const int Most = 2;

    /// <summary>For an officer to go on from, in her language; empty where nothing of it speaks for her.</summary>
    public static string Draft(IEnumerable<ShownReason> reasons) =>
        string.Join(" · ", reasons.Where(r => MayBeTold(r.Kind, r.Direction, r.IsFactAlone)).Take(Most).Select(r => r.Sentence));

    /// <summary>Where no officer writes: in both languages, for a referral keeps one text and its readers may have either.</summary>
    public static string InBoth(Match pair, ReasonSentences sentences, IStringLocalizer<MatchingWords> words)
    {
        List<Reason> told = [.. pair.Reasons.Where(r => MayBeTold(r.Kind, r.Direction, r.IsFactAlone)).Take(Most)];
        for (; told.Count > 0; told.RemoveAt(told.Count - 1))
        {
            var text = Both(() => string.Join(" · ", told.Select(r => sentences.Of(r).Sentence)));
            if (text.Length <= Longest)
            {
                return text;
            }
        }

        return Both(() => words["assigned-reason"]);
    }

    private static bool MayBeTold(ReasonKind kind, Direction direction, bool isFactAlone) => direction == Direction.For && !isFactAlone && kind.SpeaksOfFitness();

    private static string Both(Func<string> write) => RequestLanguage.In(RequestLanguage.Khmer, write) + "\n" + RequestLanguage.In(RequestLanguage.English, write);
}
