using System.Text.Json;
using System.Text.Json.Nodes;
using Pes.Tests.Support;

namespace Pes.Tests.Access;

/// <summary>How a page is opened: what the operation behind it makes gives the ids of its address.</summary>
/// <param name="Address">The pattern of the table with, where it has one, the word that the route knows.</param>
/// <param name="Operation">The operation whose step makes what the page shows; null where it needs nothing.</param>
public sealed record PageOpening(string Address, string? Operation = null)
{
    public string Pattern => Address.StartsWith("/cases/{id}/", StringComparison.Ordinal) && PageSteps.Words.TryGetValue(Address[12..], out var parameter) ? "/cases/{id}/{" + parameter + "}" : Address;

    public override string ToString() => Address;
}

/// <summary>How a form is sent: the same ids and body as the operation behind it takes, as fields.</summary>
/// <param name="Prefix">Of the fields that are the command's own.</param>
/// <param name="More">Further fields, or those that have another name in the form.</param>
public sealed record PageForm(string Address, string? Handler, string Operation, string Prefix = "", params IReadOnlyList<(string Name, string Value)> More)
{
    public string Pattern => new PageOpening(Address).Pattern;

    public override string ToString() => $"{Address} {Handler}".TrimEnd();
}

/// <summary>Every page that is opened and every form that is sent, by the operations behind them.</summary>
public static class PageSteps
{
    /// <summary>The words that two routes know, and the parameter that they stand for.</summary>
    public static IReadOnlyDictionary<string, string> Words { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["assign"] = "act", ["transfer"] = "act", ["close"] = "act", ["reopen"] = "act",
        ["skills"] = "part", ["work-history"] = "part", ["education"] = "part", ["languages"] = "part", ["licences"] = "part", ["certificates"] = "part",
        ["accommodations"] = "part", ["priority-groups"] = "part",
    };

    public static IReadOnlyList<PageOpening> Openings { get; } =
    [
        new("/"), new("/account/security"), new("/sign-out"), new("/lookups/occupations"), new("/lookups/skills"), new("/lookups/place-fields"),
        new("/administration/accounts"), new("/administration/accounts/invite"), new("/administration/accounts/{id}", "read-account"), new("/audit"),
        new("/cases"), new("/cases/new"), new("/cases/transfers"), new("/search"), new("/cases/{id}", "open-case-file"), new("/cases/{id}/cv", "read-cv"),
        new("/cases/{id}/person", "change-person"), new("/cases/{id}/wish", "change-wish"), new("/cases/{id}/consents", "give-consent"),
        .. Words.Where(w => w.Value == "part").Select(w => new PageOpening("/cases/{id}/" + w.Key, "open-case-file")),
        new("/cases/{id}/assign", "assign-counsellor"), new("/cases/{id}/transfer", "offer-transfer"), new("/cases/{id}/close", "close-case"), new("/cases/{id}/reopen", "reopen-case"),
        new("/cases/{id}/matches", "match-vacancies"), new("/cases/{id}/matches/gains", "value-of-skills"), new("/cases/{id}/matches/lifts", "lifts-of-list"), new("/cases/{id}/matches/{vacancyId}", "explain-match"), new("/cases/{id}/refer/{vacancyId}", "explain-match"),
        new("/cases/{id}/referrals", "referrals-of-case"), new("/cases/{id}/placement", "placements-of-case"), new("/follow-ups"), new("/follow-ups/{id}", "record-follow-up"),
        new("/employers"), new("/employers/new"), new("/employers/{employerId}", "read-employer"), new("/employers/{employerId}/edit", "read-employer"),
        new("/employers/{employerId}/invite", "read-employer"),
        new("/vacancies"), new("/vacancies/new"), new("/vacancies/check"), new("/vacancies/{vacancyId}", "read-vacancy"), new("/vacancies/{vacancyId}/edit", "read-vacancy"),
        new("/vacancies/{id}/jobseekers", "match-jobseekers"),
        new("/desk"), new("/desk/referrals"), new("/desk/vacancies/new"), new("/referrals/{id}", "read-referral"), new("/desk/referrals/{id}", "read-referral"),
        new("/figures"), new("/figures/cases"), new("/ranking-models"), new("/ranking-models/overrides"), new("/assignments"), new("/assignments/{id}", "read-assignment"),
    ];

    public static IReadOnlyList<PageForm> Forms { get; } =
    [
        new("/administration/accounts/invite", null, "invite-account", "Input."), new("/administration/accounts/{id}", "place", "change-account-place", "Input."),
        new("/administration/accounts/{id}", "disable", "disable-account"), new("/administration/accounts/{id}", "enable", "enable-account"),
        new("/administration/accounts/{id}", "reinvite", "reinvite-account"), new("/audit", "verify", "verify-audit"),
        new("/cases/new", "search", "register-jobseeker", "Input."), new("/cases/new", "register", "register-jobseeker", "Input.", Address), new("/cases/new", "places", "register-jobseeker", "Input.", Address),
        new("/cases/new", "who", "register-jobseeker", "Input."), new("/cases/new", "details", "register-jobseeker", "Input."),
        new("/cases/{id}", "note", "add-note"), new("/cases/{id}/person", null, "change-person", "Input.", Address), new("/cases/{id}/person", "places", "change-person", "Input.", Address), new("/cases/{id}/wish", null, "change-wish", "Input."),
        Part("skills", "change-skills", "Sewing", "2"), Part("work-history", "change-work-history", "អ្នកដេរ", "", "", "TH", "2018-03-01", ""),
        Part("education", "change-education", "lower-secondary", "", "", "2015"), Part("languages", "change-languages", "km", "5"), Part("licences", "change-licences", "driving-a", ""),
        Part("certificates", "change-certificates", "ដេរ", "", "2", ""), Part("accommodations", "change-accommodations", "seated-work", "true"),
        Part("priority-groups", "change-priority-groups", "returnee"),
        new("/cases/{id}/consents", "give", "give-consent"), new("/cases/{id}/consents", "withdraw", "withdraw-consent"),
        new("/cases/{id}/assign", null, "assign-counsellor"), new("/cases/{id}/transfer", null, "offer-transfer"), new("/cases/{id}/close", null, "close-case"),
        new("/cases/{id}/reopen", null, "reopen-case"), new("/cases/transfers", "request", "request-transfer"), new("/cases/transfers", "decide", "decide-transfer"),
        new("/cases/{id}/matches", "act", "act-on-match", "", ("act", "pin"), ("runId", "@run")), new("/cases/{id}/matches", "undo", "undo-match-action"),
        new("/vacancies/{id}/jobseekers", "act", "act-on-match", "", ("act", "pin"), ("runId", "@run")), new("/vacancies/{id}/jobseekers", "undo", "undo-match-action"),
        new("/cases/{id}/matches/{vacancyId}", null, "explain-match", "", ("Reason", "Another trade")),
        new("/cases/{id}/refer/{vacancyId}", null, "refer-to-vacancy"),
        new("/cases/{id}/referrals", "withdraw", "withdraw-referral"), new("/cases/{id}/referrals", "renew", "renew-referral"),
        new("/cases/{id}/placement", "record", "record-placement", "", ("Referral", "@referralId")), new("/cases/{id}/placement", "correct", "correct-placement", "", ("Correct", "@placementId")),
        new("/follow-ups/{id}", null, "record-follow-up"),
        new("/referrals/{id}", "refuse", "answer-referral"), new("/desk/referrals/{id}", "refuse", "answer-referral"),
        new("/referrals/{id}", "accept", "answer-referral"), new("/referrals/{id}", "invite", "answer-referral", "", ("InterviewAt", "2026-12-01"), ("InterviewTime", "09:30"), ("InterviewPlace", "Gate 2")),
        new("/assignments", "propose", "propose-assignment"), new("/assignments/{id}", "strike", "strike-from-assignment"), new("/assignments/{id}", "refer", "refer-assigned"),
        new("/employers/new", null, "register-employer"), new("/employers/{employerId}/edit", null, "update-employer"),
        new("/employers/{employerId}", "verify", "verify-employer"), new("/employers/{employerId}", "suspend", "suspend-employer"),
        new("/employers/{employerId}/invite", null, "invite-employer-account", "Input."),
        new("/vacancies/{vacancyId}", "submit", "submit-vacancy"), new("/vacancies/{vacancyId}", "publish", "publish-vacancy"), new("/vacancies/{vacancyId}", "return", "return-vacancy"),
        new("/vacancies/{vacancyId}", "close", "close-vacancy"), new("/vacancies/{vacancyId}", "reopen", "reopen-vacancy"), new("/vacancies/{vacancyId}", "resolve", "resolve-flag"),
        new("/vacancies/{vacancyId}/edit", null, "update-vacancy", "", Content), new("/vacancies/new", null, "draft-vacancy", "", [("Employer", "@employerId"), .. Content]),
        new("/desk/vacancies/new", null, "draft-vacancy", "", Content),
        new("/vacancies/{vacancyId}/edit", "places", "update-vacancy", "", Content), new("/vacancies/new", "places", "draft-vacancy", "", [("Employer", "@employerId"), .. Content]),
        new("/desk/vacancies/new", "places", "draft-vacancy", "", Content),
        new("/ranking-models", "approve", "approve-ranking-model"), new("/ranking-models", "refuse", "refuse-ranking-model"), new("/ranking-models", "rollback", "roll-back-ranking"),
        new("/ranking-models", "answerreport", "answer-match-report"),
    ];

    // The place stands in fields of its own, one list below the other.
    private static (string, string)[] Address => [("Address.ProvinceCode", "@provinceCode")];

    // The form of a vacancy is in words, not in codes.
    private static (string, string)[] Content =>
        [("Content.TitleEn", "Sewing machine operator"), ("Content.TextEn", "Sews shirts."), ("Content.Openings", "2"), ("Content.Places[0].ProvinceCode", "15"), ("Content.ClosesOn", "2026-12-20")];

    /// <summary>The fields of a body: numbers and texts by their path, <c>jobs[0].title</c>.</summary>
    public static IEnumerable<(string Name, string Value)> Fields(object? body, string prefix)
    {
        return body is null ? [] : Flat(JsonSerializer.SerializeToNode(body, JsonSerializerOptions.Web), "").Select(f => (prefix + f.Name, f.Value));

        static IEnumerable<(string Name, string Value)> Flat(JsonNode? node, string path) => node switch
        {
            JsonObject fields => fields.SelectMany(f => Flat(f.Value, path.Length == 0 ? f.Key : $"{path}.{f.Key}")),
            JsonArray items => items.SelectMany((item, i) => Flat(item, $"{path}[{i}]")),
            null => [],
            _ => [(path, node.ToString())],
        };
    }

    public static string AddressOf(string address, Asked asked)
    {
        var path = asked.Ids.Aggregate(address, (text, id) => text.Replace("{" + id.Key + "}", id.Value, StringComparison.Ordinal));
        // A form names the vacancy in its address that the operation takes in its body.
        var vacancy = Fields(asked.Body, "").FirstOrDefault(f => f.Name == "vacancyId").Value;
        var id = address switch
        {
            _ when address.StartsWith("/cases/", StringComparison.Ordinal) => asked.CaseFileId?.ToString(),
            "/vacancies/{id}/jobseekers" => vacancy ?? asked.Ids["vacancyId"],
            _ => asked.Ids.Values.FirstOrDefault(),
        };
        return path.Replace("{id}", id, StringComparison.Ordinal).Replace("{vacancyId}", vacancy, StringComparison.Ordinal);
    }

    /// <summary>The form as a browser sends it, and further fields.</summary>
    public static async Task<HttpRequestMessage> RequestAsync(AccessWorld world, PageForm form, Asked asked, string token, params IEnumerable<KeyValuePair<string, string>> extra)
    {
        var ids = asked.Ids.Concat(Fields(asked.Body, "").Select(f => KeyValuePair.Create(f.Name, f.Value))).DistinctBy(i => i.Key).ToDictionary(StringComparer.Ordinal);
        var run = form.More.Any(m => m.Value == "@run") && asked.CaseFileId is { } file
            ? (await world.Host.QueryAsync<Guid>("SELECT Id FROM MatchRun WHERE CaseFileId = @file", new { file })).Select(r => r.ToString()).FirstOrDefault() ?? await RunAsync(world, file)
            : "";
        List<KeyValuePair<string, string>> fields = [new("__RequestVerificationToken", token)];
        fields.AddRange(form.More.Select(m => KeyValuePair.Create(m.Name, m.Value == "@run" ? run : m.Value.StartsWith('@') ? ids[m.Value[1..]] : m.Value)));
        fields.AddRange(asked.Ids.Select(i => KeyValuePair.Create(i.Key, i.Value)));
        fields.AddRange(Fields(asked.Body, form.Prefix).Select(f => KeyValuePair.Create(f.Name, f.Value)));
        if (form.Operation is "change-wish")
        {
            fields.Add(new("Occupations[0]", "8153"));
        }

        fields.AddRange(extra);
        return new HttpRequestMessage(HttpMethod.Post, new Uri(new Uri("http://localhost"), AddressOf(form.Address, asked) + (form.Handler is null ? "" : "?handler=" + form.Handler)))
        {
            Content = new FormUrlEncodedContent(fields),
        };
    }

    private static async Task<string> RunAsync(AccessWorld world, Guid file)
    {
        var counsellor = await world.Host.SingleAsync<Guid>("SELECT CounsellorId FROM CaseFile WHERE Id = @file", new { file });
        var run = await world.Host.Given.DoneAsync(new Pes.Features.Matching.MatchVacancies.Query { Scope = await world.ScopeAsync(counsellor), CaseFileId = file });
        return run.RunId.ToString();
    }

    private static PageForm Part(string part, string operation, params string[] cells) =>
        new($"/cases/{{id}}/{part}", null, operation, "", [("Version", "0"), .. cells.Select((cell, i) => ($"Rows[0][{i}]", cell))]);
}
