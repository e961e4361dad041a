using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.Extensions.Localization;
using Pes.Features.Reference;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Features.CaseFiles;

/// <summary>What is done to the file itself, one question each: whose hands, which centre, closed or open.</summary>
[Allows(Role.Counsellor, Role.CentreManager)]
public sealed class ChangeFileModel(Vocabulary vocabulary, IStringLocalizer<CaseFileWords> words) : PesPage
{
    [BindProperty]
    public Guid? CounsellorId { get; set; }

    [BindProperty]
    public Guid? ToCentreId { get; set; }

    [BindProperty]
    public string? ReasonCode { get; set; }

    [BindProperty]
    public int Version { get; set; }

    public Guid Id { get; private set; }

    public string Name { get; private set; } = "";

    public string Act { get; private set; } = "";

    public CaseFileHead Head { get; private set; } = null!;

    public IReadOnlyList<CounsellorsOfCentre.Row> Counsellors { get; private set; } = [];

    public Vocabulary Vocabulary => vocabulary;

    /// <summary>The key of the page's title.</summary>
    public string Title => Act switch
    {
        "assign" => "assign",
        "transfer" => "transfer",
        "close" => "close-file",
        _ => "reopen-file",
    };

    protected override string FieldPrefix => "";

    public Task<IActionResult> OnGetAsync(Guid id, string act) => ShowAsync(id, act);

    public Task<IActionResult> OnPostAsync(Guid id, string act) => act switch
    {
        "assign" => DoAsync(id, act, new AssignCounsellor.Command { CaseFileId = id, Version = Version, CounsellorId = CounsellorId ?? Guid.Empty, Scope = Scope }, "assigned"),
        "transfer" => DoAsync(id, act, new OfferTransfer.Command { CaseFileId = id, ToCentreId = ToCentreId ?? Guid.Empty, ReasonCode = ReasonCode ?? "", Scope = Scope }, "transfer-offered"),
        "close" => DoAsync(id, act, new CloseCase.Command { CaseFileId = id, Version = Version, ReasonCode = ReasonCode ?? "", Scope = Scope }, "closed"),
        _ => DoAsync(id, act, new ReopenCase.Command { CaseFileId = id, Version = Version, Scope = Scope }, "reopened"),
    };

    public IEnumerable<SelectListItem> CounsellorChoices() => Counsellors.Where(c => c.CentreId == Head.CentreId)
        .Select(c => new SelectListItem(words["counsellor-choice", c.DisplayName, c.OpenCases], c.Id.ToString("D")));

    public IEnumerable<SelectListItem> CentreChoices() => vocabulary.Centres.Values.Where(c => c.Id != Head.CentreId)
        .OrderBy(c => c.Code, StringComparer.Ordinal).Select(c => new SelectListItem(c.Name, c.Id.ToString("D")));

    private Task<IActionResult> DoAsync<TValue>(Guid id, string act, ICommand<TValue> command, string said) => TellAsync(
        command,
        _ =>
        {
            Notice = words[said];
            return Redirect($"/cases/{id}");
        },
        () => ShowAsync(id, act));

    private async Task<IActionResult> ShowAsync(Guid id, string act)
    {
        if (act == "assign")
        {
            // Only a manager assigns; to the others this page is not there.
            if (Scope.Role != Role.CentreManager)
            {
                return NotFound();
            }

            Counsellors = (await Sender.Send(new CounsellorsOfCentre.Query { Scope = Scope })).Value;
        }

        return await AskAsync(new OpenCaseFile.Query { CaseFileId = id, Scope = Scope }, view =>
            (Id, Act, Name, Head, Version) = (id, act, view.Person.Name, view.File, view.File.Version));
    }
}
