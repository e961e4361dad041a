using Microsoft.AspNetCore.Mvc;
using Pes.Features.Reference;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Features.Employers;

/// <summary>The staff's list of employers with its filters.</summary>
[Allows(Role.Counsellor, Role.CentreManager, Role.Administrator)]
public sealed class FindEmployersModel(Vocabulary vocabulary) : PesPage
{
    [BindProperty(SupportsGet = true)]
    public FindEmployers.Query Filter { get; set; } = new();

    public FindEmployers.Page Found { get; private set; } = null!;

    public Vocabulary Vocabulary => vocabulary;

    public Task<IActionResult> OnGetAsync() => AskAsync(Filter with { Scope = Scope }, page => Found = page);

    /// <summary>The address of this list with one condition changed.</summary>
    public string With(string name, object? value)
    {
        Dictionary<string, string?> query = new(StringComparer.Ordinal)
        {
            ["Filter.Q"] = Filter.Q,
            ["Filter.Status"] = Filter.Status,
            ["Filter.ProvinceCode"] = Filter.ProvinceCode,
            ["Filter.SectorCode"] = Filter.SectorCode,
        };
        query[$"Filter.{name}"] = Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture);
        return "/employers" + QueryString.Create(query.Where(p => !string.IsNullOrEmpty(p.Value)));
    }
}
