using Pes.Features.Reference;

namespace Pes.Features.Vacancies;

/// <summary>A vacancy's content after its title and text were read: an occupation and skills where the author named none.</summary>
internal sealed record CodedContent(VacancyContent Content, double? IscoConfidence, IReadOnlyDictionary<int, string> FoundAs);

/// <summary>Proposes what the author left open. What the author chose is never changed.</summary>
public sealed class VacancyCoding(OccupationFinder occupations, SkillFinding skills)
{
    private const int LongestWords = 200;

    internal CodedContent Read(VacancyContent content)
    {
        var tidy = content.Tidy();
        double? confidence = null;
        if (tidy.IscoCode is null && (tidy.TitleEn ?? tidy.TitleKm) is { } title && occupations.Code(title) is { } best)
        {
            (tidy, confidence) = (tidy with { IscoCode = best.Code }, best.Confidence);
        }

        Dictionary<int, string> foundAs = [];
        if (tidy.EssentialSkills.Count == 0 && tidy.UsefulSkills.Count == 0)
        {
            var found = skills.InText(tidy.AllText);
            foundAs = found.ToDictionary(f => f.Id, f => f.Words[..Math.Min(f.Words.Length, LongestWords)]);
            tidy = tidy with
            {
                EssentialSkills = [.. found.Where(f => f.IsEssential).Take(VacancyContent.MostSkills).Select(f => f.Id).Order()],
                UsefulSkills = [.. found.Where(f => !f.IsEssential).Take(VacancyContent.MostSkills).Select(f => f.Id).Order()],
            };
        }

        return new(tidy, confidence, foundAs);
    }
}
