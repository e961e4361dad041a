using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Pes.Features.Employers;
using Pes.Features.Vacancies;
using Pes.Platform.Requests;
using Pes.Platform.Security;

namespace Pes.Tests.Support;

public sealed partial class TestData
{
    private Scope? officer;

    /// <summary>An employer; verified unless said otherwise.</summary>
    public async Task<Guid> EmployerAsync(bool verified = true, Func<EmployerDetails, EmployerDetails>? with = null)
    {
        var number = Interlocked.Increment(ref serial);
        var details = new EmployerDetails { NameEn = $"Sovannaphum Garment {number} Co., Ltd.", NameKm = $"សុវណ្ណភូមិ កាត់ដេរ {number}", SectorCode = "14", ProvinceCode = "15", SizeCode = "large" };
        var id = await DoneAsync(new RegisterEmployer.Command { Scope = await OfficerAsync(), Details = with?.Invoke(details) ?? details, IsAnother = true });
        if (verified)
        {
            await DoneAsync(new VerifyEmployer.Command { Scope = await OfficerAsync(), EmployerId = id, Version = 1 });
        }

        return id;
    }

    /// <summary>What a plain vacancy says: a machine operator in Pursat, open for a month, nothing to flag.</summary>
    public VacancyContent VacancyContent() => new()
    {
        TitleEn = $"Sewing machine operator {Interlocked.Increment(ref serial)}",
        TitleKm = $"អ្នកដេរម៉ាស៊ីន {serial}",
        TextEn = "Sews shirts on an industrial machine in the hall of the factory.",
        TextKm = "ដេរអាវដោយម៉ាស៊ីនឧស្សាហកម្មនៅរោងចក្រ។",
        IscoCode = "8153",
        Openings = 5,
        Places = [new() { ProvinceCode = "15" }],
        EducationCode = "primary",
        ExperienceMonths = 6,
        WageFrom = 900_000,
        WageTo = 1_100_000,
        WageCurrency = "KHR",
        WagePeriod = "month",
        HoursCode = "full-time",
        ContractCode = "fixed-term",
        ClosesOn = DateOnly.FromDateTime(host.Clock.GetUtcNow().UtcDateTime).AddDays(30),
    };

    public async Task<Guid> DraftVacancyAsync(Guid employerId, Func<VacancyContent, VacancyContent>? with = null) =>
        await DoneAsync(new DraftVacancy.Command { Scope = await OfficerAsync(), EmployerId = employerId, Content = with?.Invoke(VacancyContent()) ?? VacancyContent() });

    public async Task<Guid> SubmittedVacancyAsync(Guid employerId, Func<VacancyContent, VacancyContent>? with = null)
    {
        var id = await DraftVacancyAsync(employerId, with);
        await DoneAsync(new SubmitVacancy.Command { Scope = await OfficerAsync(), VacancyId = id, Version = 1 });
        return id;
    }

    /// <summary>A vacancy that is published and open.</summary>
    public async Task<Guid> LiveVacancyAsync(Guid employerId, Func<VacancyContent, VacancyContent>? with = null)
    {
        var id = await DraftVacancyAsync(employerId, with);
        await DoneAsync(new PublishVacancy.Command { Scope = await OfficerAsync(), VacancyId = id, Version = 1 });
        return id;
    }

    /// <summary>The scope of a counsellor, for commands that a test sends without HTTP.</summary>
    public async Task<Scope> OfficerAsync()
    {
        if (officer is null)
        {
            var account = await CounsellorAsync();
            var session = await host.App.Services.GetRequiredService<AccountSessions>().StartAsync(account, "totp", default);
            officer = new Scope { SessionId = session, AccountId = account, Role = Role.Counsellor, CentreId = await CentreAsync() };
        }

        return officer;
    }
}
