namespace Pes.Features.Vacancies;

/// <summary>Marks VacancyWords.resx: the words of the vacancy pages and the employer's desk.</summary>
public sealed class VacancyWords;
