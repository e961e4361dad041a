using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Pes.Features.CaseFiles;
using Pes.Tests.Support;

namespace Pes.Tests.Features.CaseFiles;

public sealed class CaseFileApiTests(PesHost host) : IClassFixture<PesHost>
{
    private static readonly string[] Parts = ["skills", "work-history", "education", "languages", "licences", "certificates", "accommodations", "priority-groups"];

    private static string Body(string part, int version = 0) => part switch
    {
        "person" => $$"""{"version":{{version}},"familyName":"សុខ","givenName":"ដារ៉ា","sex":"female","bornOn":"1990-05-04","language":"km","provinceCode":"15","phone":"012345678"}""",
        "wish" => $$"""{"version":{{version}},"occupations":["8153","5120"],"provinces":["15","12"],"minimumWageKhr":850000,"hoursCode":"full-time","mayMove":true}""",
        "skills" => $$"""{"version":{{version}},"skills":[{"skillId":1,"level":3},{"skillId":2,"level":1}]}""",
        "work-history" => $$"""{"version":{{version}},"jobs":[{"title":"អ្នកដេរ","iscoCode":"8153","employerName":"រោងចក្រ","country":"TH","startedOn":"2018-03-01","endedOn":"2021-06-01"}]}""",
        "education" => $$"""{"version":{{version}},"schools":[{"levelCode":"lower-secondary","institution":"វិទ្យាល័យ","finishedYear":2015}]}""",
        "languages" => $$"""{"version":{{version}},"languages":[{"languageCode":"km","level":5},{"languageCode":"th","level":2}]}""",
        "licences" => $$"""{"version":{{version}},"licences":[{"licenceCode":"driving-a","expiresOn":"2030-01-01"}]}""",
        "certificates" => $$"""{"version":{{version}},"certificates":[{"name":"ដេរ","issuer":"TVET","cqfLevel":2,"issuedOn":"2020-01-01"}]}""",
        "accommodations" => $$"""{"version":{{version}},"needs":[{"accommodationCode":"seated-work","useAsFilter":true}]}""",
        "priority-groups" => $$"""{"version":{{version}},"groups":["returnee","idpoor"]}""",
        "closing" => $$"""{"version":{{version}},"reasonCode":"found-work"}""",
        "reopening" => $$"""{"version":{{version}}}""",
        "notes" => """{"note":"ជួបលើកដំបូង"}""",
        _ => throw new ArgumentOutOfRangeException(nameof(part)),
    };

    [Fact]
    public async Task Every_part_is_written_read_back_and_stands_in_the_cv_and_on_the_timeline()
    {
        var counsellor = await host.Given.CounsellorAsync();
        var file = await host.Given.CaseFileAsync(counsellor: counsellor);
        using var api = await host.ApiAsync(counsellor);
        Assert.Equal(HttpStatusCode.NoContent, (await PutAsync(api, $"case-files/{file}/person", Body("person", 1))).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await PutAsync(api, $"case-files/{file}/wish", Body("wish", 1))).StatusCode);
        foreach (var part in Parts)
        {
            Assert.Equal(HttpStatusCode.NoContent, (await PutAsync(api, $"case-files/{file}/{part}", Body(part))).StatusCode);
        }

        var view = await api.GetFromJsonAsync<JsonObject>(new Uri($"case-files/{file}", UriKind.Relative));
        Assert.Equal(3, (int)view!["skills"]![0]!["level"]!);
        Assert.Equal("TH", (string)view["jobs"]![0]!["country"]!);
        Assert.Equal(2, view["languages"]!.AsArray().Count);
        Assert.True((bool)view["needs"]![0]!["useAsFilter"]!);
        Assert.Equal(1, (int)view["versions"]!["skills"]!);
        Assert.Equal("8153", (string)view["wish"]!["occupations"]![0]!);
        foreach (var part in Parts.Append("person").Append("wish"))
        {
            Assert.Contains(view["events"]!.AsArray(), e => (string)e!["kind"]! == $"changed-{part}");
        }

        var cv = (await api.GetFromJsonAsync<JsonObject>(new Uri($"case-files/{file}/cv", UriKind.Relative)))!;
        Assert.Equal("ដារ៉ា", (string)cv["document"]!["givenName"]!);
        Assert.Equal("ដេរ", (string)cv["document"]!["certificates"]![0]!["name"]!);
        Assert.True((int)cv["number"]! > 5, "Each change of the profile makes the next version.");
        foreach (var canary in (string[])["seated-work", "returnee", "idpoor", "female", "1990-05-04", "850000"])
        {
            Assert.DoesNotContain(canary, cv["document"]!.ToJsonString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Another_centre_finds_nothing_whatever_it_asks()
    {
        var file = await host.Given.CaseFileAsync();
        using var mine = await host.ApiAsync(await host.Given.CentreManagerAsync());
        using var other = await host.ApiAsync(await host.Given.CentreManagerAsync("12"));
        Assert.Equal(HttpStatusCode.OK, (await mine.GetAsync(new Uri($"case-files/{file}", UriKind.Relative))).StatusCode);
        var centre = await host.Given.CentreAsync("01");
        var counsellor = await host.Given.CounsellorAsync("12");
        foreach (var (method, path, body) in (IEnumerable<(HttpMethod, string, string?)>)
            [
                (HttpMethod.Get, "", null), (HttpMethod.Get, "/cv", null),
                (HttpMethod.Put, "/person", Body("person", 1)), (HttpMethod.Put, "/wish", Body("wish", 1)),
                .. Parts.Select(p => (HttpMethod.Put, $"/{p}", (string?)Body(p))),
                (HttpMethod.Put, "/consents/statistics", null), (HttpMethod.Delete, "/consents/statistics", null),
                (HttpMethod.Post, "/notes", Body("notes")), (HttpMethod.Post, "/closing", Body("closing", 1)), (HttpMethod.Post, "/reopening", Body("reopening", 1)),
                (HttpMethod.Put, "/counsellor", $$"""{"version":1,"counsellorId":"{{counsellor}}"}"""),
                (HttpMethod.Post, "/transfers", $$"""{"toCentreId":"{{centre}}","reasonCode":"moved-home"}"""),
            ])
        {
            using var response = await SendAsync(other, method, $"case-files/{file}{path}", body);
            Assert.True(response.StatusCode == HttpStatusCode.NotFound, $"{method} {path} answered {response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
        }

        var list = await other.GetFromJsonAsync<JsonObject>(new Uri("case-files", UriKind.Relative));
        Assert.DoesNotContain(file.ToString(), list!.ToJsonString(), StringComparison.OrdinalIgnoreCase);
        Assert.Contains(file.ToString(), (await mine.GetFromJsonAsync<JsonObject>(new Uri("case-files?size=100", UriKind.Relative)))!.ToJsonString(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Roles_without_person_data_find_nothing_at_all()
    {
        var file = await host.Given.CaseFileAsync(with: c => c with { PriorityGroups = ["disability", "returnee"] });
        foreach (var account in (Guid[])[await host.Given.MonitorAsync(), await host.Given.AdministratorAsync(), await host.Given.AuditorAsync(), await host.Given.TrainerAsync()])
        {
            using var api = await host.ApiAsync(account);
            foreach (var path in (string[])[$"case-files/{file}", $"case-files/{file}/cv", "case-files", "transfers", "counsellors"])
            {
                using var response = await api.GetAsync(new Uri(path, UriKind.Relative));
                Assert.True(response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Forbidden, $"{path} answered {response.StatusCode}");
                Assert.DoesNotContain("returnee", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            }
        }

        using var counsellor = await host.ApiAsync(await host.Given.CounsellorAsync());
        Assert.Contains("returnee", await counsellor.GetStringAsync(new Uri($"case-files/{file}", UriKind.Relative)), StringComparison.Ordinal);
        Assert.DoesNotContain("returnee", await counsellor.GetStringAsync(new Uri("case-files?size=100", UriKind.Relative)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("person", "centreId")]
    [InlineData("person", "counsellorId")]
    [InlineData("person", "status")]
    [InlineData("wish", "personId")]
    [InlineData("skills", "number")]
    [InlineData("closing", "closedAt")]
    public async Task A_column_that_is_not_part_of_the_command_is_refused(string part, string column)
    {
        var counsellor = await host.Given.CounsellorAsync();
        var file = await host.Given.CaseFileAsync(counsellor: counsellor);
        using var api = await host.ApiAsync(counsellor);
        var body = JsonNode.Parse(Body(part, part == "skills" ? 0 : 1))!.AsObject();
        body[column] = Guid.CreateVersion7().ToString();
        using var response = await SendAsync(api, part == "closing" ? HttpMethod.Post : HttpMethod.Put, $"case-files/{file}/{part}", body.ToJsonString());
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task No_edit_is_overwritten_unseen()
    {
        var counsellor = await host.Given.CounsellorAsync();
        var file = await host.Given.CaseFileAsync(counsellor: counsellor);
        using var api = await host.ApiAsync(counsellor);
        for (var edit = 0; edit < 40; edit++)
        {
            Assert.Equal(HttpStatusCode.NoContent, (await PutAsync(api, $"case-files/{file}/wish", Body("wish", edit + 1).Replace("850000", $"{900_000 + edit}", StringComparison.Ordinal))).StatusCode);
            using var late = await PutAsync(api, $"case-files/{file}/wish", Body("wish", edit + 1));
            Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
            var conflict = (await late.Content.ReadFromJsonAsync<JsonObject>())!["conflicts"]!.AsArray().Single()!;
            Assert.Equal("minimumWageKhr", (string)conflict["field"]!);
            Assert.Equal($"{900_000 + edit:N0} riel", (string)conflict["theirs"]!);
            Assert.Equal("850,000 riel", (string)conflict["yours"]!);
        }

        Assert.Equal(HttpStatusCode.NoContent, (await PutAsync(api, $"case-files/{file}/skills", Body("skills"))).StatusCode);
        using var stale = await PutAsync(api, $"case-files/{file}/skills", """{"version":0,"skills":[{"skillId":1,"level":4}]}""");
        Assert.Equal(HttpStatusCode.Conflict, stale.StatusCode);
        Assert.Equal(2, (await stale.Content.ReadFromJsonAsync<JsonObject>())!["conflicts"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_file_asked_for_at_another_centre_moves_when_that_centre_agrees()
    {
        var holder = await host.Given.CounsellorAsync("03");
        var file = await host.Given.CaseFileAsync("03", holder, c => c with { FamilyName = "ព្រំ", GivenName = "កល្យាណ", BornOn = new DateOnly(1988, 8, 8), Phone = "096555444" });
        var asking = await host.Given.CounsellorAsync("04");
        using var there = await host.ApiAsync(asking);
        using var found = await SendAsync(there, HttpMethod.Post, "case-files/duplicate-search", """{"familyName":"ព្រំ","givenName":"កល្យាណ","bornOn":"1988-08-08"}""");
        var text = await found.Content.ReadAsStringAsync();
        Assert.DoesNotContain(file.ToString(), text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("096555444", text, StringComparison.Ordinal);
        Assert.DoesNotContain("កល្យាណ", text, StringComparison.Ordinal);
        var elsewhere = JsonNode.Parse(text)!["elsewhere"]!.AsArray().Single()!;
        Assert.Equal((await host.Given.CentreAsync("03")).ToString(), (string)elsewhere["centreId"]!);

        var reference = (string)elsewhere["reference"]!;
        var request = $$"""{"reference":"{{reference}}","reasonCode":"returned-before"}""";
        using var stranger = await host.ApiAsync(await host.Given.CounsellorAsync("05"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await SendAsync(stranger, HttpMethod.Post, "transfers", request)).StatusCode);
        using var asked = await SendAsync(there, HttpMethod.Post, "transfers", request);
        Assert.Equal(HttpStatusCode.Created, asked.StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await SendAsync(there, HttpMethod.Post, "transfers", request)).StatusCode);
        var transfer = (string)(await asked.Content.ReadFromJsonAsync<JsonObject>())!["id"]!;
        Assert.DoesNotContain("ព្រំ", await there.GetStringAsync(new Uri("transfers", UriKind.Relative)), StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(there, HttpMethod.Post, $"transfers/{transfer}/decision", """{"accept":true}""")).StatusCode);
        using var holding = await host.ApiAsync(holder);
        Assert.Contains("ព្រំ", await holding.GetStringAsync(new Uri("transfers", UriKind.Relative)), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NoContent, (await SendAsync(holding, HttpMethod.Post, $"transfers/{transfer}/decision", """{"accept":true}""")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await there.GetAsync(new Uri($"case-files/{file}", UriKind.Relative))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await holding.GetAsync(new Uri($"case-files/{file}", UriKind.Relative))).StatusCode);
    }

    [Fact]
    public async Task The_manager_assigns_and_a_closed_file_is_not_changed_until_it_is_open_again()
    {
        var manager = await host.Given.CentreManagerAsync();
        var counsellor = await host.Given.CounsellorAsync();
        var outsider = await host.Given.CounsellorAsync("12");
        var file = await host.Given.CaseFileAsync();
        using var api = await host.ApiAsync(manager);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await PutAsync(api, $"case-files/{file}/counsellor", $$"""{"version":1,"counsellorId":"{{outsider}}"}""")).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await PutAsync(api, $"case-files/{file}/counsellor", $$"""{"version":1,"counsellorId":"{{counsellor}}"}""")).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await SendAsync(api, HttpMethod.Post, $"case-files/{file}/closing", Body("closing", 1))).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await SendAsync(api, HttpMethod.Post, $"case-files/{file}/closing", Body("closing", 2))).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await PutAsync(api, $"case-files/{file}/skills", Body("skills"))).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await SendAsync(api, HttpMethod.Delete, $"case-files/{file}/consents/share-with-employer", null)).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await SendAsync(api, HttpMethod.Post, $"case-files/{file}/reopening", Body("reopening", 3))).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await PutAsync(api, $"case-files/{file}/skills", Body("skills"))).StatusCode);
    }

    [Fact]
    public async Task Each_operation_leaves_one_audit_row_without_a_name()
    {
        var counsellor = await host.Given.CounsellorAsync();
        using var api = await host.ApiAsync(counsellor);
        var file = await host.Given.CaseFileAsync(counsellor: counsellor, with: c => c with { FamilyName = "អាថ៌កំបាំង" });
        await api.GetAsync(new Uri($"case-files/{file}", UriKind.Relative));
        await api.GetAsync(new Uri($"case-files/{file}/cv", UriKind.Relative));
        await SendAsync(api, HttpMethod.Post, "case-files/duplicate-search", """{"familyName":"អាថ៌កំបាំង"}""");
        await SendAsync(api, HttpMethod.Post, $"case-files/{file}/notes", Body("notes"));
        await PutAsync(api, $"case-files/{file}/skills", Body("skills"));
        var rows = await host.InDatabaseAsync(db => db.QueryAsync<AuditText>(
            "SELECT Operation, Detail FROM AuditRow WHERE AccountId = @AccountId ORDER BY Sequence", new { AccountId = counsellor }));
        Assert.Equal(["register-jobseeker", "open-case-file", "read-cv", "search-duplicates", "add-note", "change-skills"], rows.Select(r => r.Operation));
        Assert.DoesNotContain(rows, r => r.Detail?.Contains("អាថ៌កំបាំង", StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task Her_consent_decides_whether_she_is_told_by_message()
    {
        var told = await host.Given.CaseFileAsync(with: c => c with { Phone = "011777001" });
        await host.Given.CaseFileAsync(with: c => c with { Phone = "011777002", Consents = ["case-work"] });
        var messages = await host.InDatabaseAsync(db => db.QueryAsync<string>("SELECT CONCAT(Recipient, ' ', Body) FROM OutboxMessage WHERE Recipient LIKE '011777%'"));
        Assert.NotEqual(Guid.Empty, told);
        Assert.Contains("លេខសំណុំឯកសារ", Assert.Single(messages), StringComparison.Ordinal);
    }

    private static Task<HttpResponseMessage> PutAsync(HttpClient api, string path, string body) => SendAsync(api, HttpMethod.Put, path, body);

    private static Task<HttpResponseMessage> SendAsync(HttpClient api, HttpMethod method, string path, string? body)
    {
        var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        request.Headers.Add("Idempotency-Key", Guid.CreateVersion7().ToString("N"));
        if (body is not null)
        {
            request.Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        }

        return api.SendAsync(request);
    }

    private sealed record AuditText
    {
        public required string Operation { get; init; }

        public required string? Detail { get; init; }
    }
}
