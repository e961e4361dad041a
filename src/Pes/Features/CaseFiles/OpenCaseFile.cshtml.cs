using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Pes.Features.Matching;
using Pes.Features.Reference;
using Pes.Platform.Security;
using Pes.Platform.Text;
using Pes.Platform.Web;

namespace Pes.Features.CaseFiles;

/// <summary>The case file: who she is, what is next, what happened, and what she said of herself.</summary>
[Allows(Role.Counsellor, Role.CentreManager)]
public sealed class OpenCaseFileModel(Vocabulary vocabulary, IStringLocalizer<CaseFileWords> words, TimeProvider clock) : PesPage
{
    public CaseFileView View { get; private set; } = null!;

    public Vocabulary Vocabulary => vocabulary;

    [BindProperty]
    public string? Note { get; set; }

    public async Task<IActionResult> OnGetAsync(Guid id)
    {
        var page = await AskAsync(new OpenCaseFile.Query { CaseFileId = id, Scope = Scope }, view => View = view);
        return FromRun is { } run ? await BesideAsync(page, new NoteOpening.Command { RunId = run, SubjectId = id, Scope = Scope }) : page;
    }

    public Task<IActionResult> OnPostNoteAsync(Guid id) => TellAsync(
        new AddNote.Command { CaseFileId = id, Note = Note ?? "", Scope = Scope },
        _ =>
        {
            Notice = words["note-saved"];
            return Redirect($"/cases/{id}");
        },
        () => OnGetAsync(id));

    protected override string FieldPrefix => "";

    public int? Age => View.Person.BornOn is { } born ? AgeOn(born, clock.TodayInCambodia()) : null;

    public bool IsOpen => View.File.Status == CaseStatus.Open;

    public string Sentence(CaseEventView happened) => words[$"event-{happened.Kind}", Detail(happened)];

    public static string Icon(CaseEventView happened) => happened.Kind switch
    {
        "referral-sent" => "refer",
        "placement-recorded" => "work",
        "note" => "note",
        "registered" => "person",
        "consent-given" or "consent-withdrawn" => "check",
        var kind when kind.StartsWith("changed-", StringComparison.Ordinal) => "document",
        _ => "calendar",
    };

    /// <summary>Where a next step is done; null where it only waits.</summary>
    public string? Address(NextStep step) => step.Kind switch
    {
        "answer" => $"/referrals/{step.SubjectId}",
        "follow-up" => "/follow-ups",
        "consent" => $"/cases/{View.File.Id}/consents",
        var part => $"/cases/{View.File.Id}/{part}",
    };

    private string Detail(CaseEventView happened) => happened.Kind switch
    {
        "consent-given" or "consent-withdrawn" => vocabulary.Label("consent-purpose", happened.Note),
        "closed" => vocabulary.Label("exit-reason", happened.Note),
        "counsellor-assigned" => happened.Note ?? "",
        "transfer-requested" or "transferred" => happened.SubjectId is { } centre ? vocabulary.Centre(centre) : "",
        _ => happened.Note ?? "",
    };

    internal static int AgeOn(DateOnly born, DateOnly today) => today.Year - born.Year - (today < born.AddYears(today.Year - born.Year) ? 1 : 0);
}
