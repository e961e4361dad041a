using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Pes.Features.Matching;
using Pes.Features.Shared.Changes;
using Pes.Platform.Requests;
using Pes.Tests.Support;

namespace Pes.Tests.Features.Matching;

/// <summary>No command that writes what profiles are made of goes unnoticed: its audit subject is of a kind that is noted.</summary>
public sealed class ProfileSubjectTests
{
    // What profiles, and what is searched of vacancies, are read from, and whose those are.
    private static readonly Dictionary<string, Side> Tables = new(StringComparer.Ordinal)
    {
        ["Vacancy"] = Side.Vacancies,
        ["Employer"] = Side.Vacancies,
        ["KhmerWord"] = Side.Vacancies,
        ["VacancyPlace"] = Side.Vacancies,
        ["VacancySkill"] = Side.Vacancies,
        ["VacancyLanguage"] = Side.Vacancies,
        ["VacancyLicence"] = Side.Vacancies,
        ["VacancyAccommodation"] = Side.Vacancies,
        ["Referral"] = Side.Vacancies,
        ["Person"] = Side.Jobseekers,
        ["CaseFile"] = Side.Jobseekers,
        ["Consent"] = Side.Jobseekers,
        ["Wish"] = Side.Jobseekers,
        ["WishOccupation"] = Side.Jobseekers,
        ["WishProvince"] = Side.Jobseekers,
        ["WishCannotWork"] = Side.Jobseekers,
        ["PersonSkill"] = Side.Jobseekers,
        ["PersonLicence"] = Side.Jobseekers,
        ["PersonLanguage"] = Side.Jobseekers,
        ["PersonCertificate"] = Side.Jobseekers,
        ["WorkHistory"] = Side.Jobseekers,
        ["Education"] = Side.Jobseekers,
        ["AccommodationNeed"] = Side.Jobseekers,
        ["CareerMove"] = Side.Jobseekers,
        ["SkillPair"] = Side.Vacancies,
        ["RegulatedOccupation"] = Side.Vacancies,
        ["Place"] = Side.Vacancies | Side.Jobseekers,
        ["Province"] = Side.Vacancies | Side.Jobseekers,
        ["Code"] = Side.Vacancies | Side.Jobseekers,
    };

    // Statements that several commands share, and which.
    private static readonly Dictionary<string, string[]> SharedBy = new(StringComparer.Ordinal)
    {
        ["VacancyRecord"] = ["DraftVacancy", "UpdateVacancy"],
        ["ImportTables"] = ["ImportVacancies"],
        ["RegulatedOccupations"] = ["LoadReference", "ImportRegulated"],
        ["Consents"] = ["GiveConsent", "WithdrawConsent", "RegisterJobseeker"],
    };

    // It writes which keys of a name have been made.
    private static readonly string[] WritesNoProfile = ["PersonNameKeys"];

    // An assigned counsellor changes who sees a case, which no profile holds.
    private static readonly string[] OfNoProfile =
    [
        "account", "session", "match-run", "gain-run", "match-action", "match-opening", "placement", "follow-up", "ranking-model", "profile-changes", "assignment",
    ];

    [Flags]
    private enum Side
    {
        Vacancies = 1,
        Jobseekers = 2,
    }

    private static Dictionary<string, Type> Commands { get; } = typeof(PesApp).Assembly.GetTypes()
        .Where(t => t is { IsAbstract: false, IsInterface: false } && t.IsAssignableTo(typeof(ICommand)))
        .ToDictionary(t => t.DeclaringType!.Name, StringComparer.Ordinal);

    [Fact]
    public void Every_command_has_a_kind_of_subject_that_somebody_thought_about()
    {
        Assert.True(Commands.Count > 60);
        Assert.All(Commands.Values, command =>
        {
            var kind = KindOf(command);
            Assert.True(ProfileSubjects.Concern(kind) != OfNoProfile.Contains(kind, StringComparer.Ordinal), $"{command.DeclaringType!.Name}: does a profile depend on “{kind}”?");
        });
    }

    [Fact]
    public void Every_command_that_writes_a_table_of_profiles_is_noted_for_their_side()
    {
        List<string> wrong = [];
        HashSet<string> written = new(StringComparer.Ordinal);
        foreach (var text in SqlTexts.All.Where(t => t.Name.StartsWith("Pes.Features.", StringComparison.Ordinal)))
        {
            foreach (var table in Written(text.Text).Where(Tables.ContainsKey))
            {
                written.Add(table);
                var slice = Regex.Match(text.Name, @"([A-Za-z0-9]+)(\+[A-Za-z]+)*\.[A-Za-z]+$", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups[1].Value;
                foreach (var name in (SharedBy.GetValueOrDefault(slice) ?? [slice]).Except(WritesNoProfile))
                {
                    if (!Commands.TryGetValue(name, out var command))
                    {
                        wrong.Add($"{text.Name} writes {table}; which commands run it?");
                    }
                    else if (!IsNoted(KindOf(command), Tables[table]))
                    {
                        wrong.Add($"{name} writes {table}, but “{KindOf(command)}” is not noted for it");
                    }
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.Empty(Tables.Keys.Except(["Province", "Code"]).Except(written));
    }

    private static bool IsNoted(string kind, Side side) =>
        (!side.HasFlag(Side.Vacancies) || ProfileSubjects.ConcernVacancies(kind)) && (!side.HasFlag(Side.Jobseekers) || ProfileSubjects.ConcernJobseekers(kind));

    private static IEnumerable<string> Written(string sql) =>
        Regex.Matches(sql, @"\b(?:INSERT INTO|UPDATE|DELETE FROM) ([A-Z][A-Za-z]+)", RegexOptions.None, TimeSpan.FromSeconds(1)).Select(m => m.Groups[1].Value);

    private static string KindOf(Type command)
    {
        var value = command.GetInterfaces().Single(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(ICommand<>)).GetGenericArguments()[0];
        return ((AuditSubject)command.GetMethod("Subject", [value])!.Invoke(Empty(command), [value == typeof(string) ? "" : Empty(value)])!).Kind;
    }

    // Nothing in it but nobody's scope and empty lists: enough to ask what it is about.
    private static object Empty(Type type)
    {
        var made = RuntimeHelpers.GetUninitializedObject(type);
        type.GetProperty("Scope")?.SetValue(made, Pes.Platform.Security.Scope.Nobody);
        foreach (var list in type.GetProperties().Where(p => p.SetMethod is not null && p.PropertyType.IsGenericType && p.PropertyType.IsAssignableTo(typeof(IEnumerable))))
        {
            var items = list.PropertyType.GetGenericArguments();
            if (list.PropertyType.IsAssignableFrom(items[0].MakeArrayType()))
            {
                list.SetValue(made, Array.CreateInstance(items[0], 0));
            }
        }

        return made;
    }
}
