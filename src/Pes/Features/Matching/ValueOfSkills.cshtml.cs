using Microsoft.AspNetCore.Mvc;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Features.Matching;

/// <summary>What would open most to one jobseeker.</summary>
[Allows(Role.Counsellor, Role.CentreManager)]
public sealed class ValueOfSkillsModel : PesPage
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    public ValueOfSkills.Answer Gains { get; private set; } = null!;

    public Task<IActionResult> OnGetAsync() => AskAsync(new ValueOfSkills.Query { Scope = Scope, CaseFileId = Id }, gains => Gains = gains);
}
