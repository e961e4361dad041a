using Pes.Features.Reference;
using Pes.Platform.Security;
using Pes.Ranking.Text.Words;
using Pes.Tests.Support;

namespace Pes.Tests.Features.Reference;

public sealed class KhmerWordImportTests(PesHost host) : IClassFixture<PesHost>
{
    [Fact]
    public async Task Lists_of_each_form_are_joined_kept_replaced_and_cut_text()
    {
        var json = Written("a.json", """{"ក្រមា": 20, "word": 5, "ក្រមាសូត្រ": 2}""");
        var counted = Written("b.txt", "\uFEFFក្រមា\t7\nសូត្រ*\t4\nក រ\t3\n");
        var plain = Written("c.txt", "ក្រមា\r\n\r\nសូត្រ\r\n");
        var report = await ImportAsync(json, counted, plain);
        Assert.Equal((3, 3, 0, 0), (report.Read, report.Added, report.Updated, report.Retired));
        Assert.Equal(28, await host.SingleAsync<long>("SELECT Frequency FROM KhmerWord WHERE Lists = 3"));
        Assert.True((await ImportAsync(json, counted, plain)).ChangedNothing);
        var less = await ImportAsync(counted);
        Assert.Equal((0, 2, 1), (less.Added, less.Updated, less.Retired));

        await ImportAsync(Written("own.txt", "ត្រឡោកលៀស\t50\n"));
        var words = new KhmerWords(await host.InDatabaseAsync(db => KhmerVocabulary.ReadAsync(db, default)));
        const string Text = "ត្រូវការត្រឡោកលៀសនៅភ្នំពេញ";
        Assert.Equal(["ត្រូវការ", "ត្រឡោកលៀស", "នៅ", "ភ្នំពេញ"], words.Of(Text).Select(w => Text.Substring(w.Offset, w.Length)));
    }

    [Theory]
    [InlineData("{\"a\": ")]
    [InlineData("only latin\n")]
    public void A_file_without_Khmer_words_is_said_to_be_unreadable(string text)
    {
        var file = Written("wrong.txt", text);
        Assert.Contains("wrong.txt", Assert.ThrowsAny<IOException>(() => ImportKhmerWords.Lists.Open([file])).Message, StringComparison.Ordinal);
    }

    private async Task<ReferenceReport> ImportAsync(params string[] files) =>
        (await host.SendAsync(new ImportKhmerWords.Command { Scope = Scope.Product, Lists = ImportKhmerWords.Lists.Open(files) })).Value;

    private string Written(string name, string text)
    {
        var path = Path.Combine(host.Folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
