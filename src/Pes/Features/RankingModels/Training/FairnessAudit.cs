using System.Globalization;
using System.Text.Json;
using Pes.Platform.Data;
using Pes.Ranking;
using Pes.Ranking.Fairness;
using Pes.Ranking.Pairs;

namespace Pes.Features.RankingModels.Training;

/// <summary>
/// How groups of people fare under a model. What people are (sex, age, disability, return, province) is joined here, for
/// the people of the held-back lists, and goes no farther: the report holds counts and ratios.
/// </summary>
internal sealed class FairnessAudit(Database db)
{
    /// <summary>Places that are looked at: a list of the product.</summary>
    private const int Places = 20;

    /// <summary>Fewer lists say nothing of a group.</summary>
    private const int LeastLists = 30;

    private const int Disabled = 1;

    private const int Returned = 2;

    private const string LabelsSql = """
        SELECT c.Id AS CaseFileId, p.Sex, p.BornOn, p.ProvinceCode,
               CASE WHEN EXISTS (SELECT 1 FROM PersonPriorityGroup g WHERE g.PersonId = p.Id AND g.GroupCode = 'disability') THEN 1 ELSE 0 END
               + CASE WHEN EXISTS (SELECT 1 FROM PersonPriorityGroup g WHERE g.PersonId = p.Id AND g.GroupCode = 'returnee') THEN 2 ELSE 0 END AS Groups
        FROM CaseFile c
        JOIN Person p ON p.Id = c.PersonId
        WHERE c.Id IN (SELECT value FROM OPENJSON(@Ids))
        """;

    /// <param name="lists">Of vacancies for jobseekers.</param>
    public async Task<ModelFairness> OfAsync(IReadOnlyList<ShownList> lists, LearnedRanking model, CancellationToken ct)
    {
        var ids = JsonSerializer.Serialize(lists.Select(l => l.SubjectId).Distinct());
        var people = (await db.QueryAsync<Label>(LabelsSql, new { Ids = ids }, ct)).ToDictionary(p => p.CaseFileId);
        var months = lists.GroupBy(l => (l.List.Day.Year, l.List.Day.Month)).Select(g => g.ToList()).ToList();
        var scratch = new SearchScratch();
        var exposed = months.SelectMany(m => Exposed(m, model, scratch)).ToList();
        var recalled = months.SelectMany(m => Recalled(m, model, scratch)).ToList();
        var last = lists.Count > 0 ? lists[^1].List.Day : default;
        List<AuditedGroups> attributes = [.. Attributes(last).Select(a => new AuditedGroups(a.Attribute, people, a.Of))];
        var (listed, applied) = (Numbered(exposed.SelectMany(l => l)), Numbered(recalled.Select(r => r.Person)));
        var findings = GroupFairness.Of(
        [
            [
                .. attributes.Select(a => new ExposureMeasure(
                    [.. exposed.Select(l => l.Select(p => new ExposedPerson(listed[p], a.Number(p))).ToArray())], listed.Count, a.Groups.Count, Places, LeastLists)),
            ],
            [.. attributes.Select(a => new RecallMeasure([.. recalled.Select(r => new RecallOf(applied[r.Person], a.Number(r.Person), r.Recall))], applied.Count, a.Groups.Count, LeastLists))],
        ]);
        return new ModelFairness
        {
            Groups =
            [
                .. attributes.Zip(findings.Take(attributes.Count), findings.Skip(attributes.Count))
                    .SelectMany(a => a.Second.Select(f => Ratio("exposure", a.First, f)).Concat(a.Third.Select(f => Ratio("recall", a.First, f)))),
            ],
        };
    }

    private static Dictionary<Guid, int> Numbered(IEnumerable<Guid> people) => people.Distinct().Select((person, i) => (person, i)).ToDictionary(p => p.person, p => p.i);

    // For each vacancy of a month: the people of that month's lists who pass its conditions and wish work of its minor group, best first.
    // Lists of vacancies need no consent to be suggested, so nobody is left out for want of it.
    private static IEnumerable<List<Guid>> Exposed(List<ShownList> month, LearnedRanking model, SearchScratch scratch)
    {
        var people = month.DistinctBy(l => l.SubjectId).ToList();
        var index = JobseekerIndex.Build(people.Select((l, i) => (i, l.List.Rows[0].Jobseeker with { MayBeSuggested = true })));
        foreach (var (vacancy, day) in month.SelectMany(l => l.List.Rows.Select(r => (r.Vacancy, l.List.Day))).DistinctBy(v => v.Vacancy.Id))
        {
            List<Guid> ranked = [.. index.Ranked(vacancy, model, day, people.Count, scratch).Select(m => people[m.Id])
                .Where(l => l.List.Rows[0].Jobseeker.WishedOccupations.Any(w => w / 10 == vacancy.Occupation / 10)).Select(l => l.SubjectId)];
            if (ranked.Count > 1)
            {
                yield return ranked;
            }
        }
    }

    // For each list from which somebody applied: how many of those vacancies the model finds among all vacancies of the month.
    private static IEnumerable<(Guid Person, double Recall)> Recalled(List<ShownList> month, LearnedRanking model, SearchScratch scratch)
    {
        List<VacancyProfile> vacancies = [.. month.SelectMany(l => l.List.Rows.Select(r => r.Vacancy)).DistinctBy(v => v.Id)];
        var numbers = vacancies.Select((v, i) => (v.Id, i)).ToDictionary(v => v.Id, v => v.i);
        var index = VacancyIndex.Build([.. vacancies.Select((v, i) => (i, v))], month[0].List.Day);
        foreach (var list in month)
        {
            HashSet<int> wanted = [.. list.List.Rows.Where(r => r.Grade >= (byte)PairOutcome.Applied).Select(r => numbers[r.Vacancy.Id])];
            if (wanted.Count > 0)
            {
                var found = index.Ranked(list.List.Rows[0].Jobseeker, model, list.List.Day, Places, scratch).Take(Places).Count(m => wanted.Contains(m.Id));
                yield return (list.SubjectId, found / (double)wanted.Count);
            }
        }
    }

    private static GroupRatio Ratio(string measure, AuditedGroups of, GroupFinding finding) => new(
        measure, of.Attribute, of.Groups[finding.Group], finding.Count, Rounded(finding.Ratio), Rounded(finding.Low), Rounded(finding.High),
        Rounded(finding.JointLow), Rounded(finding.JointHigh));

    private static double? Rounded(double? value) => value is { } known ? Math.Round(known, 4) : null;

    private static IEnumerable<(string Attribute, Func<Label, string?> Of)> Attributes(DateOnly day) =>
    [
        ("sex", p => p.Sex),
        ("age", p => p.BornOn is { } born ? Band(born, day) : null),
        ("disability", p => (p.Groups & Disabled) != 0 ? "yes" : "no"),
        ("returnee", p => (p.Groups & Returned) != 0 ? "yes" : "no"),
        ("province", p => p.ProvinceCode),
    ];

    private static string Band(DateOnly born, DateOnly day)
    {
        var age = day.Year - born.Year - (day < born.AddYears(day.Year - born.Year) ? 1 : 0);
        return age switch
        {
            < 25 => "15–24",
            >= 55 => "55+",
            _ => string.Create(CultureInfo.InvariantCulture, $"{((age - 5) / 10 * 10) + 5}–{((age - 5) / 10 * 10) + 14}"),
        };
    }

    // The groups of one attribute as numbers, in the order of their codes.
    private sealed class AuditedGroups(string attribute, Dictionary<Guid, Label> people, Func<Label, string?> of)
    {
        public string Attribute { get; } = attribute;

        public List<string> Groups { get; } = [.. people.Values.Select(of).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

        public int Number(Guid person) => people.TryGetValue(person, out var label) && of(label) is { } group ? Groups.BinarySearch(group, StringComparer.Ordinal) : -1;
    }

    private sealed record Label
    {
        public required Guid CaseFileId { get; init; }

        public required string? Sex { get; init; }

        public required DateOnly? BornOn { get; init; }

        public required string? ProvinceCode { get; init; }

        public required int Groups { get; init; }
    }
}
