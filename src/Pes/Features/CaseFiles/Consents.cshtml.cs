using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Pes.Features.Reference;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Features.CaseFiles;

/// <summary>What a jobseeker agrees to, each purpose given or withdrawn on its own.</summary>
[Allows(Role.Counsellor, Role.CentreManager)]
public sealed class ConsentsModel(Vocabulary vocabulary, IStringLocalizer<CaseFileWords> words) : PesPage
{
    [BindProperty]
    public string? Purpose { get; set; }

    public Guid Id { get; private set; }

    public string Name { get; private set; } = "";

    public CaseFileView View { get; private set; } = null!;

    public Vocabulary Vocabulary => vocabulary;

    protected override string FieldPrefix => "";

    public Task<IActionResult> OnGetAsync(Guid id) => AskAsync(new OpenCaseFile.Query { CaseFileId = id, Scope = Scope }, view => (Id, Name, View) = (id, view.Person.Name, view));

    public Task<IActionResult> OnPostGiveAsync(Guid id) => DoAsync(id, new GiveConsent.Command { CaseFileId = id, Purpose = Purpose ?? "", Scope = Scope });

    public Task<IActionResult> OnPostWithdrawAsync(Guid id) => DoAsync(id, new WithdrawConsent.Command { CaseFileId = id, Purpose = Purpose ?? "", Scope = Scope });

    private Task<IActionResult> DoAsync(Guid id, ICommand<Done> command) => TellAsync(
        command,
        _ =>
        {
            Notice = words["saved"];
            return Redirect($"/cases/{id}/consents");
        },
        () => OnGetAsync(id));
}
