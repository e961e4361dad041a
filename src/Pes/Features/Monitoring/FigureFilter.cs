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

public sealed class FigureFilterValidator : AbstractValidator<FigureFilter>
{
    public FigureFilterValidator(Vocabulary vocabulary)
    {
        RuleFor(f => f.Months).InclusiveBetween(1, FigurePeriod.Most);
        RuleFor(f => f.Measure).IsInEnum();
        RuleFor(f => f.ProvinceCode).Must(code => code is null || vocabulary.Provinces.ContainsKey(code)).WithErrorCode("unknown-code");
    }
}
