using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Pes.Features.Matching;
using Pes.Features.Reference;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Features.Vacancies;

/// <summary>One vacancy: what it says, its state, what an officer has to look at, and what can be done next.</summary>
[Allows(Role.Counsellor, Role.CentreManager, Role.Employer, Role.Monitor, Role.Administrator)]
public sealed class ReadVacancyModel(Vocabulary vocabulary, IStringLocalizer<VacancyWords> words) : PesPage
{
    [BindProperty(SupportsGet = true)]
    public Guid VacancyId { get; set; }

    [BindProperty]
    public int Version { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    [BindProperty]
    public string? ReasonCode { get; set; }

    [BindProperty]
    public DateOnly? ClosesOn { get; set; }

    [BindProperty]
    public Guid FlagId { get; set; }

    public ReadVacancy.Vacancy Vacancy { get; private set; } = null!;

    public Vocabulary Vocabulary => vocabulary;

    public bool IsOfficer => Scope.Is(Role.Counsellor, Role.CentreManager);

    public bool MayWrite => IsOfficer || Scope.Role == Role.Employer;

    /// <summary>Flags in front of the reader: open ones, blocking first.</summary>
    public IEnumerable<ReadVacancy.Flag> OpenFlags => Vacancy.Flags.Where(f => f.ResolvedAt is null).OrderBy(f => !f.Blocks);

    public bool MayPublish => IsOfficer && Vacancy is { Status: VacancyStatus.Draft or VacancyStatus.Submitted, EmployerStatus: "verified" } && !Vacancy.Flags.Any(f => f.Blocks);

    public IEnumerable<Term> CloseReasons => vocabulary.Choices("vacancy-close-reason")
        .Where(t => IsOfficer || !CloseVacancy.OfficeReasons.Contains(t.Code, StringComparer.Ordinal));

    protected override string FieldPrefix => "";

    public async Task<IActionResult> OnGetAsync()
    {
        var page = await AskAsync(new ReadVacancy.Query { VacancyId = VacancyId, Scope = Scope }, vacancy => Vacancy = vacancy);
        return FromRun is { } run ? await BesideAsync(page, new NoteOpening.Command { RunId = run, SubjectId = VacancyId, Scope = Scope }) : page;
    }

    public Task<IActionResult> OnPostSubmitAsync() => ActAsync(new SubmitVacancy.Command { VacancyId = VacancyId, Version = Version, Scope = Scope }, "submitted");

    public Task<IActionResult> OnPostPublishAsync() => ActAsync(new PublishVacancy.Command { VacancyId = VacancyId, Version = Version, Scope = Scope }, "published");

    public Task<IActionResult> OnPostReturnAsync() =>
        ActAsync(new ReturnVacancy.Command { VacancyId = VacancyId, Version = Version, Reason = Reason ?? "", Scope = Scope }, "returned");

    public Task<IActionResult> OnPostCloseAsync() =>
        ActAsync(new CloseVacancy.Command { VacancyId = VacancyId, Version = Version, ReasonCode = ReasonCode ?? "", Scope = Scope }, "closed");

    public Task<IActionResult> OnPostReopenAsync() =>
        ActAsync(new ReopenVacancy.Command { VacancyId = VacancyId, Version = Version, ClosesOn = ClosesOn ?? default, Scope = Scope }, "reopened");

    public Task<IActionResult> OnPostResolveAsync() => ActAsync(new ResolveFlag.Command { VacancyId = VacancyId, FlagId = FlagId, Scope = Scope }, "resolved");

    private Task<IActionResult> ActAsync(ICommand<Done> command, string said) => TellAsync(
        command,
        _ =>
        {
            Notice = words[$"{said}-notice"];
            return Redirect($"/vacancies/{VacancyId}");
        },
        OnGetAsync);
}
