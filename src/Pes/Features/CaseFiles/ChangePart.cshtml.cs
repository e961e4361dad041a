using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Web;
using Pes.Platform.Web.Forms;

namespace Pes.Features.CaseFiles;

/// <summary>Edits one list of the profile; each has its form in <see cref="PartForms"/>. Empty rows are left out, so emptying a row takes it off.</summary>
[Allows(Role.Counsellor, Role.CentreManager)]
public sealed class ChangePartModel(PartForms forms, IStringLocalizer<CaseFileWords> words, IStringLocalizer<FormWords> formWords) : PesPage
{
    private const int MostRows = 80;

    public Guid Id { get; private set; }

    public string Part { get; private set; } = "";

    public string Name { get; private set; } = "";

    /// <summary>Cells by row and column as typed.</summary>
    [BindProperty]
    public IList<IList<string?>> Rows { get; set; } = [];

    [BindProperty]
    public int Version { get; set; }

    internal PartForm Form { get; private set; } = null!;

    protected override string FieldPrefix => "";

    public Task<IActionResult> OnGetAsync(Guid id, string part) => ShowAsync(id, part, isFresh: true);

    public async Task<IActionResult> OnPostAsync(Guid id, string part)
    {
        if (forms.Find(part) is not { } form)
        {
            return NotFound();
        }

        var typed = Rows.Take(MostRows).Select(r => form.Columns.Select((_, i) => Filled(r.ElementAtOrDefault(i))).ToArray())
            .Where(cells => cells.Where((c, i) => form.Columns[i].Type != "checkbox" && form.Columns[i].Field != "Country").Any(c => c is not null)).ToArray();
        Rows = [.. typed];
        ModelState.Clear();
        foreach (var (row, cells) in typed.Index())
        {
            foreach (var (column, cell) in cells.Index().Where(c => PartForms.IsUnreadable(form.Columns[c.Index], c.Item)))
            {
                ModelState.AddModelError($"{form.Property}[{row}].{form.Columns[column].Field}", formWords[form.Columns[column].Type == "date" ? "not-a-date" : "not-a-number"]);
            }
        }

        var command = form.Command(id, Version, typed);
        return await TellAsync(
            Scoped(command),
            _ =>
            {
                Notice = words["saved"];
                return Redirect($"/cases/{id}");
            },
            () => ShowAsync(id, part, isFresh: false));
    }

    public string IdOf(int row, int column) => $"r{row}-{column}";

    /// <summary>What is wrong with a cell.</summary>
    internal string? ErrorOf(int row, PartColumn column)
    {
        var key = Form.Columns.Length == 1 ? $"{Form.Property}[{row}]" : $"{Form.Property}[{row}].{column.Field}";
        return ModelState.TryGetValue(key, out var entry) && entry.Errors.Count > 0 ? string.Join(' ', entry.Errors.Select(e => e.ErrorMessage)) : null;
    }

    private async Task<IActionResult> ShowAsync(Guid id, string part, bool isFresh)
    {
        if (forms.Find(part) is not { } form)
        {
            return NotFound();
        }

        (Id, Part, Form) = (id, part, form);
        return await AskAsync(new OpenCaseFile.Query { CaseFileId = id, Scope = Scope }, view =>
        {
            Name = view.Person.Name;
            Version = view.VersionOf(part);
            if (isFresh)
            {
                Rows = [.. form.Read(view)];
            }

            Rows = [.. Rows, .. Enumerable.Range(0, form.Blank).Select(_ => new string?[form.Columns.Length])];
        });
    }

    // Each list has a command of its own; all of them are scoped requests.
    private ICommand<Done> Scoped(ICommand<Done> command) => command is ScopedRequest request ? (ICommand<Done>)(request with { Scope = Scope }) : command;

    private static string? Filled(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
