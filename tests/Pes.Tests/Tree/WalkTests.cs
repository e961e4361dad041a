using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using Pes.Platform.Security;
using Pes.Tests.Support;

namespace Pes.Tests.Tree;

/// <summary>A stranger's walk: every page opens for those who may, in both languages, and no word of it is missing.</summary>
public sealed class WalkTests(PesHost host) : IClassFixture<PesHost>
{
    /// <summary>Pages that are reached otherwise; each with its reason.</summary>
    private static readonly Dictionary<string, string> NotWalked = new(StringComparer.Ordinal)
    {
        ["/sign-in"] = "walked without a session below",
        ["/sign-in/code"] = "a step of signing in",
        ["/invitation/{token}"] = "walked without a session below",
        ["/api/docs/{operation}"] = "has tests of its own",
    };

    [Fact]
    public async Task Every_page_opens_in_both_languages_without_a_missing_word()
    {
        var missing = new MissingWords();
        await using var node = host.Build(b => b.Services.AddSingleton(missing).AddSingleton<IStringLocalizerFactory, WatchingLocalizers>());
        await node.StartAsync();
        var ids = await MakeAsync();
        var roles = await host.Given.OneOfEachRoleAsync();
        var accounts = new Dictionary<Role, Guid>(roles) { [Role.Employer] = ids.EmployerAccount, [Role.Counsellor] = ids.Counsellor };
        List<string> wrong = [];
        var opened = 0;
        foreach (var page in (await Route.AllAsync(host)).Where(r => r is { IsPage: true, Method: "GET" } && !NotWalked.ContainsKey(r.Pattern)))
        {
            var allowed = page.Allows?.Allowed ?? [Role.Counsellor];
            // The first who may, and the company, whose pages have another frame.
            foreach (var role in allowed.Where((r, i) => i == 0 || r == Role.Employer))
            {
                foreach (var address in ids.AddressesOf(page.Pattern))
                {
                    foreach (var language in (string[])["km", "en"])
                    {
                        using var browser = await host.SignedInAsync(accounts[role], node: node);
                        browser.Language = language;
                        await browser.GoAsync(address);
                        opened++;
                        if (browser.Status != HttpStatusCode.OK || (browser.Page.DocumentElement.GetAttribute("lang") is { } lang && lang != language))
                        {
                            wrong.Add($"{role} {language} {address}: {browser.Status}");
                        }
                    }
                }
            }
        }

        foreach (var language in (string[])["km", "en"])
        {
            foreach (var address in (string[])["/sign-in", "/privacy", "/attribution", "/api/docs"])
            {
                using var stranger = new Browser(node.GetTestServer()) { Language = language };
                await stranger.GoAsync(address);
                Assert.Equal((address, HttpStatusCode.OK), (address, stranger.Status));
            }
        }

        Assert.Empty(wrong);
        Assert.True(opened > 100, $"{opened} pages");
        Assert.Empty(missing.Found.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_missing_word_is_noticed()
    {
        var missing = new MissingWords();
        await using var node = host.Build(b => b.Services.AddSingleton(missing).AddSingleton<IStringLocalizerFactory, WatchingLocalizers>());
        Assert.Equal("no-such-key", node.Services.GetRequiredService<IStringLocalizer<Pes.Features.Home.HomeWords>>()["no-such-key"].Value);
        Assert.Contains(missing.Found.Keys, k => k.EndsWith("no-such-key", StringComparison.Ordinal));
    }

    private async Task<Ids> MakeAsync()
    {
        await host.Given.PlacesAsync();
        var counsellor = await host.Given.CounsellorAsync();
        var jobseeker = await host.Given.ReferableJobseekerAsync();
        var offer = await host.Given.LiveVacancyAsync();
        await host.Given.SubmittedVacancyAsync(await host.Given.EmployerAsync());
        using var officer = await host.ApiAsync(counsellor);
        using var company = await host.ApiAsync(await host.Given.EmployerAccountAsync(offer.EmployerId));
        var referral = await officer.CreatedAsync($"case-files/{jobseeker.CaseFileId}/referrals", new { vacancyId = offer.VacancyId, reason = "Near", consentGiven = true });
        await company.DoneAsync($"referrals/{referral}/answer", new { version = 1, answer = "accept" });
        await officer.CreatedAsync($"case-files/{jobseeker.CaseFileId}/placements", new { referralId = referral, startsOn = "2026-12-01", monthlyWageKhr = 900_000, evidenceGrade = "self" });
        var second = await host.Given.LiveVacancyAsync(offer.EmployerId, openings: 2);
        return new Ids(
            counsellor,
            await host.Given.EmployerAccountAsync(offer.EmployerId),
            jobseeker.CaseFileId,
            offer.VacancyId,
            second.VacancyId,
            offer.EmployerId,
            referral,
            await host.SingleAsync<Guid>("SELECT MIN(f.Id) FROM FollowUp f JOIN Placement p ON p.Id = f.PlacementId WHERE p.CaseFileId = @CaseFileId AND f.Months = 1", new { jobseeker.CaseFileId }),
            await host.Given.MonitorAsync(),
            await host.Given.ReadyAssignmentAsync(counsellor, jobseeker.CaseFileId, second.VacancyId));
    }

    private sealed record Ids(Guid Counsellor, Guid EmployerAccount, Guid Case, Guid Vacancy, Guid Second, Guid Employer, Guid Referral, Guid FollowUp, Guid Account, Guid Assignment)
    {
        public IEnumerable<string> AddressesOf(string pattern) => pattern switch
        {
            _ when pattern.StartsWith("/cases/{id:guid}/{act", StringComparison.Ordinal) => ((string[])["transfer", "close", "reopen"]).Select(a => $"/cases/{Case}/{a}"),
            _ when pattern.StartsWith("/cases/{id:guid}/{part", StringComparison.Ordinal) =>
                ((string[])["skills", "work-history", "education", "languages", "licences", "certificates", "accommodations", "priority-groups"]).Select(p => $"/cases/{Case}/{p}"),
            "/lookups/place-fields" => ["/lookups/place-fields?for=Address&Address.ProvinceCode=15&Address.DistrictCode=1501&Address.CommuneCode=150102"],
            "/search" => ["/search", "/search?q=Sewing", "/search?q=zzzz"],
            _ =>
            [
                pattern
                    .Replace("/follow-ups/{id:guid}", $"/follow-ups/{FollowUp}", StringComparison.Ordinal)
                    .Replace("/vacancies/{id:guid}", $"/vacancies/{Vacancy}", StringComparison.Ordinal)
                    .Replace("referrals/{id:guid}", $"referrals/{Referral}", StringComparison.Ordinal)
                    .Replace("/assignments/{id:guid}", $"/assignments/{Assignment}", StringComparison.Ordinal)
                    .Replace("/accounts/{id:guid}", $"/accounts/{Account}", StringComparison.Ordinal)
                    .Replace("/refer/{vacancyId:guid}", $"/refer/{Second}", StringComparison.Ordinal)
                    .Replace("{id:guid}", Case.ToString(), StringComparison.Ordinal)
                    .Replace("{vacancyId:guid}", Vacancy.ToString(), StringComparison.Ordinal)
                    .Replace("{employerId:guid}", Employer.ToString(), StringComparison.Ordinal),
            ],
        };
    }

    private sealed class MissingWords
    {
        public ConcurrentDictionary<string, bool> Found { get; } = new(StringComparer.Ordinal);
    }

    private sealed class WatchingLocalizers(IServiceProvider services, MissingWords missing) : IStringLocalizerFactory
    {
        private readonly ResourceManagerStringLocalizerFactory inner = ActivatorUtilities.CreateInstance<ResourceManagerStringLocalizerFactory>(services);

        public IStringLocalizer Create(Type resourceSource) => new Watching(inner.Create(resourceSource), resourceSource.Name, missing);

        public IStringLocalizer Create(string baseName, string location) => new Watching(inner.Create(baseName, location), baseName, missing);
    }

    private sealed class Watching(IStringLocalizer inner, string source, MissingWords missing) : IStringLocalizer
    {
        public LocalizedString this[string name] => Seen(inner[name]);

        public LocalizedString this[string name, params object[] arguments] => Seen(inner[name, arguments]);

        public IEnumerable<LocalizedString> GetAllStrings(bool includeParentCultures) => inner.GetAllStrings(includeParentCultures);

        private LocalizedString Seen(LocalizedString word)
        {
            if (word.ResourceNotFound)
            {
                missing.Found[$"{source} {word.Name}"] = true;
            }

            return word;
        }
    }
}
