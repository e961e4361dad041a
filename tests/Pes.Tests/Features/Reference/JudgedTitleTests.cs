using Microsoft.Extensions.DependencyInjection;
using Pes.Features.Reference;
using Pes.Platform.Security;
using Pes.Platform.Text;
using Pes.Ranking.Text;
using Pes.Tests.Support;

namespace Pes.Tests.Features.Reference;

public sealed class JudgedTitleTests(PesHost host) : IClassFixture<PesHost>
{
    [Fact]
    public async Task Takes_over_closes_and_reopens_and_refuses_what_names_no_occupation()
    {
        await ImportAsync(File("title,isco\n"));
        var first = File("title,isco\ndurian opener,5246\nmonorail greeter,5111\n,5111\nspace pilot,9999\nnobody,\ndurian opener,5246\n");
        var report = await ImportAsync(first);
        Assert.Equal((6, 2, 0, 0), (report.Read, report.Added, report.Updated, report.Retired));
        Assert.Equal(["4 no-title", "5 unknown-isco", "6 no-occupation", "7 twice"], report.Refused.Select(r => $"{r.Line} {r.Code}"));
        Assert.True((await ImportAsync(first)).ChangedNothing);

        var newer = await ImportAsync(File("title,isco\nmonorail greeter,5111\ncloud gardener,6113\n"));
        Assert.Equal((1, 0, 1), (newer.Added, newer.Updated, newer.Retired));
        Assert.Equal(host.Clock.TodayInCambodia(), await host.SingleAsync<DateOnly>("SELECT ValidTo FROM JudgedTitle WHERE Title = 'durian opener'"));

        var back = await ImportAsync(first);
        Assert.Equal((0, 1, 1), (back.Added, back.Updated, back.Retired));
    }

    [Fact]
    public async Task An_ESCO_occupation_that_is_not_there_is_refused_and_said()
    {
        var report = await ImportAsync(File(",vacancyTitle,conceptUri\n0,Baker,http://nowhere/baker\n"));
        Assert.Equal("unknown-occupation", Assert.Single(report.Refused).Code);
        Assert.Contains("import esco first", Assert.Single(report.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_without_the_columns_is_refused_in_words()
    {
        Assert.Contains("no column title", Assert.Throws<ImportFileException>(() => File("name,isco\nbaker,7512\n")).Message, StringComparison.Ordinal);
        Assert.Contains("none of esco", Assert.Throws<ImportFileException>(() => File("title,code\nbaker,7512\n")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Titles_are_coded_as_the_judges_did_once_there_are_enough()
    {
        var coder = host.App.Services.GetRequiredService<OccupationCoder>();
        var places = Enumerable.Range(0, LearnedTitleCoder.FewestJudged / 2).Select(i => $"{(char)('a' + (i % 26))}{(char)('a' + (i / 26))}ville").ToList();
        await ImportAsync(File("title,isco\n" + string.Concat(places.Select(p => $"zamboni wrangler {p},8342\nzeppelin usher {p},5111\n"))));
        await coder.LearnAsync(default);
        Assert.Equal("8342", coder.Code("Zamboni Wrangler")[0].Code);
        Assert.Equal("5111", coder.Code("senior zeppelin usher")[0].Code);

        await ImportAsync(File("title,isco\ntulip sorter,9321\n"));
        await coder.LearnAsync(default);
        Assert.DoesNotContain(coder.Code("zamboni wrangler"), c => c.Confidence > 0.3);
    }

    private async Task<ReferenceReport> ImportAsync(JudgedTitles titles) => (await host.SendAsync(new ImportTitles.Command { Scope = Scope.Product, Titles = titles })).Value;

    private JudgedTitles File(string text)
    {
        var path = Path.Combine(host.Folder, $"{Guid.CreateVersion7():N}.csv");
        System.IO.File.WriteAllText(path, text);
        return JudgedTitles.Open(path);
    }
}
