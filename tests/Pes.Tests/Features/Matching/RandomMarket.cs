using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Pes.Features.CaseFiles;
using Pes.Features.Employers;
using Pes.Features.Matching;
using Pes.Features.Referrals;
using Pes.Features.Vacancies;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Ranking;
using Pes.Tests.Support;

namespace Pes.Tests.Features.Matching;

/// <summary>People, employers and vacancies to whom one thing after another happens, each by a command of the product.</summary>
internal sealed class RandomMarket(PesHost host)
{
    public static readonly string[] Occupations = ["8153", "5120", "5223", "7231"];

    private static readonly string[] Provinces = ["15", "12", "02", "08"];

    private readonly Random random = new(17);
    private readonly List<Guid> files = [];
    private readonly List<Guid> vacancies = [];
    private readonly List<Guid> employers = [];

    public Dictionary<string, int> Done { get; } = new(StringComparer.Ordinal);

    public async Task StepAsync()
    {
        if (files.Count < 5 || vacancies.Count < 8)
        {
            await RegisterAsync();
            await OfferAsync();
            return;
        }

        Func<Task<bool>>[] steps =
        [
            RegisterAsync, OfferAsync, OfferAsync, SkillsAsync, LicencesAsync, LanguagesAsync, EducationAsync, CertificatesAsync, HistoryAsync, NeedsAsync, WishAsync, PersonAsync,
            ConsentAsync, TakeConsentBackAsync, TransferAsync, CloseCaseAsync, ReopenCaseAsync, UpdateVacancyAsync, CloseVacancyAsync, CloseVacancyAsync, ReopenVacancyAsync, ReopenVacancyAsync, ReferAsync, ReferAsync, ReferAsync, AnswerAsync, AnswerAsync,
            SuspendAsync, ExpireAsync, KeepExtractsAsync, KeepExtractsAsync,
        ];
        var step = steps[random.Next(steps.Length)];
        Done.TryAdd(step.Method.Name, 0);
        Done[step.Method.Name] += await step() ? 1 : 0;
    }

    private Guid File => files[random.Next(files.Count)];

    private Guid Vacancy => vacancies[random.Next(vacancies.Count)];

    private async Task<bool> RegisterAsync()
    {
        files.Add(await host.Given.CaseFileAsync(with: c => c with
        {
            WishOccupations = [Occupations[random.Next(4)]], WishProvinces = [Provinces[random.Next(4)]], MinimumWageKhr = 600_000 + (random.Next(10) * 50_000),
        }));
        return true;
    }

    private async Task<bool> OfferAsync()
    {
        if (employers.Count < 3 || random.Next(6) == 0)
        {
            employers.Add(await host.Given.EmployerAsync());
        }

        if (await host.SingleAsync<string>("SELECT Status FROM Employer WHERE Id = @Id", new { Id = employers[^1] }) != "verified")
        {
            employers.Add(await host.Given.EmployerAsync());
        }

        vacancies.Add(await host.Given.LiveVacancyAsync(employers[^1], Changed));
        return true;
    }

    private VacancyContent Changed(VacancyContent content) => content with
    {
        IscoCode = Occupations[random.Next(4)],
        Places = random.Next(3) == 0 ? [new() { ProvinceCode = "15" }, new() { ProvinceCode = "12" }] : [new() { ProvinceCode = Provinces[random.Next(4)] }],
        Openings = 1 + random.Next(3),
        EssentialSkills = [.. Skills(3)],
        WageFrom = 700_000 + (random.Next(8) * 50_000),
        WageTo = 1_200_000,
        HoursCode = random.Next(3) switch { 0 => "full-time", 1 => "part-time", _ => "night" },
        Licences = random.Next(4) == 0 ? ["driving-b"] : [],
        Languages = random.Next(3) == 0 ? [new() { LanguageCode = "en", Level = 2 }] : [],
        Accommodations = random.Next(3) == 0 ? ["seated-work"] : [],
    };

    private IEnumerable<int> Skills(int count) => Enumerable.Range(0, count).Select(_ => 1 + random.Next(30)).Distinct();

    private async Task<bool> SkillsAsync()
    {
        var file = File;
        return await TryAsync(new ChangeSkills.Command { Scope = await Officer(), CaseFileId = file, Version = await PartAsync(file, "skills"), Skills = [.. Skills(5).Select(s => new SkillRow { SkillId = s, Level = 2 })] });
    }

    private async Task<bool> LicencesAsync()
    {
        var file = File;
        return await TryAsync(new ChangeLicences.Command { Scope = await Officer(), CaseFileId = file, Version = await PartAsync(file, "licences"), Licences = random.Next(3) == 0 ? [] : [new() { LicenceCode = "driving-b" }] });
    }

    private async Task<bool> LanguagesAsync()
    {
        var file = File;
        return await TryAsync(new ChangeLanguages.Command { Scope = await Officer(), CaseFileId = file, Version = await PartAsync(file, "languages"), Languages = [new() { LanguageCode = "en", Level = 1 + random.Next(5) }] });
    }

    private async Task<bool> EducationAsync()
    {
        var file = File;
        return await TryAsync(new ChangeEducation.Command { Scope = await Officer(), CaseFileId = file, Version = await PartAsync(file, "education"), Schools = [new() { LevelCode = random.Next(2) == 0 ? "bachelor" : "upper-secondary" }] });
    }

    private async Task<bool> CertificatesAsync()
    {
        var file = File;
        return await TryAsync(new ChangeCertificates.Command { Scope = await Officer(), CaseFileId = file, Version = await PartAsync(file, "certificates"), Certificates = [new() { Name = "Welding", CqfLevel = 1 + random.Next(5) }] });
    }

    private async Task<bool> HistoryAsync()
    {
        var file = File;
        return await TryAsync(new ChangeWorkHistory.Command
        {
            Scope = await Officer(), CaseFileId = file, Version = await PartAsync(file, "work-history"),
            Jobs = [new() { Title = "Earlier work", IscoCode = Occupations[random.Next(4)], StartedOn = new DateOnly(2015 + random.Next(8), 1, 1), EndedOn = new DateOnly(2024, 1, 1) }],
        });
    }

    private async Task<bool> NeedsAsync()
    {
        var file = File;
        return await TryAsync(new ChangeAccommodations.Command { Scope = await Officer(), CaseFileId = file, Version = await PartAsync(file, "accommodations"), Needs = [new() { AccommodationCode = "seated-work", UseAsFilter = random.Next(2) == 0 }] });
    }

    private async Task<bool> WishAsync()
    {
        var file = File;
        return await TryAsync(new ChangeWish.Command
        {
            Scope = await Officer(), CaseFileId = file, Version = await VersionAsync("SELECT w.Version FROM Wish w JOIN CaseFile c ON c.PersonId = w.PersonId WHERE c.Id = @Id", file),
            Occupations = [Occupations[random.Next(4)]], Provinces = [Provinces[random.Next(4)]], MinimumWageKhr = 600_000 + (random.Next(10) * 50_000), MayMove = random.Next(2) == 0,
            CannotWork = random.Next(2) == 0 ? ["night"] : [],
        });
    }

    private async Task<bool> PersonAsync()
    {
        var file = File;
        return await TryAsync(new ChangePerson.Command
        {
            Scope = await Officer(), CaseFileId = file, Version = await VersionAsync("SELECT p.Version FROM Person p JOIN CaseFile c ON c.PersonId = p.Id WHERE c.Id = @Id", file),
            FamilyName = "សុខ", GivenName = "សុភា", Sex = "female", BornOn = new DateOnly(1995 + random.Next(16), 3, 1), Language = "km", ProvinceCode = Provinces[random.Next(4)], EducationCode = "primary",
        });
    }

    private async Task<bool> ConsentAsync() => await TryAsync(new GiveConsent.Command { Scope = await Officer(), CaseFileId = File, Purpose = "share-with-employer" });

    private async Task<bool> TakeConsentBackAsync() => await TryAsync(new WithdrawConsent.Command { Scope = await Officer(), CaseFileId = File, Purpose = "share-with-employer" });

    private async Task<bool> CloseCaseAsync()
    {
        var file = File;
        return await TryAsync(new CloseCase.Command { Scope = await Officer(), CaseFileId = file, Version = await VersionAsync("SELECT Version FROM CaseFile WHERE Id = @Id", file), ReasonCode = "found-work" });
    }

    private async Task<bool> TransferAsync()
    {
        var (file, transfer) = (File, Guid.CreateVersion7());
        var from = await host.SingleAsync<Guid>("SELECT CentreId FROM CaseFile WHERE Id = @file", new { file });
        var provinces = await host.QueryAsync<string>("SELECT e.ProvinceCode FROM Centre e WHERE e.Id <> @from AND e.ProvinceCode IN ('15', '12', '02') ORDER BY e.ProvinceCode", new { from });
        var manager = await host.Given.CentreManagerAsync(provinces[random.Next(provinces.Count)]);
        await host.InDatabaseAsync(db => db.ExecuteAsync(
            """
            INSERT INTO TransferRequest (Id, CaseFileId, ToCentreId, DecidingCentreId, RequestedBy, RequestedAt, Reason, Status)
            SELECT @transfer, @file, a.CentreId, a.CentreId, a.Id, @Now, 'moved-home', 'waiting' FROM Account a WHERE a.Id = @manager
            """,
            new { transfer, file, manager, Now = host.Clock.GetUtcNow().UtcDateTime }));
        return await TryAsync(new DecideTransfer.Command { Scope = await host.Given.ScopeAsync(manager), TransferId = transfer, Accept = true });
    }

    private async Task<bool> ReopenCaseAsync()
    {
        var closed = await host.QueryAsync<Guid>("SELECT Id FROM CaseFile WHERE Status = 'closed'");
        return closed.Count > 0 && await TryAsync(new ReopenCase.Command { Scope = await Officer(), CaseFileId = closed[0], Version = await VersionAsync("SELECT Version FROM CaseFile WHERE Id = @Id", closed[0]) });
    }

    private async Task<bool> UpdateVacancyAsync()
    {
        var vacancy = Vacancy;
        return await TryAsync(new UpdateVacancy.Command
        {
            Scope = await Officer(), VacancyId = vacancy, Version = await VersionAsync("SELECT Version FROM Vacancy WHERE Id = @Id", vacancy), Content = Changed(host.Given.VacancyContent()) with { Openings = 5 },
        });
    }

    private async Task<bool> CloseVacancyAsync()
    {
        var vacancy = Vacancy;
        return await TryAsync(new CloseVacancy.Command { Scope = await Officer(), VacancyId = vacancy, Version = await VersionAsync("SELECT Version FROM Vacancy WHERE Id = @Id", vacancy), ReasonCode = "filled-otherwise" });
    }

    private async Task<bool> ReopenVacancyAsync()
    {
        var closed = await host.QueryAsync<Guid>("SELECT v.Id FROM Vacancy v JOIN Employer e ON e.Id = v.EmployerId WHERE v.Status = 'closed' AND v.Openings > v.Taken AND e.Status = 'verified'");
        if (closed.Count == 0)
        {
            return false;
        }

        var vacancy = closed[random.Next(closed.Count)];
        return await TryAsync(new ReopenVacancy.Command
        {
            Scope = await Officer(), VacancyId = vacancy, Version = await VersionAsync("SELECT Version FROM Vacancy WHERE Id = @Id", vacancy), ClosesOn = DateOnly.FromDateTime(host.Clock.GetUtcNow().UtcDateTime).AddDays(20),
        });
    }

    private async Task<bool> ReferAsync() => await TryAsync(new ReferToVacancy.Command { Scope = await Officer(), CaseFileId = File, VacancyId = Vacancy, Reason = "Fits", ConsentGiven = true });

    private async Task<bool> AnswerAsync()
    {
        var waiting = await host.QueryAsync<Guid>("SELECT Id FROM Referral WHERE Status = 'sent'");
        if (waiting.Count == 0)
        {
            return false;
        }

        var referral = waiting[random.Next(waiting.Count)];
        var employer = await host.SingleAsync<Guid>("SELECT v.EmployerId FROM Referral r JOIN Vacancy v ON v.Id = r.VacancyId WHERE r.Id = @referral", new { referral });
        var isAccepted = random.Next(2) == 0;
        return await TryAsync(new AnswerReferral.Command
        {
            Scope = await host.Given.ScopeAsync(await host.Given.EmployerAccountAsync(employer)), ReferralId = referral, Version = await VersionAsync("SELECT Version FROM Referral WHERE Id = @Id", referral),
            Answer = isAccepted ? Answer.Accept : Answer.Refuse, RefusalReasonCode = isAccepted ? null : "hours-not-possible",
        });
    }

    private async Task<bool> SuspendAsync()
    {
        if (random.Next(3) > 0 && Done[nameof(SuspendAsync)] > 0)
        {
            return false;
        }

        var employer = employers[random.Next(employers.Count)];
        return await TryAsync(new SuspendEmployer.Command { Scope = await Officer(), EmployerId = employer, Version = await VersionAsync("SELECT Version FROM Employer WHERE Id = @Id", employer), Reason = "It took money from jobseekers." });
    }

    private async Task<bool> ExpireAsync() => await TryAsync(new CloseExpiredVacancies.Command { Scope = Scope.Product });

    private async Task<bool> KeepExtractsAsync() => await host.App.Services.GetRequiredService<VacancyExtracts>().KeepUpAsync(default) > 0;

    private Task<Scope> Officer() => host.Given.OfficerAsync();

    private Task<int> VersionAsync(string sql, Guid id) => host.SingleAsync<int>(sql, new { Id = id });

    private Task<int> PartAsync(Guid file, string part) => host.SingleAsync<int>(
        "SELECT COALESCE(MAX(pp.Version), 0) FROM ProfilePart pp JOIN CaseFile c ON c.PersonId = pp.PersonId WHERE c.Id = @file AND pp.Part = @part", new { file, part });

    private async Task<bool> TryAsync<T>(IRequest<Outcome<T>> command) => (await host.Given.TryAsync(command)).Refusal is null;
}
