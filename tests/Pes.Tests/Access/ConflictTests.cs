using System.Globalization;
using System.Net;
using System.Text.Json;
using Pes.Features.CaseFiles;
using Pes.Platform.Security;
using Pes.Tests.Support;
using Xunit.Abstractions;

namespace Pes.Tests.Access;

/// <summary>
/// Row 32: 500 conflicting edits over every kind of record that has a version. Of two who edit the same version one is
/// kept, and the other one is shown both, field by field; half of the pairs are sent at the same moment.
/// </summary>
public sealed class ConflictTests(PesHost host, ITestOutputHelper output) : IClassFixture<PesHost>
{
    private const int Edits = 500;

    private HttpClient officer = null!;
    private HttpClient administrator = null!;
    private Guid? oneEmployer;

    [Fact]
    public async Task Nobody_overwrites_unseen()
    {
        var manager = await host.Given.CentreManagerAsync();
        officer = await host.ApiAsync(manager);
        administrator = await host.ApiAsync(await host.Given.AdministratorAsync());
        var kinds = await KindsAsync(manager);
        List<string> wrong = [];
        var (sequential, simultaneous) = (0, 0);
        for (var edit = 0; edit < Edits; edit++)
        {
            var kind = kinds[edit % kinds.Count];
            var round = edit / kinds.Count;
            if (kind.Renew is not null)
            {
                (kind.Path, kind.Version) = await kind.Renew();
            }

            var (first, second) = (kind.Body(kind.Version, 2 * round), kind.Body(kind.Version, (2 * round) + 1));
            HttpResponseMessage[] answers;
            if (round % 2 == 0)
            {
                sequential++;
                answers = [await SendAsync(kind, first), await SendAsync(kind, second)];
            }
            else
            {
                simultaneous++;
                answers = await Task.WhenAll(SendAsync(kind, first), SendAsync(kind, second));
            }

            var kept = answers.Count(a => a.IsSuccessStatusCode);
            // A change of state alone has no fields: whoever is slower hears that the state is another one now.
            var refused = answers.FirstOrDefault(a => a.StatusCode == HttpStatusCode.Conflict || (kind.Field is null && a.StatusCode == HttpStatusCode.UnprocessableEntity));
            if (kept != 1 || refused is null)
            {
                wrong.Add($"{kind.Name} {round}: {string.Join(" / ", await Task.WhenAll(answers.Select(async a => $"{(int)a.StatusCode} {await a.Content.ReadAsStringAsync()}")))}");
                if (kept == 0)
                {
                    continue;
                }
            }
            else if (kind.Field is not null && Shows(kind, await refused.Content.ReadAsStringAsync(), answers[0].IsSuccessStatusCode ? round * 2 : (round * 2) + 1) is { } fault)
            {
                wrong.Add($"{kind.Name} {round}: {fault}");
            }

            kind.Version++;
        }

        output.WriteLine($"{kinds.Count} kinds, {sequential} one after the other, {simultaneous} at once");
        Assert.True(wrong.Count == 0, string.Join('\n', wrong.Take(20)));
        Assert.True(kinds.Count >= 20 && sequential + simultaneous == Edits);
    }

    /// <summary>What is wrong with the conflict that the second editor is shown; null where it names the field and holds both values.</summary>
    private static string? Shows(Kind kind, string text, int winner)
    {
        var conflicts = JsonDocument.Parse(text).RootElement.GetProperty("conflicts").EnumerateArray().ToList();
        var (theirs, yours) = (kind.Value(winner), kind.Value(winner % 2 == 0 ? winner + 1 : winner - 1));
        return conflicts.Any(c => c.GetProperty("field").GetString() == kind.Field
                && Text(c, "theirs").Contains(theirs, StringComparison.Ordinal) && Text(c, "yours").Contains(yours, StringComparison.Ordinal))
            || (conflicts.Any(c => Text(c, "theirs").Contains(theirs, StringComparison.Ordinal)) && conflicts.Any(c => Text(c, "yours").Contains(yours, StringComparison.Ordinal)))
            ? null
            : $"{kind.Field} of {theirs} against {yours} is not in {text}";

        static string Text(JsonElement conflict, string side) => conflict.TryGetProperty(side, out var value) ? value.GetString() ?? "" : "";
    }

    private Task<HttpResponseMessage> SendAsync(Kind kind, object body) =>
        (kind.Path.StartsWith("accounts", StringComparison.Ordinal) ? administrator : officer).SendAsync(kind.Path, body, kind.Method);

    private async Task<List<Kind>> KindsAsync(Guid manager)
    {
        var scope = await host.Given.ScopeAsync(manager);
        Guid[] counsellors = [await host.Given.CounsellorAsync(), await host.Given.CounsellorAsync()];
        var names = await Task.WhenAll(counsellors.Select(id => host.SingleAsync<string>("SELECT DisplayName FROM Account WHERE Id = @id", new { id })));
        var file = await host.Given.CaseFileAsync(counsellor: manager);
        var offered = await host.Given.LiveVacancyAsync(openings: 5);
        var referral = await officer.CreatedAsync($"case-files/{file}/referrals", new { vacancyId = offered.VacancyId, reason = "Near her home", consentGiven = true });
        var placement = await officer.CreatedAsync($"case-files/{await host.Given.CaseFileAsync(counsellor: manager)}/placements", new { employerId = offered.EmployerId, startsOn = "2026-11-20", evidenceGrade = "employer" });
        var employer = await host.Given.EmployerAsync(verified: false);
        var vacancy = await host.Given.DraftVacancyAsync(await host.Given.EmployerAsync());
        var account = await host.Given.AccountAsync(Role.Monitor, "province", provinceCode: "01");
        var provinces = await host.InDatabaseAsync(db => db.QueryAsync<string>("SELECT NameEn FROM Province ORDER BY Code"));
        static string Word(int n) => $"word{n}";
        List<Kind> kinds =
        [
            new("person", $"case-files/{file}/person", "addressLine", Word, (version, n) => new
            {
                version, familyName = "សុខ", givenName = "ដារ៉ា", sex = "female", bornOn = "1990-05-04", language = "km", provinceCode = "15", addressLine = Word(n),
            }),
            new("wish", $"case-files/{file}/wish", "minimumWageKhr", n => (800_000 + n).ToString("N0", CultureInfo.InvariantCulture), (version, n) => new
            {
                version, occupations = new[] { "8153" }, provinces = new[] { "15" }, minimumWageKhr = 800_000 + n, mayMove = false,
            }),
            Part("work-history", Word, (version, n) => new { version, jobs = new[] { new { title = Word(n), startedOn = "2018-03-01" } } }),
            Part("education", Word, (version, n) => new { version, schools = new[] { new { levelCode = "primary", institution = Word(n) } } }),
            Part("certificates", Word, (version, n) => new { version, certificates = new[] { new { name = Word(n) } } }),
            Part("skills", _ => "", (version, n) => new { version, skills = new[] { new { skillId = 1 + n, level = 2 } } }),
            Part("languages", _ => "", (version, n) => new { version, languages = new[] { new { languageCode = n % 2 == 0 ? "km" : "en", level = 3 } } }),
            Part("licences", _ => "", (version, n) => new { version, licences = new[] { new { licenceCode = n % 2 == 0 ? "driving-a" : "driving-b" } } }),
            Part("accommodations", _ => "", (version, n) => new { version, needs = new[] { new { accommodationCode = n % 2 == 0 ? "seated-work" : "transport", useAsFilter = false } } }),
            Part("priority-groups", _ => "", (version, n) => new { version, groups = new[] { n % 2 == 0 ? "rural" : "youth" } }),
            new("counsellor of a file", $"case-files/{file}/counsellor", "counsellor", n => names[n % 2], (version, n) => new { version, counsellorId = counsellors[n % 2] }),
            new("employer", $"employers/{employer}", "addressLine", Word, (version, n) => new { version, details = new { nameEn = "Conflict Mill", addressLine = Word(n) }, isAnother = true }),
            new("vacancy", $"vacancies/{vacancy}", "openings", n => $"{100 + n}", (version, n) => new { version, content = host.Given.VacancyContent() with { TitleEn = "Sewer", TitleKm = null, Openings = 100 + n } }),
            new("account", $"accounts/{account}/place", "provinceCode", n => provinces[(n % 20) + 1], (version, n) => new { version, role = "monitor", scopeKind = "province", provinceCode = $"{(n % 20) + 2:00}" }),
            new("referral", $"referrals/{referral}/answer", "interviewPlace", Word, (version, n) => new { version, answer = "invite", interviewAt = "2026-12-01T02:00:00Z", interviewPlace = Word(n) }) { Method = HttpMethod.Post },
            new("placement", $"placements/{placement}/versions", "monthlyWageKhr", n => (900_000 + n).ToString("N0", CultureInfo.InvariantCulture), (version, n) => new
            {
                version, startsOn = "2026-11-20", monthlyWageKhr = 900_000 + n, evidenceGrade = "employer", reason = "Her contract",
            }) { Method = HttpMethod.Post },
            new("follow-up", "", "note", Word, (version, n) => new { version, resultCode = "employed-same", channelCode = "call", note = Word(n) }) { Method = HttpMethod.Post, Renew = FollowUpAsync },
            State("closing of a file", OpenFileAsync, version => new { version, reasonCode = "found-work" }),
            State("vacancy's submission", async () => ($"vacancies/{await host.Given.DraftVacancyAsync(await OneEmployerAsync())}/submission", 1), version => new { version }),
            State("vacancy's publication", async () => ($"vacancies/{await host.Given.SubmittedVacancyAsync(await OneEmployerAsync())}/publication", 2), version => new { version }),
            State("vacancy's return", async () => ($"vacancies/{await host.Given.SubmittedVacancyAsync(await OneEmployerAsync())}/return", 2), version => new { version, reason = "Say where" }),
            State("vacancy's closing", async () => ($"vacancies/{await host.Given.DraftVacancyAsync(await OneEmployerAsync())}/closing", 1), version => new { version, reasonCode = "withdrawn" }),
            State("employer's verification", async () => ($"employers/{await host.Given.EmployerAsync(verified: false)}/verification", 1), version => new { version }),
            State("employer's suspension", async () => ($"employers/{await host.Given.EmployerAsync(verified: false)}/suspension", 1), version => new { version, reason = "No such place" }),
        ];
        foreach (var kind in kinds.Where(k => k.Renew is null))
        {
            kind.Version = kind.Name is "person" or "wish" or "counsellor of a file" or "employer" or "vacancy" or "account" or "referral" or "placement" ? 1 : 0;
        }

        return kinds;

        Kind Part(string part, Func<int, string> value, Func<int, int, object> body) => new(part, $"case-files/{file}/{part}", part, value, body);

        async Task<(string, int)> FollowUpAsync()
        {
            var id = await officer.CreatedAsync($"case-files/{await host.Given.CaseFileAsync(counsellor: manager)}/placements", new { employerId = offered.EmployerId, startsOn = "2026-10-20", evidenceGrade = "employer" });
            return ($"follow-ups/{await host.SingleAsync<Guid>("SELECT Id FROM FollowUp WHERE PlacementId = @id AND Months = 1", new { id })}/result", 1);
        }

        async Task<(string, int)> OpenFileAsync() => ($"case-files/{await host.Given.CaseFileAsync(counsellor: manager)}/closing", 1);
    }

    private async Task<Guid> OneEmployerAsync() => oneEmployer ??= await host.Given.EmployerAsync();

    private static Kind State(string name, Func<Task<(string, int)>> renew, Func<int, object> body) =>
        new(name, "", null, _ => "", (version, _) => body(version)) { Method = HttpMethod.Post, Renew = renew };

    /// <param name="Field">The field in which the two differ; null where the change has none.</param>
    /// <param name="Value">What the nth editor writes there, as it is shown; empty where the words are the list's own.</param>
    private sealed record Kind(string Name, string Path, string? Field, Func<int, string> Value, Func<int, int, object> Body)
    {
        public string Path { get; set; } = Path;

        public int Version { get; set; }

        public HttpMethod Method { get; init; } = HttpMethod.Put;

        /// <summary>A new record for each round, where an edit can be made once.</summary>
        public Func<Task<(string Path, int Version)>>? Renew { get; init; }
    }
}
