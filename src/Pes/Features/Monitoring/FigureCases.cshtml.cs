using Microsoft.AspNetCore.Mvc;
using Pes.Features.Reference;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Features.Monitoring;

/// <summary>The cases behind a figure, newest first.</summary>
[Allows(Role.Monitor, Role.CentreManager, Role.Counsellor)]
public sealed class FigureCasesModel(FigureLabels labels, Vocabulary vocabulary) : PesPage
{
    [BindProperty(SupportsGet = true)]
    public int Months { get; set; } = new FigureFilter().Months;

    [BindProperty(SupportsGet = true)]
    public string? Province { get; set; }

    [BindProperty(SupportsGet = true)]
    public Guid? Centre { get; set; }

    [BindProperty(SupportsGet = true)]
    public Measure Measure { get; set; } = new FigureFilter().Measure;

    [BindProperty(SupportsGet = true, Name = "page-number")]
    public int Number { get; set; } = 1;

    public FigureLabels Labels => labels;

    public ListFigureCases.Answer Answer { get; private set; } = null!;

    public string Place => Centre is { } id ? vocabulary.Centre(id) : vocabulary.Province(Province);

    /// <summary>A case that the reader may open, or a pseudonym.</summary>
    public bool SeesNumbers => Scope.Role != Role.Monitor;

    public string Address(string path, int number) =>
        $"{path}?measure={Measure}&months={Months}{(string.IsNullOrEmpty(Province) ? "" : $"&province={Uri.EscapeDataString(Province)}")}{(Centre is { } id ? $"&centre={id:D}" : "")}{(number > 1 ? $"&page-number={number}" : "")}";

    public string Outcome(string code) => Measure switch
    {
        Measure.Placements => vocabulary.Label("placement-evidence", code),
        _ => labels.State(code),
    };

    public Task<IActionResult> OnGetAsync() => AskAsync(
        new ListFigureCases.Query
        {
            Filter = new FigureFilter { Months = Months, ProvinceCode = string.IsNullOrEmpty(Province) ? null : Province, CentreId = Centre, Measure = Measure },
            Page = Number,
            Scope = Scope,
        },
        answer => Answer = answer);
}
