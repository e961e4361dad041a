using Pes.Ranking.Text;

namespace Pes.Features.Vacancies.Import;

/// <summary>
/// Understands advertisements: every rule of docs/imports.md in one place. Pure; any number of threads may use one.
/// </summary>
/// <param name="places">Spellings of places.</param>
/// <param name="skills">Finds skills; ids are numbers of the skill list.</param>
/// <param name="occupations">Codes title and text.</param>
public sealed class AdvertisementReader(PlaceNames places, SkillFinder skills, AdvertisedOccupation occupations)
{
    public const string SexRestriction = "sex-restriction";

    public const string AgeRestriction = "age-restriction";

    private const int LongestTitle = 200;

    private const int LongestWords = 400;

    private const int LongestFoundAs = 200;

    /// <summary>Days that an advertisement without a closing date stays open.</summary>
    private const int UsualDays = 30;

    // What a spreadsheet leaves of a text that began with "=", and what people write for nothing.
    private static readonly HashSet<string> NoText = new(["#NAME?", "#ERROR!", "#REF!", "#VALUE!", "N/A", "NA", "~", "-", ".", "None"], StringComparer.OrdinalIgnoreCase);

    public (ReadAdvertisement? Read, RefusedAdvertisement? Refused) Read(Advertisement advertisement)
    {
        var title = Clean(advertisement.Title);
        var published = AdvertisedDate.Read(advertisement.PublishedOn);
        var closes = AdvertisedDate.Read(advertisement.ClosesOn) ?? (advertisement.ClosesOn.Trim().Length == 0 ? published?.AddDays(UsualDays) : null);
        RefusedAdvertisement? refused = (title, published, closes) switch
        {
            ("", _, _) => Refuse("missing-title", advertisement.Text),
            (_, null, _) when advertisement.PublishedOn.Trim().Length > 0 => Refuse("bad-date", advertisement.PublishedOn),
            (_, _, null) when advertisement.ClosesOn.Trim().Length > 0 => Refuse("bad-date", advertisement.ClosesOn),
            (_, _, null) => Refuse("missing-closing-date", title),
            (_, { } from, { } to) when to < from => Refuse("closes-before-publication", $"{from:yyyy-MM-dd} {to:yyyy-MM-dd}"),
            _ => null,
        };
        return refused is null ? (Understand(advertisement, title, published ?? closes!.Value.AddDays(-UsualDays), closes!.Value), null) : (null, refused);

        RefusedAdvertisement Refuse(string code, string detail) => new(advertisement.Line, code, KhmerText.SafeCut(detail.Trim(), LongestWords));
    }

    private ReadAdvertisement Understand(Advertisement a, string title, DateOnly published, DateOnly closes)
    {
        var text = Clean(a.Text);
        var place = places.Resolve(a.Places);
        var openings = AdvertisedTerms.Openings(a.Openings);
        var all = $"{title}\n{text}";
        var found = skills.Find(all);
        var isco = occupations.Code(title, a.Category, [.. found.Select(f => int.Parse(f.Id, System.Globalization.CultureInfo.InvariantCulture))]);
        var (titleKm, textKm) = (MostlyKhmer(title), MostlyKhmer(text));
        List<ImportFlag> flags = [.. Restrictions(a, all)];
        Flag(openings is null, "missing-openings", a.Openings);
        Flag(text.Length == 0, "missing-text", a.Text);
        Flag(place.IsAbroad, "work-abroad", a.Places);
        Flag((place.Found.Count == 0 && !place.IsAbroad) || place.Unknown.Count > 0, "missing-place", a.Places);
        Flag(isco is null, "missing-occupation", title);
        return new ReadAdvertisement
        {
            Line = a.Line,
            SourceKey = a.SourceKey(),
            TitleEn = titleKm ? null : KhmerText.SafeCut(title, LongestTitle),
            TitleKm = titleKm ? KhmerText.SafeCut(title, LongestTitle) : null,
            TextEn = textKm || text.Length == 0 ? null : text,
            TextKm = textKm ? text : null,
            PublishedOn = published,
            ClosesOn = closes,
            Openings = openings ?? 1,
            Places = place.Found,
            Wage = AdvertisedWage.Read(a.Wage, a.WagePeriod),
            ExperienceMonths = AdvertisedTerms.ExperienceMonths(a.Experience, a.Level),
            EducationCode = AdvertisedTerms.Education(a.Education),
            HoursCode = AdvertisedTerms.Hours(a.Term),
            ContractCode = AdvertisedTerms.Contract(a.Term),
            Languages = AdvertisedTerms.Languages(a.Languages),
            IscoCode = isco?.Code,
            IscoConfidence = isco?.Confidence,
            Skills =
            [
                .. found.GroupBy(f => f.Importance == SkillImportance.Essential).SelectMany(g => g.Take(VacancyContent.MostSkills)).Select(f => new AdvertisedSkill(
                    int.Parse(f.Id, System.Globalization.CultureInfo.InvariantCulture),
                    f.Importance == SkillImportance.Essential,
                    KhmerText.SafeCut(all.Substring(f.Words[0].Offset, f.Words[0].Length), LongestFoundAs))),
            ],
            Flags = flags,
        };

        void Flag(bool raised, string kind, string words)
        {
            if (raised)
            {
                flags.Add(new ImportFlag(kind, words.Trim() is { Length: > 0 } said ? KhmerText.SafeCut(said, LongestWords) : null));
            }
        }
    }

    // One flag a kind, with all the words that said it; the restriction itself goes nowhere else.
    private static IEnumerable<ImportFlag> Restrictions(Advertisement a, string all) =>
        RestrictionFinder.FindInField("Sex", a.Sex).Select(r => r with { Words = $"Sex: {r.Words.Trim()}" })
            .Concat(RestrictionFinder.FindInField("Age", a.Age).Select(r => r with { Words = $"Age: {r.Words.Trim()}" }))
            .Concat(RestrictionFinder.Find(all))
            .GroupBy(r => r.Kind)
            .OrderBy(g => g.Key)
            .Select(g => new ImportFlag(
                g.Key == RestrictionKind.Sex ? SexRestriction : AgeRestriction,
                KhmerText.SafeCut(string.Join("; ", g.Select(r => r.Words.Trim()).Distinct(StringComparer.OrdinalIgnoreCase)), LongestWords)));

    /// <summary>Without the spaces around it and without marks that no font draws (private use, from other people's bullets).</summary>
    private static string Clean(string words)
    {
        var text = string.Create(words.Length, words, static (target, source) =>
        {
            for (var i = 0; i < target.Length; i++)
            {
                target[i] = source[i] is >= '\uE000' and <= '\uF8FF' ? '•' : source[i] is '\uFEFF' or '\0' ? ' ' : source[i];
            }
        }).Trim();
        return NoText.Contains(text) ? "" : text;
    }

    private static bool MostlyKhmer(string text)
    {
        var khmer = text.Count(c => c is >= '\u1780' and <= '\u17B3');
        return khmer > 0 && khmer >= text.Count(char.IsAsciiLetter);
    }
}
