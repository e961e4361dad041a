using Pes.Platform.Requests;

namespace Pes.Features.Vacancies;

internal static class VacancyVersion
{
    /// <summary>Somebody changed the vacancy since it was read; a change of state has no fields to compare.</summary>
    public static readonly Refusal Changed = new("vacancy-changed") { Kind = RefusalKind.Stale };
}
