using System.CommandLine;
using System.Numerics;
using System.Runtime.InteropServices;
using Pes.Cli.MatchBench;
using Pes.Platform.Text;
using Pes.Ranking;
using Pes.Ranking.Coarse;
using Pes.Ranking.Learning;
using Pes.Ranking.Models;
using Pes.Ranking.Pairs;

namespace Pes.Cli;

/// <summary>
/// The matching engine against what stands in for it elsewhere, in one run on one machine: reading all rows, walking the
/// nodes of trees, explaining by recursion, SQL, LINQ. The market is made up; no figure says anything about real lift.
/// </summary>
internal static class BenchMatch
{
    private const int Vacancies = 200_000;
    private const int QuickVacancies = 20_000;
    private const int Take = 20;
    private const int RowsToScore = 500;
    private const int RowBytes = 64;
    private const int QuickPeople = 20_000;

    public static Command Command()
    {
        var quick = new Option<bool>("--quick") { Description = "Fewer rows in the large snapshots and fewer queries." };
        var all = new Option<bool>("--all") { Description = "Instead: the best vacancies of every jobseeker of a country; goes on where it was interrupted." };
        var people = new Option<int>("--people") { Description = "With --all: jobseekers.", DefaultValueFactory = _ => BenchMatchAll.AllPeople };
        var progress = new Option<string>("--progress") { Description = "With --all: folder of the matches and of how far they are.", DefaultValueFactory = _ => "data/bench-all" };
        var command = new Command("match", "Matching: coarse search, trees, explanations, the whole of it, and what it replaces.") { quick, all, people, progress };
        command.SetAction((parsed, cancellation) => Task.FromResult(parsed.GetValue(all)
            ? BenchMatchAll.Run(parsed.GetValue(quick) ? QuickPeople : parsed.GetValue(people), parsed.GetValue(progress)!, cancellation)
            : Run(parsed.GetValue(quick))));
        return command;
    }

    private static int Run(bool quick)
    {
        var market = new BenchMarket(1);
        var count = quick ? QuickVacancies : Vacancies;
        List<(int Id, VacancyProfile Vacancy)> vacancies = [.. Enumerable.Range(0, count).Select(i => (i, market.Vacancy()))];
        var index = VacancyIndex.Build(vacancies, BenchMarket.Today);
        var training = BenchPairs.Of(market, vacancies, lists: quick ? 100 : 400);
        List<JobseekerProfile> jobseekers = [.. Enumerable.Range(0, quick ? 10 : 40).Select(_ => market.Jobseeker())];
        Console.WriteLine($"{Formats.Number(count)} vacancies, {Formats.Number(training.Rows)} judged pairs, {Formats.Number(jobseekers.Count)} queries");

        var options = new LambdaMartOptions { Monotone = PairFeatures.Directions, Threads = Environment.ProcessorCount };
        var model = LambdaMart.TrainOblivious(training.ToRows(), options);
        var ranking = new LearnedRanking(model);
        var asked = jobseekers.ConvertAll(jobseeker => index.CoarseQueryOf(jobseeker, ranking));
        List<Bench.Figure> figures =
        [
            Coarse("coarse200k", index.Coarse, asked, 0.5),
            CoarseLarge(market, asked, quick ? 200_000 : 2_000_000),
            .. Trees(training, options, model, quick),
            .. Whole(vacancies, index, ranking, jobseekers, quick),
            Lifts(vacancies, jobseekers, quick ? 1 : 5),
        ];
        var jobseekers1500k = JobseekerIndex.Build(Enumerable.Range(0, quick ? 100_000 : 1_500_000).Select(i => (i, market.Jobseeker())));
        figures.Add(Snapshots(index, jobseekers1500k));
        figures.AddRange(BenchJobseekers.Measure(market, [.. vacancies.Take(jobseekers.Count).Select(v => v.Vacancy)], jobseekers1500k, ranking));
        Bench.Print("match", quick, figures);
        return 0;
    }

    private static Bench.Figure Coarse(string name, CoarseIndex rows, List<CoarseQuery> asked, double target)
    {
        var (scratch, hits) = (new CoarseScratch(), new CoarseHit[VacancyIndex.UsualCandidates]);
        var ms = Timing.BestMs(40, asked, query => rows.Top(query, hits, scratch));
        var floor = ReadFloorMs(rows.Count);
        return Least(name, ms / floor, "x", target, new { rows = rows.Count, ms = Bench.Rounded(ms), readMs = Bench.Rounded(floor), take = VacancyIndex.UsualCandidates });
    }

    private static Bench.Figure CoarseLarge(BenchMarket market, List<CoarseQuery> asked, int count)
    {
        var rows = VacancyIndex.CoarseOf(Enumerable.Range(0, count).Select(id => (id, market.Vacancy())), BenchMarket.Today);
        return Coarse("coarse2m", rows, asked, 0.05);
    }

    // Reading 64 bytes of each row and nothing else.
    private static double ReadFloorMs(int rows)
    {
        // Written first: pages that nobody wrote are all one page of zeros, which the nearest cache holds.
        var memory = new ulong[rows * (RowBytes / sizeof(ulong))];
        memory.AsSpan().Fill(1);
        var kept = Vector<ulong>.Zero;
        var ms = Timing.BestMs(30, () =>
        {
            var sum = Vector<ulong>.Zero;
            foreach (var read in MemoryMarshal.Cast<ulong, Vector<ulong>>(memory))
            {
                sum += read;
            }

            kept += sum;
        });
        GC.KeepAlive(kept);
        return ms;
    }

    private static IEnumerable<Bench.Figure> Trees(PairTraining training, LambdaMartOptions options, ObliviousModel own, bool quick)
    {
        var judged = training.ToJudgedRows();
        var leafwise = LambdaMart.TrainLeafwise(training.ToRows(), options with { Shape = TreeShape.LeafWise });
        var stride = EnsembleScorer.Stride(RowsToScore);
        var (values, bins) = (new float[stride * judged.Features], new byte[stride * judged.Features]);
        float[][] rows = [.. Enumerable.Range(0, RowsToScore).Select(i => judged.Row(i * 7).ToArray())];
        for (var i = 0; i < RowsToScore * judged.Features; i++)
        {
            var (row, feature) = Math.DivRem(i, judged.Features);
            (values[(feature * stride) + row], bins[(feature * stride) + row]) = (rows[row][feature], (byte)rows[row][feature]);
        }

        var (walked, scored, ownScores) = (new float[RowsToScore], new float[RowsToScore], new int[RowsToScore]);
        var (imported, oblivious) = (new EnsembleScorer(leafwise), new ObliviousScorer(own));
        var walkMs = Timing.BestMs(quick ? 30 : 100, () =>
        {
            for (var row = 0; row < rows.Length; row++)
            {
                walked[row] = leafwise.Score(rows[row]);
            }
        });
        var importedMs = Timing.BestMs(300, () => imported.Score(values, stride, scored));
        var ownMs = Timing.BestMs(1_000, () => oblivious.Score(bins, stride, ownScores));
        var size = new { rows = RowsToScore, trees = own.Trees, walkMs = Bench.Rounded(walkMs) };
        yield return Most("treesImported", walkMs / importedMs, "x", 20, new { size.rows, trees = leafwise.Trees.Count, size.walkMs, ms = Bench.Rounded(importedMs), bitEqual = walked.AsSpan().SequenceEqual(scored) });
        yield return Most("treesOwn", walkMs / ownMs, "x", 150, new { size.rows, size.trees, size.walkMs, ms = Bench.Rounded(ownMs) });

        var (nodes, shap) = (own.ToEnsemble(), new ObliviousShap(own));
        var (byRecursion, byTable, row20) = (new double[own.Features], new long[own.Features], new byte[own.Features]);
        var recursionMs = Timing.BestMs(quick ? 3 : 10, () =>
        {
            foreach (var row in rows.AsSpan(0, Take))
            {
                TreeShap.Explain(nodes, row, byRecursion);
            }
        });
        var apart = 0.0;
        var tableMs = Timing.BestMs(200, () =>
        {
            foreach (var row in rows.AsSpan(0, Take))
            {
                for (var feature = 0; feature < row20.Length; feature++)
                {
                    row20[feature] = (byte)row[feature];
                }

                shap.Explain(row20, byTable);
            }
        });
        for (var feature = 0; feature < own.Features; feature++)
        {
            apart = Math.Max(apart, Math.Abs(Math.ScaleB(byTable[feature], -ObliviousShap.Bits) - byRecursion[feature]));
        }

        yield return Most("shap", recursionMs / tableMs, "x", 30, new { rows = Take, recursionMs = Bench.Rounded(recursionMs), ms = Bench.Rounded(tableMs), apart });
    }

    private static IEnumerable<Bench.Figure> Whole(List<(int Id, VacancyProfile Vacancy)> vacancies, VacancyIndex index, LearnedRanking ranking, List<JobseekerProfile> jobseekers, bool quick)
    {
        var scratch = new SearchScratch();
        var matcher = new LearnedMatcher("bench-1", ranking);
        var ms = Timing.BestMs(20, jobseekers, j =>
        {
            var found = index.Ranked(j, ranking, BenchMarket.Today, Take, scratch);
            matcher.VacanciesFor(j, [.. found.Select(row => (row, vacancies[row.Id].Vacancy))], BenchMarket.Today, Take, vacancies.Count).Explain();
        });
        var rankedMs = Timing.BestMs(20, jobseekers, j => index.Top(j, ranking, BenchMarket.Today, Take, scratch));
        yield return Least("whole200kCpuMs", ms, "ms", 1, new { vacancies = vacancies.Count, candidates = VacancyIndex.UsualCandidates, take = Take, withoutReasonsMs = Bench.Rounded(rankedMs) });

        using var sql = new SqlBaseline(vacancies);
        List<JobseekerProfile> few = [.. jobseekers.Take(quick ? 3 : 10)];
        var fullMs = Timing.BestMs(3, few, j => sql.Top(j, byPrefix: false));
        var prefixMs = Timing.BestMs(5, few, j => sql.Top(j, byPrefix: true));
        var linqMs = Timing.BestMs(2, few, j => Linq(vacancies, j));
        var detail = new { queries = few.Count, ms = Bench.Rounded(ms), fullScanMs = Bench.Rounded(fullMs), prefixMs = Bench.Rounded(prefixMs), linqMs = Bench.Rounded(linqMs) };
        yield return Most("vsFullScanSql", fullMs / ms, "x", 200, detail);
        yield return Most("vsPrefixSql", prefixMs / ms, "x", 10, detail);

        var snapshot = VacancySnapshot.Build(vacancies.Select(v => v.Vacancy));
        var priorMs = Timing.BestMs(3, few, j => Matcher.Prior.VacanciesFor(j, snapshot, BenchMarket.Today, Take).Explain());
        yield return new("prior200kMs", Bench.Rounded(priorMs), "ms", "none yet", null, new { vacancies = vacancies.Count, take = Take, queries = few.Count });

        int found = 0, all = 0;
        foreach (var jobseeker in jobseekers)
        {
            var best = index.Top(jobseeker, ranking, BenchMarket.Today, Take, new(), vacancies.Count).Select(m => m.Id).ToHashSet();
            found += index.Top(jobseeker, ranking, BenchMarket.Today, Take, scratch).Count(m => best.Contains(m.Id));
            all += best.Count;
        }

        yield return Most("recall20", found / (double)all, "share", 0.99, new { queries = jobseekers.Count, candidates = VacancyIndex.UsualCandidates });
    }

    private static List<int> Linq(List<(int Id, VacancyProfile Vacancy)> vacancies, JobseekerProfile jobseeker)
    {
        var skills = jobseeker.Skills.ToHashSet();
        return
        [
            .. vacancies
                .Select(v => (v.Id, Points: (220.0 * v.Vacancy.EssentialSkills.Count(skills.Contains) / Math.Max(1, v.Vacancy.EssentialSkills.Length))
                    + (jobseeker.WishedOccupations.Contains(v.Vacancy.Occupation) ? 170 : 0) + (v.Vacancy.Province == jobseeker.Province ? 120 : 0)
                    + ((v.Vacancy.WageLow ?? 0) >= (jobseeker.WageExpected ?? 0) ? 90 : 0) + ((v.Vacancy.EducationAsked ?? 0) <= (jobseeker.Education ?? 8) ? 70 : 0)))
                .OrderByDescending(v => v.Points).ThenBy(v => v.Id).Take(Take).Select(v => v.Id),
        ];
    }

    private static Bench.Figure Lifts(List<(int Id, VacancyProfile Vacancy)> vacancies, List<JobseekerProfile> jobseekers, int queries)
    {
        var (ms, rerankingMs, gains) = BenchLifts.Measure(vacancies.Take(BenchLifts.Vacancies).Select(v => v.Vacancy), jobseekers.Take(queries));
        return Most("liftsVsReranking", rerankingMs / ms, "x", 10, new { vacancies = BenchLifts.Vacancies, queries, gains = Bench.Rounded(gains), ms = Bench.Rounded(ms), rerankingMs = Bench.Rounded(rerankingMs) });
    }

    private static Bench.Figure Snapshots(VacancyIndex vacancies, JobseekerIndex jobseekers)
    {
        const double Megabyte = 1_000_000, All = 1_500_000;
        var (own, others) = (vacancies.Bytes / Megabyte, jobseekers.Bytes / Megabyte * (All / jobseekers.Count));
        return Least("snapshotMb", own + others, "MB", 400, new { vacancies = vacancies.Count, vacanciesMb = Bench.Rounded(own), jobseekers = jobseekers.Count, jobseekersMbAt1500000 = Bench.Rounded(others) });
    }

    private static Bench.Figure Least(string name, double value, string unit, double target, object detail) =>
        new(name, Bench.Rounded(value), unit, FormattableString.Invariant($"<= {target}"), value <= target, detail);

    private static Bench.Figure Most(string name, double value, string unit, double target, object detail) =>
        new(name, Bench.Rounded(value), unit, FormattableString.Invariant($">= {target}"), value >= target, detail);
}
