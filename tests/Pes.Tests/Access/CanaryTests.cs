using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Pes.Features.CaseFiles;
using Pes.Features.Placements;
using Pes.Features.Reference;
using Pes.Features.Referrals;
using Pes.Platform.Logging;
using Pes.Platform.Security;
using Pes.Platform.Web.Api;
using Pes.Tests.Api;
using Pes.Tests.Support;
using Xunit.Abstractions;

namespace Pes.Tests.Access;

/// <summary>
/// Row 2: a canary in each field that tells of disability, health, return from abroad, or that she is a minor. Each is
/// first found where it is allowed; then every page, answer, export, message, audit row and log line is searched.
/// </summary>
public sealed class CanaryTests(AccessWorld world, ITestOutputHelper output) : IClassFixture<AccessWorld>
{
    private static readonly DateOnly Minor = new(2010, 3, 7);

    /// <summary>Where each canary may stand, for an officer in whose scope the case is: operations and the pages that show them.</summary>
    private static readonly IReadOnlyList<SensitiveField> Fields =
    [
        new("disability", ["kanary-disability", "KANARYDISABLED"], ["open-case-file", "change-priority-groups", "/cases/{id}", "/cases/{id}/{part}", "/cases/new"]),
        new("returnee", ["kanary-returnee", "KANARYRETURNED"], ["open-case-file", "change-priority-groups", "/cases/{id}", "/cases/{id}/{part}", "/cases/new"]),
        // What she needs is offered as a choice to whoever writes a vacancy, by its code and label; hers is told by the case file and by what a match lacks.
        new("accommodation", ["kanary-need", "KANARYNEEDS"], ["open-case-file", "change-accommodations", "match-vacancies", "explain-match", "match-jobseekers", "/cases/{id}", "/cases/{id}/{part}",
            "/cases/{id}/matches", "/cases/{id}/matches/{vacancyId}", "/cases/{id}/refer/{vacancyId}", "/vacancies/{id}/jobseekers", "/vacancies/new", "/vacancies/{vacancyId}/edit", "/desk/vacancies/new"]),
        new("health note", ["KANARYASTHMA"], ["open-case-file", "/cases/{id}"]),
        new("follow-up note", ["KANARYFRACTURE"], ["record-follow-up", "/follow-ups/{id}"]),
        new("hiding reason", ["KANARYPREGNANT"], ["match-vacancies", "match-jobseekers", "/cases/{id}/matches", "/vacancies/{id}/jobseekers"]),
        new("exit reason", ["kanary-exit", "KANARYILL"], ["open-case-file", "/cases/{id}", "/cases/{id}/{act}"]),
        new("birth date", [.. Spelt(Minor)], ["open-case-file", "find-case-files", "search-duplicates", "change-person", "/cases", "/cases/{id}", "/cases/{id}/person", "/search", "/cases/new"]),
    ];

    /// <summary>Writes that need no body and would move what is marked, or end a session.</summary>
    private static readonly string[] Moving = ["sign-out", "start-session", "withdraw-referral", "disable-account", "enable-account", "reinvite-account"];

    private readonly AccessSteps steps = new(world);
    private Guid closedId;

    [Fact]
    public async Task No_canary_is_where_it_may_not_be()
    {
        using var log = new StringWriter();
        await using var node = await NodeAsync(log);
        await WriteCodesAsync(node);
        var marked = await MarkedAsync();
        var document = (JsonObject)JsonNode.Parse((await node.Services.GetRequiredService<ApiDocument>().JsonAsync()).Span)!;
        List<string> wrong = [];
        HashSet<string> found = new(StringComparer.Ordinal);
        var read = 0;
        foreach (var actor in world.Actors)
        {
            await world.BecomeAsync(marked.PersonId!.Value);
            using var api = node.GetTestClient();
            api.BaseAddress = world.Api(actor).BaseAddress;
            api.DefaultRequestHeaders.Authorization = world.Api(actor).DefaultRequestHeaders.Authorization;
            foreach (var language in (string[])["en", "km"])
            {
                api.DefaultRequestHeaders.AcceptLanguage.Clear();
                api.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);
                foreach (var operation in ApiOperation.All(document).Where(o => !Moving.Contains(o.Id, StringComparer.Ordinal)))
                {
                    using var response = await api.SendAsync(PathOf(operation.Path, marked) + QueryOf(operation.Id), BodyOf(operation.Id), new HttpMethod(operation.Method));
                    read++;
                    Search(operation.Id, actor, await response.Content.ReadAsStringAsync());
                }

                Search("open-case-file", actor, await (await api.GetAsync(new Uri($"case-files/{closedId}", UriKind.Relative))).Content.ReadAsStringAsync());
                using var browser = await BrowserAsync(node, actor, language);
                await browser.GoAsync($"/cases/{closedId}");
                Search("/cases/{id}", actor, browser.Page.DocumentElement.OuterHtml);
                foreach (var page in PageSteps.Openings)
                {
                    await browser.GoAsync(PathOf(page.Address, marked) + PageQueryOf(page.Address));
                    read++;
                    Search(page.Pattern, actor, browser.Page.DocumentElement.OuterHtml);
                }

                await browser.GoAsync("/figures?handler=export");
                Search("/figures export", actor, await browser.Response.Content.ReadAsStringAsync());
            }
        }

        var messages = await world.Host.QueryAsync<string>("SELECT CONCAT(Recipient, ' ', Subject, ' ', Body) FROM OutboxMessage");
        var audited = await world.Host.QueryAsync<string>("SELECT CONCAT(Operation, ' ', Detail) FROM AuditRow WHERE Detail IS NOT NULL");
        Assert.True(messages.Count > 0 && audited.Count > 100 && log.ToString().Length > 100_000, $"{messages.Count} messages, {audited.Count} audit rows, {log.ToString().Length} of log");
        foreach (var field in Fields)
        {
            wrong.AddRange(messages.Where(field.IsIn).Select(m => $"{field.Name} in a message: {m}"));
            wrong.AddRange(audited.Where(field.IsIn).Select(a => $"{field.Name} in the audit chain: {a}"));
            wrong.AddRange(log.ToString().Split('\n').Where(field.IsIn).Take(3).Select(l => $"{field.Name} in the log: {l}"));
        }

        output.WriteLine($"{read} answers read; found where allowed: {string.Join(", ", found.Order(StringComparer.Ordinal))}");
        Assert.Equal(Fields.Select(f => f.Name).Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
        Assert.True(wrong.Count == 0, string.Join('\n', wrong.Distinct(StringComparer.Ordinal).Take(40)));

        void Search(string where, Actor actor, string text)
        {
            foreach (var field in Fields.Where(f => f.IsIn(text)))
            {
                var isOfficer = actor.Role is Role.Counsellor or Role.CentreManager && actor.Cases.Contains(world.Own);
                if (isOfficer && field.Allowed.Contains(where, StringComparer.Ordinal))
                {
                    found.Add(field.Name);
                }
                else if (!field.IsChoiceOf(where))
                {
                    wrong.Add($"{field.Name} for {actor} at {where}: {field.Around(text)}");
                }
            }
        }
    }

    // The days as any page, file or language writes them.
    private static IEnumerable<string> Spelt(DateOnly day) =>
    [
        day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), day.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture), day.ToString("d/M/yyyy", CultureInfo.InvariantCulture),
        day.ToString("d MMMM yyyy", CultureInfo.InvariantCulture), day.ToString("dd-MM-yyyy", CultureInfo.InvariantCulture), day.ToString("d MMM yyyy", CultureInfo.InvariantCulture), "7 មីនា 2010", "៧ មីនា ២០១០",
    ];

    private static async Task WriteCodesAsync(WebApplication node)
    {
        await using var services = node.Services.CreateAsyncScope();
        var db = services.ServiceProvider.GetRequiredService<Pes.Platform.Data.Database>();
        await db.BeginAsync(default);
        foreach (var (list, code, label) in (IEnumerable<(string, string, string)>)
            [
                ("priority-group", "kanary-disability", "KANARYDISABLED"), ("priority-group", "kanary-returnee", "KANARYRETURNED"),
                ("accommodation", "kanary-need", "KANARYNEEDS"), ("exit-reason", "kanary-exit", "KANARYILL"),
            ])
        {
            await db.ExecuteAsync(
                "INSERT INTO CodeList (List, Code, SortOrder, LabelEn, LabelKm, ValidFrom) VALUES (@list, @code, 99, @label, @label, '2020-01-01')", new { list, code, label });
        }

        await db.CommitAsync(default);
        node.Services.GetRequiredService<Vocabulary>().Refresh();
    }

    /// <summary>A minor with every canary, referred, placed and followed up; and one whose file was closed for the canary's reason.</summary>
    private async Task<Asked> MarkedAsync()
    {
        var own = world.Own;
        var scope = await world.ScopeAsync(own.Counsellor);
        var given = world.Host.Given;
        world.Host.App.Services.GetRequiredService<Vocabulary>().Refresh();
        var made = await steps.CaseAsync(own, c => c with { BornOn = Minor, PriorityGroups = ["disability", "returnee", "kanary-disability", "kanary-returnee"] });
        await given.DoneAsync(new ChangeAccommodations.Command { Scope = scope, CaseFileId = made.CaseFileId, Version = 0, Needs = [new() { AccommodationCode = "kanary-need", UseAsFilter = true }] });
        await given.DoneAsync(new AddNote.Command { Scope = scope, CaseFileId = made.CaseFileId, Note = "KANARYASTHMA since childhood" });
        var referral = await steps.AcceptedReferralAsync(own, made);
        var placement = await steps.PlacementAsync(own, made);
        var followUps = await world.Host.QueryAsync<Guid>("SELECT Id FROM FollowUp WHERE PlacementId = @placement ORDER BY Months", new { placement });
        await world.Host.InDatabaseAsync(db => db.ExecuteAsync("UPDATE FollowUp SET Note = 'KANARYFRACTURE of the arm' WHERE PlacementId = @placement", new { placement }));
        var hidden = await given.LiveVacancyAsync(own.Employer, openings: 1, provinceCode: own.Province);
        var action = await given.DoneAsync(new Pes.Features.Matching.ActOnMatch.Command
        {
            Scope = scope, CaseFileId = made.CaseFileId, VacancyId = hidden.VacancyId, Action = "hide", Reason = "KANARYPREGNANT: no lifting",
        });
        var closed = await steps.CaseAsync(own);
        await given.DoneAsync(new CloseCase.Command { Scope = scope, CaseFileId = closed.CaseFileId, Version = 1, ReasonCode = "kanary-exit" });
        closedId = closed.CaseFileId;
        var vacancy = await world.Host.SingleAsync<Guid>("SELECT VacancyId FROM Referral WHERE Id = @referral", new { referral });
        return new Asked(
            new(StringComparer.Ordinal)
            {
                ["caseFileId"] = $"{made.CaseFileId}", ["vacancyId"] = $"{vacancy}", ["employerId"] = $"{own.Employer}", ["referralId"] = $"{referral}", ["placementId"] = $"{placement}",
                ["followUpId"] = $"{followUps[1]}", ["actionId"] = $"{Guid.CreateVersion7()}", ["runId"] = $"{await steps.RunAsync(own, made)}", ["accountId"] = $"{own.Counsellor}",
                ["transferId"] = $"{Guid.CreateVersion7()}", ["flagId"] = $"{Guid.CreateVersion7()}", ["purpose"] = "statistics",
            },
            PersonId: made.PersonId, CaseFileId: made.CaseFileId);
    }

    // Versions are old on purpose: a conflict tells the officer what stands there, and nothing moves.
    private object? BodyOf(string operation) => operation switch
    {
        "search-duplicates" => new { familyName = "សុខ", givenName = "ដារ៉ា", bornOn = "2010-03-07", phone = (string?)null },
        "change-accommodations" => new { version = 99, needs = Array.Empty<object>() },
        "change-priority-groups" => new { version = 99, groups = Array.Empty<string>() },
        "change-person" => new { version = 99, familyName = "សុខ", givenName = "ដារ៉ា", sex = "female", bornOn = "1990-05-04", language = "km", provinceCode = world.Own.Province },
        "record-follow-up" => new { version = 99, resultCode = "unreachable", channelCode = "call" },
        "close-case" => new { version = 99, reasonCode = "found-work" },
        "answer-referral" => new { version = 99, answer = "refuse", refusalReasonCode = "experience-lacking" },
        _ => null,
    };

    private static string QueryOf(string operation) => operation switch
    {
        "find-case-files" => "?size=100",
        "list-figure-cases" => "?measure=placements",
        "due-follow-ups" or "unanswered-referrals" => "?take=200",
        _ => "",
    };

    private static string PageQueryOf(string address) => address switch
    {
        "/figures/cases" => "?measure=placements",
        "/search" => "?q=012",
        _ => "",
    };

    private string PathOf(string address, Asked marked)
    {
        var id = address switch
        {
            "/cases/{id}/reopen" => closedId.ToString(),
            _ when address.StartsWith("/cases/", StringComparison.Ordinal) => marked.Ids["caseFileId"],
            "/follow-ups/{id}" => marked.Ids["followUpId"],
            "/referrals/{id}" or "/desk/referrals/{id}" => marked.Ids["referralId"],
            "/vacancies/{id}/jobseekers" => marked.Ids["vacancyId"],
            _ => marked.Ids["accountId"],
        };
        return marked.Ids.Aggregate(address.Replace("{id}", id, StringComparison.Ordinal), (text, named) => text.Replace("{" + named.Key + "}", named.Value, StringComparison.Ordinal));
    }

    private static async Task<Browser> BrowserAsync(WebApplication node, Actor actor, string language)
    {
        var session = await node.Services.GetRequiredService<AccountSessions>().StartAsync(actor.Account, "passkey", default);
        var (name, value) = TestTickets.Make(node, session, bearer: false);
        var browser = new Browser(node.GetTestServer()) { Language = language };
        browser.Cookies.Add(browser.BaseAddress, new System.Net.Cookie(name, value));
        return browser;
    }

    private async Task<WebApplication> NodeAsync(StringWriter log)
    {
        var node = world.Host.Build(builder =>
        {
            builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["Logs:Level"] = "Verbose", ["Logs:Levels:Microsoft"] = "Verbose", ["Logs:Levels:Microsoft.AspNetCore"] = "Verbose", ["Logs:Levels:System"] = "Verbose", ["Logs:Levels:Pes"] = "Verbose",
            });
            builder.AddPesLogging();
            builder.Logging.ClearProviders();
            builder.Services.AddSingleton(LogSetup.Provider(builder.Configuration, log));
        });
        await node.StartAsync();
        return node;
    }

    /// <param name="Marks">What is searched for; the first is the code, in small letters where it is one.</param>
    /// <param name="Allowed">Operations and pages at which an officer of the case may meet it.</param>
    private sealed record SensitiveField(string Name, IReadOnlyList<string> Marks, IReadOnlyList<string> Allowed)
    {
        // A form offers every code of a list to whoever fills it in, which tells of nobody.
        private static readonly string[] Offering = ["/cases/new", "/cases/{id}/{part}", "/vacancies/new", "/vacancies/{vacancyId}/edit", "/desk/vacancies/new", "/cases/{id}/{act}"];

        public bool IsIn(string text) => Marks.Any(m => text.Contains(m, StringComparison.Ordinal));

        public bool IsChoiceOf(string where) => Marks[0].StartsWith("kanary-", StringComparison.Ordinal) && Offering.Contains(where, StringComparer.Ordinal);

        public string Around(string text)
        {
            var at = Marks.Select(m => text.IndexOf(m, StringComparison.Ordinal)).First(i => i >= 0);
            return text[Math.Max(0, at - 100)..Math.Min(text.Length, at + 60)].ReplaceLineEndings(" ");
        }
    }
}
