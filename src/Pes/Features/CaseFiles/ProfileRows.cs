namespace Pes.Features.CaseFiles;

/// <summary>A skill of the vocabulary with its level 1 (beginner) to 4 (can teach others).</summary>
public sealed record SkillRow
{
    public required int SkillId { get; init; }

    public required int Level { get; init; }
}

/// <summary>A job she had. No end means she is still in it.</summary>
public sealed record WorkHistoryRow
{
    public required string Title { get; init; }

    /// <summary>An ISCO-08 unit group of four digits.</summary>
    public string? IscoCode { get; init; }

    public string? EmployerName { get; init; }

    /// <summary>ISO 3166 of two letters.</summary>
    public string Country { get; init; } = "KH";

    public required DateOnly StartedOn { get; init; }

    public DateOnly? EndedOn { get; init; }
}

/// <summary>A school or course finished or left, by a code of list education.</summary>
public sealed record EducationRow
{
    public required string LevelCode { get; init; }

    public string? Field { get; init; }

    public string? Institution { get; init; }

    public int? FinishedYear { get; init; }
}

/// <summary>A language of list language with its level 1 (basic) to 5 (native).</summary>
public sealed record LanguageRow
{
    public required string LanguageCode { get; init; }

    public required int Level { get; init; }
}

/// <summary>A licence of list licence.</summary>
public sealed record LicenceRow
{
    public required string LicenceCode { get; init; }

    public DateOnly? ExpiresOn { get; init; }
}

/// <summary>A certificate she showed; its level of the Cambodian Qualifications Framework is 1 to 8 where it has one.</summary>
public sealed record CertificateRow
{
    public required string Name { get; init; }

    public string? Issuer { get; init; }

    public int? CqfLevel { get; init; }

    public DateOnly? IssuedOn { get; init; }
}

/// <summary>What she needs at work, a code of list accommodation; she says herself whether vacancies without it are left out.</summary>
public sealed record AccommodationRow
{
    public required string AccommodationCode { get; init; }

    public required bool UseAsFilter { get; init; }
}
