using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using Pes.Features.Reference;
using Pes.Platform.Data;
using Pes.Platform.Security;
using Pes.Platform.Text;
using Pes.Platform.Web;

namespace Pes.Features.Monitoring;

/// <summary>The overview of the figures: six numbers, a map, a trend and tables of the chosen one.</summary>
[Allows(Role.Monitor, Role.CentreManager, Role.Counsellor, Role.Administrator)]
public sealed class FiguresModel(Vocabulary vocabulary, FigureLabels labels, Database db) : PesPage
{
    public static readonly IReadOnlyList<int> Periods = [3, 6, 12, 18, 24];

    [BindProperty(SupportsGet = true)]
    public int Months { get; set; } = new FigureFilter().Months;

    [BindProperty(SupportsGet = true)]
    public string? Province { get; set; }

    [BindProperty(SupportsGet = true)]
    public Guid? Centre { get; set; }

    [BindProperty(SupportsGet = true)]
    public Measure Measure { get; set; } = new FigureFilter().Measure;

    public FigureLabels Labels => labels;

    public ReadFigures.Answer Answer { get; private set; } = null!;

    public ProvinceMap Map { get; private set; } = null!;

    public bool SeesCases => Scope.Is(Role.Counsellor, Role.CentreManager, Role.Monitor) && Measure != Measure.Vacancies;

    public IEnumerable<CentreTerm> Centres => vocabulary.Centres.Values
        .Where(c => Answer.Centres.Any(a => a.CentreId == c.Id) || c.Id == Centre)
        .OrderBy(c => c.Code, StringComparer.Ordinal);

    public IEnumerable<Term> Provinces => vocabulary.Provinces.Values.Where(p => p.IsCurrent).OrderBy(p => p.Code, StringComparer.Ordinal);

    public string ProvinceName(string? code) => vocabulary.Province(code);

    public string CentreName(Guid id) => vocabulary.Centre(id);

    public string PeriodWords => $"{Formats.Month(Answer.From)} – {Formats.Month(Answer.To.AddDays(-1))}";

    public async Task<IActionResult> OnGetAsync()
    {
        var result = await AskAsync(new ReadFigures.Query { Filter = Filter, Scope = Scope }, answer => Answer = answer);
        if (Answer is not null)
        {
            Map = await ProvinceMap.DrawAsync(
                db,
                Answer.Provinces.Where(p => p.Figure.Of > 0).ToDictionary(p => p.Code, p => MapValue(p.Figure), StringComparer.Ordinal),
                HttpContext.RequestAborted);
        }

        return result;
    }

    public async Task<IActionResult> OnGetExportAsync()
    {
        byte[] bytes = [];
        var result = await AskAsync(new ExportFigures.Query { Filter = Filter, Scope = Scope }, csv => bytes = System.Text.Encoding.UTF8.GetBytes(csv));
        return bytes.Length == 0 ? result : File(bytes, "text/csv; charset=utf-8", $"{FigureLabels.Key(Measure)}.csv");
    }

    /// <summary>This page with one part of the question changed.</summary>
    public string With(Measure? measure = null, int? months = null, string? province = "", Guid? centre = null, bool anyCentre = false) => Address("/figures", measure, months, province, centre, anyCentre);

    public string CasesOf(string? province, Guid? centre) => Address("/figures/cases", null, null, province, centre, anyCentre: centre is null);

    public string ExportAddress => QueryHelpers.AddQueryString(With(), "handler", "export");

    public ReadFigures.ByPlace? PlaceOf(string code) => Answer.Provinces.FirstOrDefault(p => p.Code == code);

    /// <summary>The classes (1 to 5) that provinces are in, each with the lowest and highest value of its provinces in words.</summary>
    public IEnumerable<(int Step, string Words)> Classes =>
        from area in Map.Areas
        where area.Step > 0
        group MapValue(PlaceOf(area.Code)!.Figure) by area.Step into values
        orderby values.Key
        select (values.Key, Span(Word(values.Min()), Word(values.Max())));

    private string Word(double value) => FigureLabels.IsShare(Measure) ? Formats.Percent(value) : Formats.Number((long)value);

    private static string Span(string lowest, string highest) => lowest == highest ? lowest : $"{lowest} – {highest}";

    private double MapValue(Figure figure) => FigureLabels.IsShare(Measure) ? figure.Share ?? 0 : figure.Count;

    private FigureFilter Filter => new()
    {
        Months = Months,
        ProvinceCode = string.IsNullOrEmpty(Province) ? null : Province,
        CentreId = Centre,
        Measure = Measure,
    };

    private string Address(string path, Measure? measure, int? months, string? province, Guid? centre, bool anyCentre)
    {
        var chosenProvince = province is "" ? Province : province;
        var chosenCentre = centre ?? (anyCentre ? null : Centre);
        return QueryHelpers.AddQueryString(path, new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["measure"] = (measure ?? Measure).ToString(),
            ["months"] = (months ?? Months).ToString(CultureInfo.InvariantCulture),
            ["province"] = string.IsNullOrEmpty(chosenProvince) ? null : chosenProvince,
            ["centre"] = chosenCentre?.ToString("D"),
        }.Where(p => p.Value is not null).ToDictionary(p => p.Key, p => p.Value, StringComparer.Ordinal));
    }
}
