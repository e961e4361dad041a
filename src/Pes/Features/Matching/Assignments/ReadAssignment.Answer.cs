namespace Pes.Features.Matching.Assignments;

public static partial class ReadAssignment
{
    public record Answer
    {
        public required Guid Id { get; init; }

        /// <summary>working or ready.</summary>
        public required string Status { get; init; }

        public required DateTime AskedAt { get; init; }

        public required DateTime? ReadyAt { get; init; }

        public required string? ModelVersion { get; init; }

        /// <summary>People, vacancies and openings as they were when it was asked.</summary>
        public required int People { get; init; }

        public required int Vacancies { get; init; }

        public required int Openings { get; init; }

        /// <summary>People looked at so far.</summary>
        public required int Done { get; init; }

        public required AssignmentChoice Choice { get; init; }

        public required Counts Counts { get; init; }

        /// <summary>Rows of this list in all.</summary>
        public required int Total { get; init; }

        public required IReadOnlyList<Row> Rows { get; init; }

        /// <summary>Vacancies whose openings this proposal does not fill, the most left first, 20 at most.</summary>
        public required IReadOnlyList<OpenVacancy> Open { get; init; }
    }

    /// <summary>How many people of the reader's scope are assigned, stay without, were struck out, referred and refused, and could be referred now.</summary>
    public sealed record Counts
    {
        public required int Assigned { get; init; }

        public required int Without { get; init; }

        public required int Struck { get; init; }

        public required int Referred { get; init; }

        public required int Refused { get; init; }

        public int ToRefer => Assigned - Struck - Referred - Refused;
    }

    public record Row
    {
        public required MatchedCase Case { get; init; }

        public required Guid? VacancyId { get; init; }

        public required string? TitleEn { get; init; }

        public required string? TitleKm { get; init; }

        public required string? EmployerNameEn { get; init; }

        public required string? EmployerNameKm { get; init; }

        /// <summary>1 (weak) to 5 (strong).</summary>
        public required int? Band { get; init; }

        /// <summary>The reason for it that weighs most; null where nothing speaks for it that could be said.</summary>
        public required string? Reason { get; init; }

        /// <summary>Why she stays without: none-fits or all-taken.</summary>
        public required string? Without { get; init; }

        public required bool IsStruck { get; init; }

        public required Guid? ReferralId { get; init; }

        public required string? ReferralStatus { get; init; }

        /// <summary>Why she was not referred, a sentence.</summary>
        public required string? Refusal { get; init; }
    }

    public sealed record OpenVacancy
    {
        public required Guid Id { get; init; }

        public required string? TitleEn { get; init; }

        public required string? TitleKm { get; init; }

        public required string EmployerNameEn { get; init; }

        public required string? EmployerNameKm { get; init; }

        public required int OpeningsLeft { get; init; }
    }
}
