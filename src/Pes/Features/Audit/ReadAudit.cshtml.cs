using Microsoft.AspNetCore.Mvc;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Features.Audit;

/// <summary>The auditor's page: the trail with its filters, and the verification of the chain.</summary>
[Allows(Role.Auditor)]
public sealed class ReadAuditModel(VerificationRun run, TimeProvider clock) : PesPage
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    [BindProperty(SupportsGet = true)]
    public Filters Input { get; set; } = new();

    // "page" is the framework's own route value.
    [BindProperty(SupportsGet = true, Name = "number")]
    public int PageNumber { get; set; } = 1;

    public ReadAudit.Page Trail { get; private set; } = new([], 1, false);

    public VerificationRun Run => run;

    public async Task<IActionResult> OnGetAsync()
    {
        var outcome = await Sender.Send(
            new ReadAudit.Query
            {
                Account = Input.Account, Operation = Input.Operation, Subject = Input.Subject, Person = Input.Person,
                From = Input.From, Until = Input.Until, PageNumber = PageNumber, Scope = Scope,
            },
            HttpContext.RequestAborted);
        if (outcome.Refusal is not { } refusal)
        {
            Trail = outcome.Value;
            return Page();
        }

        if (refusal.Kind != RefusalKind.Invalid)
        {
            return StatusCode(RefusalResponses.Status(refusal));
        }

        Refuse(refusal with { Fields = [.. refusal.Fields.Select(f => f with { Field = $"{nameof(Input)}.{f.Field}" })] });
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }

    public async Task<IActionResult> OnPostVerifyAsync()
    {
        await run.StartAsync(Scope, clock, Patience);
        return Redirect("/audit");
    }

    /// <summary>The address of another page of the same filters.</summary>
    public string Address(int number)
    {
        var parts = new List<string> { string.Create(System.Globalization.CultureInfo.InvariantCulture, $"number={number}") };
        foreach (var (name, value) in ((string, string?)[])
            [("Account", Input.Account), ("Operation", Input.Operation), ("Subject", Input.Subject), ("Person", Input.Person)])
        {
            if (!string.IsNullOrWhiteSpace(value))
            {
                parts.Add($"Input.{name}={Uri.EscapeDataString(value)}");
            }
        }

        foreach (var (name, value) in ((string, DateOnly?)[])[("From", Input.From), ("Until", Input.Until)])
        {
            if (value is { } day)
            {
                parts.Add(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Input.{name}.day={day.Day}&Input.{name}.month={day.Month}&Input.{name}.year={day.Year}"));
            }
        }

        return "/audit?" + string.Join('&', parts);
    }

    public sealed class Filters
    {
        public string? Account { get; set; }

        public string? Operation { get; set; }

        public string? Subject { get; set; }

        public string? Person { get; set; }

        public DateOnly? From { get; set; }

        public DateOnly? Until { get; set; }
    }
}
