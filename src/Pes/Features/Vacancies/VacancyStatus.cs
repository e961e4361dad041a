namespace Pes.Features.Vacancies;

/// <summary>The states of a vacancy, as stored.</summary>
public static class VacancyStatus
{
    /// <summary>Being written; nobody but the employer and the staff sees it.</summary>
    public const string Draft = "draft";

    /// <summary>Waits for an officer's check.</summary>
    public const string Submitted = "submitted";

    /// <summary>Published and open.</summary>
    public const string Live = "live";

    /// <summary>Every opening is taken.</summary>
    public const string Filled = "filled";

    /// <summary>Over, with a reason code.</summary>
    public const string Closed = "closed";

    public static readonly IReadOnlyList<string> All = [Draft, Submitted, Live, Filled, Closed];
}
