using System.Net.Http.Json;
using System.Text.Json;
using Pes.Features.CaseFiles;
using Pes.Features.Matching;
using Pes.Features.Reference;
using Pes.Features.Vacancies;
using Pes.Platform.Security;
using Pes.Platform.Text;
using Pes.Tests.Support;

namespace Pes.Tests.Features.Reference;

/// <summary>What the law requires of an occupation keeps a vacancy off a list, whatever its advertisement asks.</summary>
public sealed class RegulatedTests(PesHost host) : IClassFixture<PesHost>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(100);

    private const string Header = "isco,licence,law_en,law_km,valid_from,valid_to\n";

    [Fact]
    public async Task A_list_follows_the_law_as_it_is_imported()
    {
        var scope = await host.Given.ScopeAsync(await host.Given.CounsellorAsync());
        var file = (await host.Given.ReferableJobseekerAsync()).CaseFileId;
        var truck = (await host.Given.LiveVacancyAsync(isco: "8332", title: "Truck driver")).VacancyId;
        var shop = (await host.Given.LiveVacancyAsync(isco: "5223", title: "Shop assistant")).VacancyId;

        // As shipped: the road traffic law asks licence C of a truck driver, though the advertisement asks none.
        await SoonAsync([shop], scope, file, truck, shop);
        var pair = await host.Given.DoneAsync(new ExplainMatch.Query { Scope = scope, CaseFileId = file, VacancyId = truck });
        Assert.Contains(pair.Barriers, b => b.StartsWith("Required by law for this work: ", StringComparison.Ordinal));
        Assert.Contains(pair.Missing, m => m.Sentence.StartsWith("Licence required by law", StringComparison.Ordinal));

        Assert.Equal(["driving-c"], (await host.Given.DoneAsync(new ReadVacancy.Query { Scope = scope, VacancyId = truck })).LicencesByLaw);

        await host.Given.DoneAsync(new ChangeLicences.Command { Scope = scope, CaseFileId = file, Version = 0, Licences = [new() { LicenceCode = "driving-c" }] });
        await SoonAsync([truck, shop], scope, file, truck, shop);

        // Another list: sellers need a certificate from today on, drivers nothing any more; what comes in force tomorrow does not count yet.
        var today = host.Clock.TodayInCambodia();
        var report = await ImportAsync(Open($"{Header}522,first-aid,Law on Shops,ច្បាប់ស្តីពីហាង,{today:yyyy-MM-dd},\n8332,crane,Law of Tomorrow,ច្បាប់ថ្ងៃស្អែក,{today.AddDays(1):yyyy-MM-dd},\n"));
        Assert.Equal((2, 2, 0), (report.Read, report.Added, report.Updated));
        await SoonAsync([truck], scope, file, truck, shop);
        using var officer = await host.ApiAsync(scope.AccountId);
        var rules = await officer.GetFromJsonAsync<JsonElement>("regulated-occupations");
        Assert.Equal(["522 first-aid Law on Shops"], rules.EnumerateArray().Select(r => $"{r.GetProperty("iscoPrefix")} {r.GetProperty("licenceCode")} {r.GetProperty("lawEn")}"));

        // The shipped list does not come back over an administrator's own.
        await host.SendAsync(new LoadReference.Command { Scope = Scope.Product });
        await SoonAsync([truck], scope, file, truck, shop);
        Assert.True((await ImportAsync(Open(Header))).Retired == 2);
        await SoonAsync([truck, shop], scope, file, truck, shop);
    }

    [Fact]
    public void Rows_that_cannot_be_law_are_refused_with_their_reason()
    {
        var list = Open(Header + "8332,driving-c,Law,ច្បាប់,2015-01-09,\n8332,driving-c,Law,ច្បាប់,2015-01-09,\n9999,driving-c,Law,ច្បាប់,2015-01-09,\n8332,flying,Law,ច្បាប់,2015-01-09,\n"
            + "8331,driving-d,,ច្បាប់,2015-01-09,\n8331,driving-d,Law,ច្បាប់,9 January,\n8331,driving-d,Law,ច្បាប់,2015-01-09,soon\n");
        var (rows, refused) = list.Check(code => code.StartsWith('8'), code => code.StartsWith("driving", StringComparison.Ordinal));
        Assert.Equal("8332 driving-c", Assert.Single(rows).Key);
        Assert.Equal(["3 twice", "4 unknown-isco", "5 unknown-licence", "6 no-law", "7 bad-date", "8 bad-date"], refused.Select(r => $"{r.Line} {r.Code}"));
        Assert.Contains("law_km", Assert.Throws<ImportFileException>(() => Open("isco,licence,law_en\n8332,driving-c,Law\n")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_shipped_list_names_its_law_in_both_languages() => Assert.All(
        RegulatedList.Shipped(),
        r => Assert.True(r.LawEn.Contains("NS/RKM/", StringComparison.Ordinal) && r.LawKm.Contains("នស/រកម/", StringComparison.Ordinal) && r.ValidFrom < new DateOnly(2020, 1, 1), r.Key));

    // A change of the whole table is read anew in the background, and readers have the older lists meanwhile.
    private async Task SoonAsync(Guid[] expected, Scope scope, Guid file, params Guid[] of)
    {
        for (var waited = TimeSpan.Zero; waited < Patience && !expected.SequenceEqual(await ListAsync(scope, file, of)); waited += Moment)
        {
            await Task.Delay(Moment);
        }

        Assert.Equal(expected, await ListAsync(scope, file, of));
    }

    private async Task<IReadOnlyList<Guid>> ListAsync(Scope scope, Guid file, params Guid[] of)
    {
        var list = await host.Given.DoneAsync(new MatchVacancies.Query { Scope = scope, CaseFileId = file });
        return [.. of.Where(v => list.Rows.Any(r => r.VacancyId == v))];
    }

    private async Task<ReferenceReport> ImportAsync(RegulatedList list) => (await host.SendAsync(new ImportRegulated.Command { Scope = Scope.Product, List = list })).Value;

    private RegulatedList Open(string text)
    {
        var path = Path.Combine(host.Folder, $"regulated-{Guid.CreateVersion7():N}.csv");
        File.WriteAllText(path, text);
        return RegulatedList.Open(path);
    }
}
