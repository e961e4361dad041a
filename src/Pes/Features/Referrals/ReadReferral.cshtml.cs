using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.Extensions.Localization;
using Pes.Features.CaseFiles;
using Pes.Features.Reference;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Text;
using Pes.Platform.Web;

namespace Pes.Features.Referrals;

/// <summary>A candidate's CV as it was sent, and the three answers; the counsellor opens the same page to record an answer by telephone.</summary>
[Allows(Role.Employer, Role.Counsellor, Role.CentreManager)]
public sealed class ReadReferralModel(Vocabulary vocabulary, IStringLocalizer<ReferralWords> words) : PesPage
{
    private static readonly TimeSpan Cambodia = TimeSpan.FromHours(7);

    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    public int Version { get; set; }

    /// <summary>Day and hour of the interview, Cambodia's.</summary>
    [BindProperty]
    public DateOnly? InterviewAt { get; set; }

    [BindProperty]
    public string? InterviewTime { get; set; }

    [BindProperty]
    public string? InterviewPlace { get; set; }

    [BindProperty]
    public string? RefusalReasonCode { get; set; }

    [BindProperty]
    public string? Note { get; set; }

    public ReadReferral.Answer Referral { get; private set; } = null!;

    public CvDocument Cv { get; private set; } = null!;

    public Vocabulary Vocabulary => vocabulary;

    public IEnumerable<SelectListItem> RefusalReasons => vocabulary.Choices(AnswerReferral.Validator.ReasonList).Select(t => new SelectListItem(t.Label, t.Code));

    public bool IsOpen => Referral is { Status: ReferralStatus.Sent or ReferralStatus.Invited, ConsentWithdrawnAt: null };

    protected override string FieldPrefix => "";

    public Task<IActionResult> OnGetAsync() => ShowAsync();

    public Task<IActionResult> OnPostInviteAsync()
    {
        if (InterviewAt is not null && Time(InterviewTime) is null)
        {
            Refuse(Refusal.Invalid(new FieldError(nameof(InterviewTime), "time-not-read")));
            Response.StatusCode = StatusCodes.Status400BadRequest;
            return ShowAsync();
        }

        return AnswerAsync(Answer.Invite);
    }

    public Task<IActionResult> OnPostAcceptAsync() => AnswerAsync(Answer.Accept);

    public Task<IActionResult> OnPostRefuseAsync() => AnswerAsync(Answer.Refuse);

    private Task<IActionResult> AnswerAsync(Answer answer) => TellAsync(
        new AnswerReferral.Command
        {
            Scope = Scope,
            ReferralId = Id,
            Version = Version,
            Answer = answer,
            InterviewAt = answer == Answer.Invite && InterviewAt is { } day && Time(InterviewTime) is { } time ? new DateTimeOffset(day.ToDateTime(time), Cambodia) : null,
            InterviewPlace = answer == Answer.Invite ? InterviewPlace : null,
            RefusalReasonCode = answer == Answer.Refuse ? RefusalReasonCode : null,
            Note = Note,
        },
        _ =>
        {
            Notice = words[$"done-{answer}"];
            return Redirect(Request.Path);
        },
        ShowAsync);

    private Task<IActionResult> ShowAsync() => AskAsync(new ReadReferral.Query { Scope = Scope, ReferralId = Id }, referral =>
    {
        Referral = referral;
        Cv = CvDocument.Parse(System.Text.Encoding.UTF8.GetBytes(referral.Cv.GetRawText()));
        Version = HttpMethods.IsGet(Request.Method) || Refused?.Kind == RefusalKind.Stale ? referral.Version : Version;
    });

    private static TimeOnly? Time(string? typed) =>
        TimeOnly.TryParseExact(Formats.AsciiDigits(typed ?? "").Trim().Replace('.', ':'), ["H:mm", "HH:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null;
}
