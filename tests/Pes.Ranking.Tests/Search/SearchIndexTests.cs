using Pes.Ranking.Search;
using Pes.Ranking.Text;
using Xunit;

namespace Pes.Ranking.Tests.Search;

public sealed class SearchIndexTests
{
    private const int Corpora = 24;
    private const int QueriesOfEach = 30;
    private const int MostDocuments = 120;

    [Fact]
    public void Finds_scores_and_counts_what_reading_every_document_does() => Parallel.For(0, Corpora, seed =>
    {
        SmallMarket market = new(seed);
        var documents = market.Documents(1 + (seed * MostDocuments / Corpora));
        Compare(SearchIndex.Build(documents, SmallMarket.Tokens), documents, market);
    });

    [Fact]
    public void A_changed_index_finds_what_one_built_anew_finds() => Parallel.For(0, Corpora, seed =>
    {
        SmallMarket market = new(1_000 + seed);
        var documents = market.Documents(MostDocuments);
        var (gone, rewritten, added) = (documents[..20], documents[20..(30 + seed)].ConvertAll(d => market.Document(d.Id)), documents[100..]);
        var index = SearchIndex.Build(documents[..100], SmallMarket.Tokens)
            .With([.. gone.Take(5).Select(d => market.Document(d.Id)), .. rewritten], [documents[^1].Id])
            .With(added, gone.Select(d => d.Id));
        documents = [.. rewritten, .. documents[(30 + seed)..]];
        Assert.True(index.Changes > 0);
        Assert.Equal(documents.Count, index.Count);
        Compare(index, documents, market);
    });

    [Fact]
    public void Many_changes_are_folded_in_and_change_nothing()
    {
        SmallMarket market = new(7);
        var documents = market.Documents(3_000);
        var index = SearchIndex.Build(documents.Take(400), SmallMarket.Tokens).With(documents.Skip(400), []);
        Assert.Equal(0, index.Changes);
        Compare(index, documents, market, 5);
    }

    [Fact]
    public void Frequent_terms_are_kept_as_columns_and_change_nothing()
    {
        SmallMarket market = new(8);
        var documents = market.Documents(4_200);
        var index = SearchIndex.Build(documents, SmallMarket.Tokens);
        Assert.NotNull(index.Main.Dense(index.Main.TermOf("driver")));
        Compare(index, documents, market, 5);
    }

    [Fact]
    public void Two_documents_of_one_id_are_refused() =>
        Assert.Throws<ArgumentException>(() => SearchIndex.Build([new() { Id = Guid.Empty }, new() { Id = Guid.Empty }], SmallMarket.Tokens));

    [Theory]
    [InlineData("welder", "a")]
    [InlineData("welders", "a")]
    [InlineData("weld", "a")]
    [InlineData("wleder", "a")]
    [InlineData("\"hotel night shift\"", "b")]
    [InlineData("\"night hotel\"", "")]
    [InlineData("\"shift welder\"", "")]
    [InlineData("V-2026-000123", "b")]
    [InlineData("គណនេយ្យករ", "c")]
    [InlineData("គណនយ្យករ", "c")]
    [InlineData("សម្រាក", "c")]
    [InlineData("រោងចក្រ", "c")]
    [InlineData("CAFÉ", "a")]
    [InlineData("chantrea", "c")]
    [InlineData("", "abc")]
    [InlineData("\"\"", "abc")]
    [InlineData("??", "abc")]
    public void Finds_by_word_beginning_misspelling_and_phrase(string text, string names)
    {
        var ids = "abc".ToDictionary(c => c, c => new Guid(c, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]));
        var index = SearchIndex.Build(
        [
            new() { Id = ids['a'], Title = "Welder", Text = "Café, shift\nwelder" },
            new() { Id = ids['b'], Title = "Hotel night shift", Employer = "V-2026-000123" },
            new() { Id = ids['c'], Title = "គណនេយ្យករ", Employer = "ចន្ទ្រា", Text = "រោង\u200Bចក្រ សំរាក" },
        ], SmallMarket.Tokens);
        var found = index.Search(new() { Text = text });
        Assert.Equal(names.Select(n => ids[n]), found.Hits.Select(h => h.Id).Order());
        Assert.Equal(names.Length, found.Total);
    }

    [Fact]
    public void A_corrected_word_is_told_and_a_quoted_one_is_not_corrected()
    {
        var index = SearchIndex.Build([new() { Id = Guid.Empty, Title = "electrician" }], SmallMarket.Tokens);
        Assert.Equal([new("elektrician", "electrician")], index.Search(new() { Text = "elektrician" }).Corrections);
        Assert.Empty(index.Search(new() { Text = "electrician" }).Corrections);
        Assert.Equal(0, index.Search(new() { Text = "\"elektrician\"" }).Total);
    }

    [Fact]
    public void Words_that_were_looked_for_are_marked_in_a_text()
    {
        var index = SearchIndex.Build([new() { Id = Guid.Empty, Title = "Hotel drivers" }], SmallMarket.Tokens);
        var found = index.Search(new() { Text = "driver" });
        Assert.Equal([new TextSpan(6, 7)], index.Marks("Hotel drivers", found.Terms));
        Assert.Empty(index.Marks("Hotel\u200B drivers", found.Terms));
    }

    [Fact]
    public void Where_no_document_has_all_words_those_with_some_are_shown()
    {
        var index = SearchIndex.Build([new() { Id = Guid.Empty, Title = "driver" }], SmallMarket.Tokens);
        var found = index.Search(new() { Text = "driver hotel" });
        Assert.True(found.SomeWords);
        Assert.Equal(1, found.Total);
    }

    [Fact]
    public void A_title_counts_more_than_the_text_and_a_rare_word_more_than_a_frequent_one()
    {
        var ids = Enumerable.Range(0, 6).Select(i => new Guid(i, 0, 0, new byte[8])).ToList();
        var index = SearchIndex.Build(
        [
            new() { Id = ids[0], Title = "cook", Text = "driver" }, new() { Id = ids[1], Title = "driver", Text = "cook" },
            .. ids.Skip(2).Select(id => new SearchDocument { Id = id, Title = "cook" }),
        ], SmallMarket.Tokens);
        Assert.Equal(ids[1], index.Search(new() { Text = "driver" }).Hits[0].Id);
        Assert.Equal(ids[1], index.Search(new() { Text = "cook driver" }).Hits[0].Id);
    }

    private static void Compare(SearchIndex index, IReadOnlyList<SearchDocument> documents, SmallMarket market, int queries = QueriesOfEach)
    {
        PlainSearch plain = new(documents, SmallMarket.Tokens);
        for (var i = 0; i < queries; i++)
        {
            var query = market.Query(documents);
            var expected = plain.Search(query);
            var found = index.Search(query);
            Assert.Equal(expected.Total, found.Total);
            Assert.Equal(expected.Hits, found.Hits);
            Assert.Equal(expected.Facets, found.Facets);
            Assert.Equal(expected.Corrections, found.Corrections);
            Assert.Equal(expected.SomeWords, found.SomeWords);
            Assert.Equal(expected.Terms, found.Terms);
        }
    }
}
