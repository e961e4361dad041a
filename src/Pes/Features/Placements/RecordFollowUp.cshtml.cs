using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.Extensions.Localization;
using Pes.Features.Reference;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Features.Placements;

/// <summary>One follow-up: whom to call, and what was found out.</summary>
[Allows(Role.Counsellor, Role.CentreManager)]
public sealed class RecordFollowUpModel(Vocabulary vocabulary, IStringLocalizer<PlacementWords> words) : PesPage
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    public int Version { get; set; }

    [BindProperty]
    public string? ResultCode { get; set; }

    [BindProperty]
    public string? ChannelCode { get; set; }

    [BindProperty]
    public string? Note { get; set; }

    public DueFollowUps.Row Row { get; private set; } = null!;

    protected override string FieldPrefix => "";

    public Task<IActionResult> OnGetAsync() => ShowAsync();

    public Task<IActionResult> OnPostAsync() => TellAsync(
        new RecordFollowUp.Command { Scope = Scope, FollowUpId = Id, Version = Version, ResultCode = ResultCode ?? "", ChannelCode = ChannelCode ?? "", Note = Note },
        _ =>
        {
            Notice = words["done-follow-up"];
            return Redirect("/follow-ups");
        },
        ShowAsync);

    public IEnumerable<SelectListItem> Choices(string list) => vocabulary.Choices(list).Select(t => new SelectListItem(t.Label, t.Code));

    private async Task<IActionResult> ShowAsync()
    {
        var outcome = await Sender.Send(new DueFollowUps.Query { Scope = Scope, FollowUpId = Id });
        if (outcome is not { Refusal: null, Value.Rows: [var row] })
        {
            return NotFound();
        }

        Row = row;
        Version = HttpMethods.IsGet(Request.Method) || Refused?.Kind == RefusalKind.Stale ? row.Version : Version;
        return Page();
    }
}
