using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Pes.Features.Reference;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Features.CaseFiles;

/// <summary>Requests to move files: what this centre has to decide, and what it waits for.</summary>
[Allows(Role.Counsellor, Role.CentreManager)]
public sealed class FindTransfersModel(Vocabulary vocabulary, IStringLocalizer<CaseFileWords> words) : PesPage
{
    [BindProperty]
    public string? Reference { get; set; }

    [BindProperty]
    public string? ReasonCode { get; set; }

    [BindProperty]
    public Guid TransferId { get; set; }

    [BindProperty]
    public bool Accept { get; set; }

    public IReadOnlyList<FindTransfers.Row> Rows { get; private set; } = [];

    public Vocabulary Vocabulary => vocabulary;

    protected override string FieldPrefix => "";

    public Task<IActionResult> OnGetAsync() => AskAsync(new FindTransfers.Query { Scope = Scope }, rows => Rows = rows);

    /// <summary>From the duplicate search: asks the other centre for its file.</summary>
    public Task<IActionResult> OnPostRequestAsync() => TellAsync(
        new RequestTransfer.Command { Reference = Reference ?? "", ReasonCode = ReasonCode ?? "", Scope = Scope }, _ => Done("transfer-requested"), OnGetAsync);

    public Task<IActionResult> OnPostDecideAsync() => TellAsync(
        new DecideTransfer.Command { TransferId = TransferId, Accept = Accept, Scope = Scope }, _ => Done(Accept ? "transfer-accepted" : "transfer-declined"), OnGetAsync);

    private RedirectResult Done(string said)
    {
        Notice = words[said];
        return Redirect("/cases/transfers");
    }
}
