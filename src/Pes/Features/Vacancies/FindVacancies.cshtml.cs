using Microsoft.AspNetCore.Mvc;
using Pes.Features.Reference;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Features.Vacancies;

/// <summary>The staff's list of vacancies with its filters.</summary>
[Allows(Role.Counsellor, Role.CentreManager, Role.Monitor, Role.Administrator)]
public sealed class FindVacanciesModel(Vocabulary vocabulary) : PesPage
{
    [BindProperty(SupportsGet = true)]
    public FindVacancies.Query Filter { get; set; } = new();

    public FindVacancies.Page Found { get; private set; } = null!;

    public Vocabulary Vocabulary => vocabulary;

    public Task<IActionResult> OnGetAsync() => AskAsync(Filter with { Scope = Scope }, page => Found = page);

    /// <summary>The address of this list with one condition changed; the first page unless it is the page that changes.</summary>
    public string With(string name, object? value)
    {
        Dictionary<string, string?> query = new(StringComparer.Ordinal)
        {
            ["Filter.Q"] = Filter.Q,
            ["Filter.Status"] = Filter.Status,
            ["Filter.ProvinceCode"] = Filter.ProvinceCode,
            ["Filter.Isco"] = Filter.Isco,
            ["Filter.Flagged"] = Filter.Flagged ? "true" : null,
            ["Filter.EmployerId"] = Filter.EmployerId?.ToString("D"),
            ["Filter.Sort"] = Filter.Sort == "newest" ? null : Filter.Sort,
        };
        query[$"Filter.{name}"] = Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture);
        return "/vacancies" + QueryString.Create(query.Where(p => !string.IsNullOrEmpty(p.Value)));
    }
}
