using Pes.Platform.Security;

namespace Pes.Features.Vacancies;

/// <summary>Vacancies are the nation's for staff, and its own for a company.</summary>
public static class VacancyScope
{
    /// <summary>What stands for @EmployerId in the SQL: null for staff, the company of an employer's account.</summary>
    public static Guid? EmployerOf(Scope scope) => scope.Role == Role.Employer ? scope.EmployerId ?? Guid.Empty : null;
}
