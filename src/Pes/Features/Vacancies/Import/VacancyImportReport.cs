namespace Pes.Features.Vacancies.Import;

/// <summary>What an import of advertisements did. Shares are of the vacancies added.</summary>
public sealed record VacancyImportReport
{
    public required Guid ImportId { get; init; }

    public required int RowsRead { get; init; }

    public required int Added { get; init; }

    /// <summary>Rows that are another copy of a vacancy: word for word, or nearly.</summary>
    public required int Merged { get; init; }

    public int MergedExactly { get; init; }

    /// <summary>Rows that an earlier import has taken in already.</summary>
    public required int AlreadyThere { get; init; }

    public required int Flagged { get; init; }

    public required int Coded { get; init; }

    public required int WithThreeSkills { get; init; }

    public required int WithPlace { get; init; }

    /// <summary>Added and open to jobseekers; the others are closed or wait for an officer's check.</summary>
    public required int Live { get; init; }

    /// <summary>Days that publication and closing were moved by.</summary>
    public required int ShiftedDays { get; init; }

    /// <summary>Vacancies a kind of flag.</summary>
    public required IReadOnlyDictionary<string, int> Flags { get; init; }

    public required IReadOnlyList<RefusedAdvertisement> Refused { get; init; }

    public double ShareCoded => Share(Coded);

    public double ShareWithThreeSkills => Share(WithThreeSkills);

    public double ShareWithPlace => Share(WithPlace);

    private double Share(int part) => Added == 0 ? 0 : part / (double)Added;
}
