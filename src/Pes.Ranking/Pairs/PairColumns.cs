using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Pes.Ranking.Pairs;

/// <summary>
/// The formulas of the features from plain numbers, field by field, as bins of one row of columns; what is out of range goes
/// to the nearest bin. Packed pairs are written by them, and so are the rows by which the coarse stage asks a model.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal readonly ref struct PairColumns
{
    private const int Whole = 32;

    private const int NeverDid = byte.MaxValue;

    private readonly ref byte to;
    private readonly nint stride;

    /// <param name="columns">From the row on.</param>
    /// <param name="stride">Between the bins of a row.</param>
    public PairColumns(Span<byte> columns, int stride)
    {
        to = ref columns[0];
        this.stride = stride;

        // One check for all columns: the last is the farthest.
        _ = columns[(PairFeatures.Count - 1) * stride];
    }

    public void Put(PairFeature feature, int bin) => Unsafe.Add(ref to, (nint)feature * stride) = (byte)Math.Clamp(bin, 0, 255);

    public void Skills(int asked, int held, int usefulAsked, int usefulHeld)
    {
        Put(PairFeature.EssentialShare, asked == 0 ? Whole / 2 : Whole * held / asked);
        Put(PairFeature.EssentialHeld, held);
        Put(PairFeature.EssentialMissing, asked - held);
        Put(PairFeature.SkillsAsked, asked);
        Put(PairFeature.UsefulShare, usefulAsked == 0 ? Whole / 2 : Whole * usefulHeld / usefulAsked);
        Put(PairFeature.UsefulHeld, usefulHeld);
        Put(PairFeature.SkillsMatched, held + usefulHeld);
    }

    public void NearSkills(int held) => Put(PairFeature.NearSkillsHeld, held);

    public void TitleWords(int words, int shared) => Put(PairFeature.TitleShare, words == 0 ? 0 : Whole * shared / words);

    /// <param name="wished">ISCO-08 unit groups.</param>
    /// <param name="career">Each as <see cref="PackedStep"/> packs it.</param>
    /// <param name="moves">Where those of her career go, as packed (<see cref="PackedList.ShareOf"/>).</param>
    /// <param name="occupation">The vacancy's.</param>
    /// <returns>Months in all, and quarters of a month that count for the occupation.</returns>
    public (int Months, int Quarters) Occupation(ReadOnlySpan<ushort> wished, ReadOnlySpan<int> career, ReadOnlySpan<byte> moves, ushort occupation)
    {
        var nearest = wished.IsEmpty ? 2 : 0;
        foreach (var wish in wished)
        {
            nearest = Math.Max(nearest, Isco08.SharedDigits(wish, occupation));
        }

        int held = 0, inOccupation = 0, quarters = 0, inAll = 0, since = NeverDid;
        foreach (var step in career)
        {
            var (digits, months) = (Isco08.SharedDigits(PackedStep.Occupation(step), occupation), PackedStep.Months(step));
            var countsWhole = occupation == 0 || digits >= 3;
            held = Math.Max(held, digits);
            inOccupation += digits >= 3 ? months : 0;
            quarters += months * (countsWhole ? 4 : digits == 2 ? 2 : 1);
            since = countsWhole ? Math.Min(since, PackedStep.QuartersSince(step)) : since;
            inAll += months;
        }

        Put(PairFeature.OccupationWished, nearest);
        Put(PairFeature.OccupationHeld, held);
        Put(PairFeature.CareerMove, held == 4 ? CareerMoves.Whole : PackedList.ShareOf(occupation, moves));
        Put(PairFeature.MonthsInOccupation, inOccupation / 3);
        Put(PairFeature.ExperienceCounted, quarters / 12);
        Put(PairFeature.MonthsSinceOccupation, since);
        return (inAll, quarters);
    }

    public void Experience(int months, int quarters, int asked)
    {
        Put(PairFeature.ExperienceShare, asked == 0 ? Whole : Whole * Math.Min(quarters / 4, asked) / asked);
        Put(PairFeature.ExperienceInAll, months / 6);
    }

    /// <param name="held">CQF level; negative: not known.</param>
    /// <param name="asked">0: none.</param>
    public void Education(int held, int asked)
    {
        Put(PairFeature.EducationAbove, held >= 0 && asked > 0 ? held - asked + 8 : 8);
        Put(PairFeature.EducationHeld, held + 1);
        Put(PairFeature.EducationAsked, asked);
    }

    /// <param name="place">Of the place that is best in each.</param>
    /// <param name="limit">Kilometres that she travels.</param>
    public void Place((int Kilometres, int SameProvince, bool WouldMove) place, int limit)
    {
        Put(PairFeature.Distance, place.Kilometres / 2);
        Put(PairFeature.SameProvince, place.SameProvince);
        Put(PairFeature.WouldMove, place.WouldMove ? 1 : 0);
        Put(PairFeature.BeyondLimit, Math.Max(0, place.Kilometres - limit) / 2);
    }

    /// <param name="expected">Riel a month; 0: not stated.</param>
    /// <param name="offered">Middle of the range; 0: not given.</param>
    public void Wage(int expected, int offered)
    {
        Put(PairFeature.WageRatio, expected > 0 && offered > 0 ? (int)Math.Min(40L * offered / expected, 255) : 40);
        Put(PairFeature.WageOffered, offered / 50_000);
        Put(PairFeature.WageExpected, expected / 50_000);
        Put(PairFeature.WageGiven, offered > 0 ? 1 : 0);
    }

    /// <param name="daysOld">30 where it is not known.</param>
    /// <param name="answered">Per mille of referrals; negative: no history.</param>
    public void Quality(int daysOld, int answered)
    {
        Put(PairFeature.DaysOld, daysOld);
        Put(PairFeature.EmployerAnswered, answered < 0 ? 50 : answered / 10);
    }
}
