using Microsoft.AspNetCore.Mvc;
using Pes.Features.Reference;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Features.Matching;

/// <summary>How often officers change lists, a table for each kind of list by province and, under it, by centre.</summary>
[Allows(Role.Administrator)]
public sealed class ReadOverridesModel(Vocabulary vocabulary) : PesPage
{
    public static readonly IReadOnlyList<int> Periods = [ReadOverrides.Month, 3 * ReadOverrides.Month, ReadOverrides.Year];

    [BindProperty(SupportsGet = true)]
    public int? Days { get; set; }

    public Vocabulary Vocabulary => vocabulary;

    public ReadOverrides.Answer Answer { get; private set; } = null!;

    public Task<IActionResult> OnGetAsync() => AskAsync(new ReadOverrides.Query { Scope = Scope, Days = Days ?? ReadOverrides.Month }, answer => Answer = answer);

    /// <summary>The alarms of parts, each once, to be said in whole above their table; what the nation's figure says is said there already.</summary>
    public static IEnumerable<string> Alarms(ReadOverrides.OfKind kind) =>
        kind.Provinces.SelectMany(p => p.Centres.Select(c => c.All.Alarm).Prepend(p.All.Alarm)).OfType<string>().Where(a => a != kind.Nation.Alarm).Distinct(StringComparer.Ordinal);
}
