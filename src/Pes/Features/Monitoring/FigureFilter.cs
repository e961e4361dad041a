using System.Text.Json;
using FluentValidation;
using Pes.Features.Reference;

namespace Pes.Features.Monitoring;

/// <summary>What the reader asks of the figures; the same for page, API and export.</summary>
public sealed record FigureFilter
{
    /// <summary>Months up to this one, 1 to 24.</summary>
    public int Months { get; init; } = 6;

    public string? ProvinceCode { get; init; }

    public Guid? CentreId { get; init; }

    public Measure Measure { get; init; } = Measure.PlacementRate;
}

/// <summary>The query string of the endpoints; what is left out is the filter's own.</summary>
/// <param name="Measure">registrations, vacancies, referrals, answers, placements or placement-rate.</param>
public sealed record FigureQuestion(int? Months, string? ProvinceCode, Guid? CentreId, string? Measure)
{
    private static readonly FigureFilter Usual = new();

    internal FigureFilter Filter => new()
    {
        Months = Months ?? Usual.Months,
        ProvinceCode = string.IsNullOrEmpty(ProvinceCode) ? null : ProvinceCode,
        CentreId = CentreId,
        Measure = string.IsNullOrEmpty(Measure) ? Usual.Measure : Named(Measure),
    };

    // A word that names none is left to the validator.
    private static Measure Named(string word)
    {
        foreach (var measure in Enum.GetValues<Measure>())
        {
            if (JsonNamingPolicy.KebabCaseLower.ConvertName(measure.ToString()) == word)
            {
                return measure;
            }
        }

        return (Measure)(-1);
    }
}

public sealed class FigureFilterValidator : AbstractValidator<FigureFilter>
{
    public FigureFilterValidator(Vocabulary vocabulary)
    {
        RuleFor(f => f.Months).InclusiveBetween(1, FigurePeriod.Most);
        RuleFor(f => f.Measure).IsInEnum().WithErrorCode("unknown-code");
        RuleFor(f => f.ProvinceCode).Must(code => code is null || vocabulary.Provinces.ContainsKey(code)).WithErrorCode("unknown-code");
    }
}
