using FluentValidation;
using Pes.Features.Reference;

namespace Pes.Features.Employers;

/// <summary>The states of an employer, as stored.</summary>
public static class EmployerStatus
{
    public const string Unverified = "unverified";
    public const string Verified = "verified";
    public const string Suspended = "suspended";

    public static readonly IReadOnlyList<string> All = [Unverified, Verified, Suspended];
}

/// <summary>What is recorded of an employer: all that is typed and nothing that the process sets.</summary>
public sealed record EmployerDetails
{
    /// <summary>As registered, in Latin letters.</summary>
    public string NameEn { get; init; } = "";

    public string? NameKm { get; init; }

    /// <summary>A code of list employer-kind.</summary>
    public string? KindCode { get; init; }

    /// <summary>Of the commercial register, or of the ministry that licensed it.</summary>
    public string? RegistrationNumber { get; init; }

    /// <summary>ISIC Rev.4 section (a letter) or division (two digits).</summary>
    public string? SectorCode { get; init; }

    /// <summary>A code of list employer-size.</summary>
    public string? SizeCode { get; init; }

    public string? ProvinceCode { get; init; }

    public string? DistrictCode { get; init; }

    public string? AddressLine { get; init; }

    public string? ContactName { get; init; }

    public string? Phone { get; init; }

    public string? Email { get; init; }

    internal EmployerDetails Tidy() => new()
    {
        NameEn = NameEn.Trim(),
        NameKm = Text(NameKm),
        KindCode = Text(KindCode),
        RegistrationNumber = Text(RegistrationNumber)?.Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant(),
        SectorCode = Text(SectorCode),
        SizeCode = Text(SizeCode),
        ProvinceCode = Text(ProvinceCode),
        DistrictCode = Text(DistrictCode),
        AddressLine = Text(AddressLine),
        ContactName = Text(ContactName),
        Phone = Text(Phone) is { } phone ? Platform.Text.Formats.AsciiDigits(phone).Replace(" ", "", StringComparison.Ordinal) : null,
        Email = Text(Email),
    };

    internal string NameKey => EmployerNameKey.Of(NameEn);

    internal string? NameKmKey => string.IsNullOrWhiteSpace(NameKm) ? null : EmployerNameKey.Of(NameKm);

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}

public sealed class EmployerDetailsValidator : AbstractValidator<EmployerDetails>
{
    public EmployerDetailsValidator(Vocabulary vocabulary)
    {
        RuleFor(d => d.NameEn).NotEmpty().MaximumLength(200);
        RuleFor(d => d.NameKm).MaximumLength(200);
        RuleFor(d => d.RegistrationNumber).MaximumLength(40)
            .Must(n => n is null || n.All(c => char.IsAsciiLetterOrDigit(c) || c is ' ' or '-' or '/' or '.')).WithErrorCode("registration-number");
        RuleFor(d => d.KindCode).Must(c => string.IsNullOrWhiteSpace(c) || vocabulary.Has("employer-kind", c)).WithErrorCode("unknown-code");
        RuleFor(d => d.SizeCode).Must(c => string.IsNullOrWhiteSpace(c) || vocabulary.Has("employer-size", c)).WithErrorCode("unknown-code");
        RuleFor(d => d.SectorCode).Must(c => string.IsNullOrWhiteSpace(c) || vocabulary.Sectors.ContainsKey(c)).WithErrorCode("unknown-code");
        RuleFor(d => d.ProvinceCode).Must(c => string.IsNullOrWhiteSpace(c) || vocabulary.Provinces.ContainsKey(c)).WithErrorCode("unknown-code");
        RuleFor(d => d.DistrictCode)
            .Must((d, c) => string.IsNullOrWhiteSpace(c) || (c.Length == 4 && c.StartsWith(d.ProvinceCode ?? "?", StringComparison.Ordinal))).WithErrorCode("unknown-code");
        RuleFor(d => d.AddressLine).MaximumLength(200);
        RuleFor(d => d.ContactName).MaximumLength(120);
        RuleFor(d => d.Phone).MaximumLength(20)
            .Must(p => string.IsNullOrWhiteSpace(p) || (Platform.Text.Formats.AsciiDigits(p).Count(char.IsAsciiDigit) >= 8
                && Platform.Text.Formats.AsciiDigits(p).All(c => char.IsAsciiDigit(c) || c is '+' or ' ' or '-'))).WithErrorCode("phone-number");
        RuleFor(d => d.Email).MaximumLength(200).EmailAddress().When(d => !string.IsNullOrWhiteSpace(d.Email));
    }
}
