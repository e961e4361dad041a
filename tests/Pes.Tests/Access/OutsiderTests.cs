using System.Globalization;
using Pes.Features.CaseFiles;
using Pes.Features.Referrals;
using Pes.Tests.Support;

namespace Pes.Tests.Access;

/// <summary>
/// Row 5: what a user sees of persons (lists, counts, totals, suggestions, match lists, figures) is the same to the byte
/// before and after another province registers, refers and places people. The duplicate search alone may answer otherwise.
/// A jobseeker's list of vacancies is not asked: it ranks vacancies, and how crowded those are is a fact of the nation.
/// </summary>
public sealed class OutsiderTests(PesHost host) : IClassFixture<PesHost>
{
    private const int Queries = 200;

    private const int Outsiders = 200;

    private const int Insiders = 12;

    private static readonly string[] Words = ["សុខ", "ចាន់", "ដារ៉ា", "Sok", "Kim", "សុភា", "21-2026", "012", "គឹម", "21", "0120", "រតនា", "x"];

    [Fact]
    public async Task What_is_seen_of_persons_does_not_move_when_another_province_registers()
    {
        var employer = await host.Given.VerifiedEmployerAsync();
        var vacancies = new[] { await host.Given.LiveVacancyAsync(employer, openings: 400, provinceCode: "21"), await host.Given.LiveVacancyAsync(employer, openings: 400, provinceCode: "20") };
        var elsewhere = await host.Given.LiveVacancyAsync(openings: 400, provinceCode: "20");
        var counsellor = await host.Given.CounsellorAsync("21");
        List<Guid> cases = [];
        for (var i = 0; i < Insiders; i++)
        {
            cases.Add(await RegisterAsync("21", counsellor, i, vacancies[i % 2].VacancyId));
        }

        using var own = await host.ApiAsync(counsellor);
        using var manager = await host.ApiAsync(await host.Given.CentreManagerAsync("21"));
        HttpClient[] readers = [own, manager];
        var random = new Random(5);
        var paths = Enumerable.Range(0, Queries).Select(_ => (Reader: random.Next(2), Path: Question(random, cases, vacancies, employer))).ToList();
        Assert.True(paths.Select(p => p.Path.Split('?')[0]).Distinct(StringComparer.Ordinal).Count() > 12);
        var before = await AllAsync();
        var outside = await host.Given.CounsellorAsync("20");
        for (var i = 0; i < Outsiders; i++)
        {
            // Openings that are taken are told of a vacancy to everybody, so the outsiders take another one's.
            await RegisterAsync("20", outside, i, i % 4 == 0 ? elsewhere.VacancyId : vacancies[i % 2].VacancyId);
        }

        var after = await AllAsync();
        var differences = paths.Index().Where(p => before[p.Index] != after[p.Index]).Select(p => $"{p.Item.Path}: {Difference(before[p.Index], after[p.Index])}").ToList();
        Assert.True(differences.Count == 0, string.Join('\n', differences.Take(10)));
        Assert.All(before.Distinct(StringComparer.Ordinal), text => Assert.NotEmpty(text));

        // One more of their own moves what they see: the questions could have told.
        await RegisterAsync("21", counsellor, 3, vacancies[0].VacancyId);
        var moved = await AllAsync();
        Assert.True(paths.Index().Count(p => before[p.Index] != moved[p.Index]) > Queries / 4);

        async Task<string[]> AllAsync()
        {
            List<string> answers = [];
            foreach (var (reader, path) in paths)
            {
                // The run of a match list is named anew; what it shows is compared.
                answers.Add(System.Text.RegularExpressions.Regex.Replace(
                    await readers[reader].GetStringAsync(new Uri(path, UriKind.Relative)), "\"(runId|countedAt)\":\"[^\"]*\"", "", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)));
            }

            return [.. answers];
        }
    }

    private static string Question(Random random, IReadOnlyList<Guid> cases, IReadOnlyList<OfferedVacancy> vacancies, Guid employer)
    {
        var word = Uri.EscapeDataString(Words[random.Next(Words.Length)]);
        var (file, vacancy, size) = (cases[random.Next(cases.Count)], vacancies[random.Next(vacancies.Count)].VacancyId, random.Next(1, 30).ToString(CultureInfo.InvariantCulture));
        return random.Next(18) switch
        {
            0 or 1 or 2 or 3 => $"case-files?q={word}&sort={FindCaseFiles.Orders[random.Next(4)]}&page={random.Next(1, 3)}&size={size}",
            4 => $"case-files?status=open&mine={(random.Next(2) == 0 ? "true" : "false")}&province={(random.Next(2) == 0 ? "21" : "20")}&size={size}",
            5 => "counsellors",
            6 => "transfers",
            7 => $"referrals/unanswered?take={size}&skip={random.Next(3)}",
            8 => $"referrals/answered?take={size}",
            9 => $"follow-ups?take={size}",
            10 => $"vacancies/{vacancy}/jobseekers?page={random.Next(1, 3)}",
            11 => $"vacancies/{vacancy}",
            12 => $"employers/{employer}",
            13 => $"case-files/{file}/placements",
            14 => $"case-files/{file}/referrals",
            15 => $"figures?months={random.Next(1, 7)}&measure={(random.Next(2) == 0 ? "registrations" : "referrals")}{(random.Next(3) == 0 ? "&provinceCode=20" : "")}",
            16 => $"figures/cases?measure=referrals&page={random.Next(1, 3)}",
            _ => $"figures/export?measure=registrations&months={random.Next(1, 7)}",
        };
    }

    private async Task<Guid> RegisterAsync(string province, Guid counsellor, int number, Guid vacancy)
    {
        var file = await host.Given.CaseFileAsync(province, counsellor);
        if (number % 2 == 0)
        {
            var scope = await host.Given.ScopeAsync(counsellor);
            var referral = await host.Given.DoneAsync(new ReferToVacancy.Command { Scope = scope, CaseFileId = file, VacancyId = vacancy, Reason = "Near her home", ConsentGiven = true });
            if (number % 4 == 0)
            {
                await host.Given.DoneAsync(new AnswerReferral.Command { Scope = scope, ReferralId = referral, Version = 1, Answer = Answer.Accept });
                await host.Given.DoneAsync(new Pes.Features.Placements.RecordPlacement.Command
                {
                    Scope = scope, CaseFileId = file, ReferralId = referral, StartsOn = DateOnly.FromDateTime(host.Clock.GetUtcNow().UtcDateTime).AddMonths(-1), EvidenceGrade = "employer",
                });
            }
        }

        return file;
    }

    private static string Difference(string before, string after)
    {
        var at = before.Zip(after).TakeWhile(p => p.First == p.Second).Count();
        return $"…{before[Math.Max(0, at - 60)..Math.Min(before.Length, at + 60)]}… became …{after[Math.Max(0, at - 60)..Math.Min(after.Length, at + 60)]}…";
    }
}
