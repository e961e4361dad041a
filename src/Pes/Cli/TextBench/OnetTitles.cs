using Pes.Features.Reference;
using Pes.Ranking.Text;

namespace Pes.Cli.TextBench;

/// <summary>The titles of O*NET as a server has them that imported ESCO first: placed by the product's own rule, without a crosswalk.</summary>
internal sealed class OnetTitles
{
    private readonly IReadOnlyList<OccupationTitle> labels;
    private readonly List<OnetTitleRow> titles = [];

    /// <param name="data">Folder of the shared data.</param>
    /// <param name="labels">What titles are placed by.</param>
    public OnetTitles(string data, IReadOnlyList<OccupationTitle> labels)
    {
        this.labels = labels;
        var taxonomies = Path.Combine(data, "taxonomies");
        if (Directory.EnumerateDirectories(taxonomies, "onet-*").Order(StringComparer.Ordinal).LastOrDefault() is not { } folder)
        {
            Console.Error.WriteLine($"{taxonomies} holds no onet-…: its titles are left out");
            return;
        }

        var read = OnetDownload.Open(folder).Check().Titles;
        var places = new TitlePlacement(labels).Place([.. read.Select(t => t.Foreign)]).ToDictionary(p => p.Title);
        titles.AddRange(read.Select(t => t.At(places.GetValueOrDefault(t.Foreign))));
        Lessons = [.. titles.Select(t => t.Lesson).OfType<OccupationTitle>()];
    }

    /// <summary>What coders learn of them; empty where the data are not here.</summary>
    public IReadOnlyList<OccupationTitle> Lessons { get; } = [];

    /// <summary>How many are placed, and how often places are right where that can be known.</summary>
    public IEnumerable<Bench.Figure> Figures()
    {
        if (titles.Count == 0)
        {
            return [];
        }

        var judged = TitlePlacement.HeldOut(labels, [.. titles.Select(t => t.Foreign)]);
        var sure = judged.Where(j => j.Share >= TitlePlacement.LeastShare).ToList();
        return
        [
            new("onetPlaceRight", RightOf(sure), "share", "none", null, new
            {
                hiddenTitles = judged.Count, rightOfAll = RightOf(judged), placedOfThem = sure.Count,
                stated = judged.GroupBy(j => (int)Math.Min(9, j.Share * 10)).OrderBy(b => b.Key).Select(b => new { titles = b.Count(), stated = Bench.Rounded(b.Average(j => j.Share)), right = RightOf([.. b]) }),
                codes = titles.Select(t => t.OnetCode).Distinct(StringComparer.Ordinal).Count(), codesPlaced = titles.Where(t => t.Lesson is not null).Select(t => t.OnetCode).Distinct(StringComparer.Ordinal).Count(),
                titles = titles.Count, titlesPlaced = Lessons.Count, withOccupation = Lessons.Count(l => l.Occupation is not null),
            }),
        ];
    }

    private static double RightOf(IReadOnlyCollection<(double Share, bool Right)> judged) => Bench.Rounded(judged.Count(j => j.Right) / (double)Math.Max(1, judged.Count));
}
