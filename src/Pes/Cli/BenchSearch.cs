using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Pes.Cli.SearchBench;
using Pes.Features.Reference;
using Pes.Platform.Text;
using Pes.Ranking.Search;
using Pes.Ranking.Text;
using Pes.Ranking.Text.Words;

namespace Pes.Cli;

/// <summary>Search of vacancies with facets by the index in memory, against LIKE on SQLite in the same run. The vacancies are made up.</summary>
internal static class BenchSearch
{
    private const int Vacancies = 200_000;
    private const int QuickVacancies = 20_000;
    private const int Queries = 300;
    private const int Rounds = 7;
    private const int SqlQueries = 9;
    private const int SortRounds = 3;
    private const double TargetMs = 1;

    private const string RealTitles = "jobads/camhr_2022.csv";

    public static Command Command()
    {
        var data = new Option<string>("--data") { Description = "Folder of the shared data, for real titles to ask for.", DefaultValueFactory = _ => "../shared/data" };
        var quick = new Option<bool>("--quick") { Description = "A tenth of the vacancies." };
        var command = new Command("search", "Search of vacancies with facets, and what it replaces.") { data, quick };
        command.SetAction(parsed => Run(parsed.GetValue(data)!, parsed.GetValue(quick)));
        return command;
    }

    private static int Run(string data, bool quick)
    {
        var corpus = new SearchCorpus();
        List<SearchDocument> documents = [.. Enumerable.Range(0, quick ? QuickVacancies : Vacancies).Select(corpus.Document)];
        var titles = Titles(Path.Combine(data, RealTitles));
        var queries = SearchQuestions.Of(corpus, Queries, titles);
        var before = GC.GetTotalMemory(true);
        var (watch, cpu) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        var index = SearchIndex.Build(documents, new SearchTokens(new KhmerWords(KhmerLexicon.Of(KhmerVocabulary.Own))));
        var (built, builtCpu) = (watch.Elapsed, Environment.CpuUsage.TotalTime - cpu);
        var bytes = GC.GetTotalMemory(true) - before;
        Console.WriteLine($"{Formats.Number(documents.Count)} vacancies, {Formats.Number(queries.Count)} queries, {Formats.Number(titles.Count)} real titles to draw from");

        var changed = index.With(documents.Take(documents.Count / 100).Select(d => d with { Title = d.Title + " senior" }), []);
        var times = Best(index, queries);
        var withChanges = Best(changed, queries);
        var results = queries.ConvertAll(index.Search);
        using var sql = new SqlSearch(documents);
        var asked = queries.Where(q => q.Text.Length > 0).Take(SqlQueries).ToList();
        var like = asked.ConvertAll(q => Milliseconds(() => sql.Find(q.Text)));
        var p50 = Share(times, 0.5);
        var frequent = Frequent(index, queries);
        var byIndex = Enumerable.Range(0, Rounds).Min(_ => Milliseconds(() => index.Search(frequent)));
        var byTables = Enumerable.Range(0, SortRounds).Min(_ => Milliseconds(() => sql.Newest(index.Search(frequent with { Order = SearchOrder.Best, Take = documents.Count }).Hits.Select(h => h.Id))));
        Bench.Print(
            "search", quick,
            new("p50Ms200k", Bench.Rounded(p50), "ms", string.Create(CultureInfo.InvariantCulture, $"<= {TargetMs}"), p50 <= TargetMs, new
            {
                vacancies = documents.Count, queries = queries.Count, p95Ms = Bench.Rounded(Share(times, 0.95)), mostMs = Bench.Rounded(times.Max()),
                p50MsWithChanges = Bench.Rounded(Share(withChanges, 0.5)), changes = changed.Changes,
                foundMedian = Share(results.ConvertAll(r => (double)r.Total), 0.5), found90 = Share(results.ConvertAll(r => (double)r.Total), 0.9), foundNothing = results.Count(r => r.Total == 0),
                corrected = results.Count(r => r.Corrections.Count > 0), someWords = results.Count(r => r.SomeWords), facetValues = results.Max(r => r.Facets.Count),
                newest = new { found = index.Search(frequent).Total, ms = Bench.Rounded(byIndex), msHandingIdsToSql = Bench.Rounded(byTables) },
                buildMs = Math.Round(built.TotalMilliseconds), buildCpuMs = Math.Round(builtCpu.TotalMilliseconds), megabytes = bytes >> 20,
            }),
            new("vsLikeSql", Bench.Rounded(Share(like, 0.5) / p50), "x", "none yet", null, new { likeP50Ms = Bench.Rounded(Share(like, 0.5)), queries = like.Count, likeCountsFacets = false }));
        return 0;
    }

    // The word of the queries that most vacancies have, the newest first.
    private static SearchQuery Frequent(SearchIndex index, List<SearchQuery> queries) =>
        queries.SelectMany(q => q.Text.Split([' ', '"'], StringSplitOptions.RemoveEmptyEntries)).Distinct(StringComparer.Ordinal).Take(Queries)
            .Select(word => new SearchQuery { Text = word, Order = SearchOrder.Newest }).MaxBy(q => index.Search(q with { Take = 0 }).Total)!;

    // Of every query the best of some rounds, so that what else the machine does is not measured.
    private static List<double> Best(SearchIndex index, List<SearchQuery> queries)
    {
        var best = Enumerable.Repeat(double.MaxValue, queries.Count).ToList();
        for (var round = 0; round < Rounds; round++)
        {
            for (var i = 0; i < queries.Count; i++)
            {
                best[i] = Math.Min(best[i], Milliseconds(() => index.Search(queries[i])));
            }
        }

        return best;
    }

    private static double Milliseconds<T>(Func<T> work)
    {
        var start = Stopwatch.GetTimestamp();
        GC.KeepAlive(work());
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static double Share(IEnumerable<double> values, double share)
    {
        List<double> sorted = [.. values.Order()];
        return sorted[Math.Min(sorted.Count - 1, (int)(share * sorted.Count))];
    }

    private static List<string> Titles(string path)
    {
        if (!File.Exists(path))
        {
            return [];
        }

        using var stream = File.OpenRead(path);
        return [.. CsvRows.Read(stream).Select(r => KhmerText.SafeCut(r["job title"], 60)).Where(t => t.Length > 0).Distinct(StringComparer.Ordinal)];
    }
}
