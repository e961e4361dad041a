using Microsoft.Extensions.Localization;
using Pes.Platform.Text;

namespace Pes.Features.Matching;

/// <summary>The wage of a vacancy in a list: riel a month, one amount or a range.</summary>
internal static class MatchWage
{
    public static string Shown(long? from, long? to, IStringLocalizer<MatchingWords> words) => (from ?? to, to ?? from) switch
    {
        ({ } low, { } high) when low == high => words["a-month", Formats.Riel(low)],
        ({ } low, { } high) => words["a-month", $"{Formats.Number(low)}–{Formats.Riel(high)}"],
        _ => words["wage-unknown"],
    };
}
