using System.Reflection;
using System.Resources;
using Microsoft.Extensions.Localization;
using Pes.Features.Accounts;
using Pes.Features.Audit;
using Pes.Features.CaseFiles;
using Pes.Features.Employers;
using Pes.Features.Home;
using Pes.Features.Matching;
using Pes.Features.Matching.Assignments;
using Pes.Features.Monitoring;
using Pes.Features.Placements;
using Pes.Features.RankingModels;
using Pes.Features.Reference;
using Pes.Features.Referrals;
using Pes.Features.Shared;
using Pes.Features.Vacancies;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Web;
using Pes.Ranking;
using Pes.Tests.Support;

namespace Pes.Tests.Tree;

/// <summary>Every key that the code asks for stands in the list that it asks, whether a page of the tests shows it or not.</summary>
public sealed class WordUseTests
{
    private static readonly string[] Statuses = ["400", "401", "403", "404", "405", "408", "409", "413", "415", "422", "429", "500", "503"];

    // A fact that speaks neither way is told as such alone; one that always speaks for her never counts against without being one.
    private static IEnumerable<ReasonKind> Tellable => Enum.GetValues<ReasonKind>().Where(k => k != ReasonKind.None && !k.IsMissing());

    /// <summary>Keys that are put together: a list, what stands around the value, and every value that it can take.</summary>
    public static TheoryData<Type, string, IEnumerable<string>> Families => new()
    {
        { typeof(VacancyWords), "status-{0}", VacancyStatus.All },
        { typeof(VacancyWords), "facet-{0}", [VacancyFacets.Province, VacancyFacets.Occupation, VacancyFacets.Contract, VacancyFacets.Hours, VacancyFacets.Wage] },
        { typeof(VacancyWords), "employer-{0}", [.. EmployerStatus.All, "source"] },
        { typeof(VacancyWords), "{0}-notice", ["submitted", "published", "returned", "closed", "reopened", "resolved"] },
        { typeof(EmployerWords), "status-{0}", [.. EmployerStatus.All, "source"] },
        { typeof(EmployerWords), "account-{0}", ["active", "invited", "disabled"] },
        { typeof(CaseFileWords), "status-{0}", ["open", "closed"] },
        { typeof(CaseFileWords), "likelihood-{0}", Enum.GetNames<Likelihood>().Where(n => n != nameof(Likelihood.No)).Select(n => n.ToLowerInvariant()) },
        { typeof(CaseFileWords), "next-{0}", ["answer", "follow-up", "wish", "skills", "work-history", "languages", "consent"] },
        { typeof(CaseFileWords), "event-changed-{0}", ["person", "wish", "skills", "work-history", "education", "languages", "licences", "certificates", "accommodations", "priority-groups"] },
        { typeof(CaseFileWords), "event-{0}", ["registered", "note", "closed", "reopened", "consent-given", "consent-withdrawn", "counsellor-assigned", "transfer-requested", "transferred", "transfer-refused", "placement-recorded", "placement-corrected", "follow-up-recorded"] },
        { typeof(CaseFileWords), "event-referral-{0}", Enum.GetNames<ReferralStatus>().Select(n => n.ToLowerInvariant()) },
        { typeof(ReferralWords), "status-{0}", Enum.GetNames<ReferralStatus>() },
        { typeof(ReferralWords), "done-{0}", Enum.GetNames<Answer>() },
        { typeof(ReferralWords), "{0}", Enumerable.Range(-2, 5).Select(left => ReferralTag.Days(left).Key) },
        { typeof(HomeWords), "status-{0}", Enum.GetNames<ReferralStatus>() },
        { typeof(HomeWords), "case-{0}", ["open", "closed"] },
        { typeof(HomeWords), "privacy-{0}", new PrivacyModel().Parts },
        { typeof(HomeWords), "privacy-{0}-text", new PrivacyModel().Parts },
        { typeof(MatchingWords), "status-{0}", Enum.GetNames<ReferralStatus>().Select(n => n.ToLowerInvariant()) },
        { typeof(MatchingWords), "done-{0}", [.. MatchActions.All, "undo"] },
        { typeof(MatchingWords), "weight-for-{0}", ["strong", "some", "little"] },
        { typeof(MatchingWords), "weight-against-{0}", ["strong", "some", "little"] },
        { typeof(MatchingWords), "override-{0}", [.. ListDirection.All, OverrideSettings.TooFew, OverrideSettings.TooMany] },
        { typeof(MatchingWords), "parts-{0}", ListDirection.All },
        { typeof(MatchingWords), "part-{0}", [OverrideSettings.TooFew, OverrideSettings.TooMany] },
        { typeof(MatchingWords), "report-on-{0}", ListDirection.All },
        { typeof(MatchingWords), "referred-{0}", ["yes", "no"] },
        { typeof(GainWords), "without-{0}", LiftsOfList.Reasons },
        { typeof(GainWords), "lift-{0}-it", ["moves", "opens", "with"] },
        { typeof(MatchingWords), "spread-{0}", ["down", "up"] },
        { typeof(AssignmentWords), "without-{0}", [WithoutReason.NoneFits, WithoutReason.AllTaken] },
        { typeof(MatchingWords), "band-{0}", ["1", "2", "3", "4", "5"] },
        { typeof(MatchingWords), "barrier-{0}", Enum.GetNames<HardCondition>().Where(n => n != nameof(HardCondition.None)) },
        { typeof(MatchingWords), "{0}-For", Tellable.Where(k => k is not (ReasonKind.Hazardous or ReasonKind.LastWork)).Select(k => k.ToString()) },
        { typeof(MatchingWords), "LastWork-Fact-{0}", ["now", "never"] },
        { typeof(MatchingWords), "NearSkills-{0}-one", ["For", "Fact"] },
        { typeof(MatchingWords), "{0}", ["for", "against", "fact"] },
        { typeof(MatchingWords), "group-{0}", Enum.GetNames<ReasonGroup>().Select(n => n.ToLowerInvariant()) },
        { typeof(MatchingWords), "{0}-Against-none", ["EssentialSkills", "UsefulSkills"] },
        { typeof(MatchingWords), "{0}-Against", Tellable.Where(k => k is not (ReasonKind.Hazardous or ReasonKind.LastWork or ReasonKind.NearSkills)).Select(k => k.ToString()) },
        { typeof(MatchingWords), "{0}-Fact", Tellable.Select(k => k.ToString()) },
        { typeof(MatchingWords), "{0}-Missing", Enum.GetValues<ReasonKind>().Where(k => k.IsMissing()).Select(k => k.ToString()) },
        { typeof(MonitoringWords), "measure-{0}", Enum.GetValues<Measure>().Select(FigureLabels.Key) },
        { typeof(MonitoringWords), "formula-{0}", Enum.GetValues<Measure>().Select(FigureLabels.Key) },
        { typeof(MonitoringWords), "base-{0}", Enum.GetValues<Measure>().Select(FigureLabels.Key) },
        { typeof(MonitoringWords), "by-{0}", Enum.GetNames<Split>().Select(n => n.ToLowerInvariant()) },
        { typeof(MonitoringWords), "state-{0}", ["open", "closed", .. Enum.GetNames<ReferralStatus>().Select(n => n.ToLowerInvariant())] },
        { typeof(AccountsWords), "role-{0}", Enum.GetNames<Role>().Where(n => n != nameof(Role.None)) },
        { typeof(AccountsWords), "scope-{0}", ["own-cases", "centre", "province", "nation", "company", "self"] },
        { typeof(AccountsWords), "factor-{0}", ["password", "totp", "passkey", "recovery"] },
        { typeof(RankingModelWords), "status-{0}", ModelStatus.All },
        { typeof(RankingModelWords), "judged-on-{0}", ["time", "jobseeker", "all"] },
        { typeof(RankingModelWords), "baseline-{0}", Baselines.All },
        { typeof(RankingModelWords), "measure-{0}", ["exposure", "recall", "dismissed"] },
        { typeof(RankingModelWords), "term-{0}", Enum.GetNames<Pes.Ranking.Term>() },
        { typeof(RankingModelWords), "gate-{0}", ["model-not-judged", "model-judged-on-too-little", "model-not-better", "model-fairness-unknown", "model-not-fair", "model-judge-again"] },
        { typeof(RankingModelWords), "verdict-{0}", Enum.GetNames<GroupVerdict>() },
        { typeof(RankingModelWords), "ask-{0}", RankingModelsModel.Acts },
        { typeof(RankingModelWords), "about-{0}", RankingModelsModel.Acts },
        { typeof(RankingModelWords), "do-{0}", RankingModelsModel.Acts },
        { typeof(RankingModelWords), "done-{0}", RankingModelsModel.Acts },
        { typeof(RankingModelWords), "{0}", ["sex-female", "sex-male", "sex-other", "disability-yes", "disability-no", "returnee-yes", "returnee-no", "list-vacancies", "list-jobseekers"] },
        { typeof(RankingModelWords), "dismissed-{0}", ["more", "fewer", "alike"] },
        { typeof(AuditWords), "fault-{0}", Enum.GetNames<AuditFault>().Where(n => n != nameof(AuditFault.None)) },
        { typeof(SharedWords), "{0}", RailEntry.All.Select(e => e.Key) },
        { typeof(SharedWords), "count-{0}", RailEntry.All.Where(e => e.Count is not null).Select(e => e.Key) },
        { typeof(ReferenceWords), "attribution-{0}", new AttributionModel().Parts.Select(p => p.Part) },
        { typeof(ReferenceWords), "attribution-{0}-text", new AttributionModel().Parts.Select(p => p.Part) },
        { typeof(ReferenceWords), "{0}-n", ["province", "district", "commune", "village", "place-words"] },
        { typeof(Refusals), "http-{0}", Statuses },
        { typeof(Refusals), "http-{0}-advice", Statuses },
        { typeof(Refusals), "{0}", ["already-there", "busy", "unknown-reference", "idempotency-key-reused"] },
        { typeof(Refusals), "{0}Validator", ["NotEmpty", "NotNull", "MaximumLength", "Email", "RegularExpression", "InclusiveBetween", "Enum", "Predicate"] },

        // The fields that two officers may have changed at once, as the table of both versions names them.
        { typeof(VacancyWords), "{0}", FieldsOf<VacancyContent>() },
        { typeof(EmployerWords), "{0}", FieldsOf<EmployerDetails>() },
        { typeof(CaseFileWords), "{0}", FieldsOf<FileState>() },
        { typeof(CaseFileWords), "{0}", FieldsOf<ShownPerson>() },
        { typeof(CaseFileWords), "{0}", ["occupations", "provinces", "minimum-wage-khr", "hours-code", "contract-code", "may-move", "max-distance-km"] },
        { typeof(PlacementWords), "{0}", FieldsOf<PlacementTerms>().Concat(["result-code", "channel-code", "note"]) },
        { typeof(ReferralWords), "{0}", FieldsOf<AnswerReferral.Given>() },
        { typeof(AccountsWords), "{0}", ["role", "scope-kind", "centre-id", "province-code", "employer-id"] },
    };

    [Theory]
    [MemberData(nameof(Families))]
    public void A_key_that_is_put_together_stands_in_its_list(Type list, string around, IEnumerable<string> values) =>
        Assert.Empty(values.Select(v => string.Format(System.Globalization.CultureInfo.InvariantCulture, around, v)).Where(k => !Has(list, k)));

    [Fact]
    public void Every_key_that_stands_in_the_code_stands_in_its_list()
    {
        var asked = Methods().SelectMany(Asked).Distinct().ToList();
        Assert.True(asked.Count > 600, $"{asked.Count} keys");
        Assert.Empty(asked.Where(a => !Has(a.List, a.Key)).Select(a => $"{a.List.Name}[\"{a.Key}\"]"));
    }

    [Fact]
    public void Every_refusal_has_its_sentence()
    {
        var codes = Methods().SelectMany(Refused).Distinct().ToList();
        Assert.True(codes.Count > 100, $"{codes.Count} codes");
        Assert.Empty(codes.Where(c => !Has(typeof(Refusals), c)));
    }

    private static bool Has(Type list, string key) => new ResourceManager(list).GetString(key, RequestLanguage.English) is not null;

    private static IEnumerable<string> FieldsOf<T>() => typeof(T).GetProperties().Select(p => System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(p.Name));

    private static IEnumerable<MethodBase> Methods() => typeof(PesApp).Assembly.GetTypes().Where(t => !t.ContainsGenericParameters).SelectMany(IlCode.Methods);

    // words["key"]: the list is put on the stack, the key after it; "measure-" is the beginning of one that is put together.
    private static IEnumerable<(Type List, string Key)> Asked(MethodBase method)
    {
        MemberInfo? before = null;
        foreach (var step in IlCode.Of(method))
        {
            var from = before switch { MethodInfo getter => getter.ReturnType, FieldInfo field => field.FieldType, _ => null };
            if (step.Text is { } key && !key.EndsWith('-') && from is { IsGenericType: true } && from.GetGenericTypeDefinition() == typeof(IStringLocalizer<>))
            {
                yield return (from.GetGenericArguments()[0], key);
            }

            before = step.Member;
        }
    }

    // new Refusal("code"), new FieldError(field, "code"), WithErrorCode("code"): the last text before the call.
    private static IEnumerable<string> Refused(MethodBase method)
    {
        string? text = null;
        foreach (var step in IlCode.Of(method))
        {
            text = step.Text is { } said && said.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') && !said.StartsWith('-') && !said.EndsWith('-') ? said : text;
            var says = step.Member is { Name: "WithErrorCode" } || (step.Member is ConstructorInfo made && (made.DeclaringType == typeof(Refusal) || made.DeclaringType == typeof(FieldError)));
            if (says && text is not null)
            {
                yield return text;
                text = null;
            }
        }
    }
}
