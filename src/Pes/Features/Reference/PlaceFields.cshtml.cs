using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Mvc;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Features.Reference;

/// <summary>The place fields of a form after a choice, for the partial update; without scripts the form itself shows them again.</summary>
[Allows(Role.Counsellor, Role.CentreManager, Role.Employer, Role.Jobseeker, Role.Administrator)]
public sealed partial class PlaceFieldsModel : PesPage
{
    /// <summary>Name under which the form sends the fields.</summary>
    [BindProperty(Name = "for", SupportsGet = true)]
    public string? For { get; set; }

    [BindProperty(SupportsGet = true)]
    public int Depth { get; set; } = PlaceFields.ToVillage;

    public string Name => For is not null && FieldName().IsMatch(For) ? For : "Address";

    public PlaceFields Fields { get; } = new();

    public async Task<IActionResult> OnGetAsync()
    {
        await TryUpdateModelAsync(Fields, Name);
        Fields.Depth = Depth == PlaceFields.ToDistrict ? PlaceFields.ToDistrict : PlaceFields.ToVillage;
        await Fields.FillAsync(Sender, Scope, HttpContext.RequestAborted);
        return Page();
    }

    /// <summary>Which of several places a field asks for: 1 for <c>Content.Places[0]</c>, 0 where there is only one.</summary>
    public static int LineOf(string name) =>
        FieldName().Match(name) is { Success: true } match && match.Groups["index"] is { Success: true, Value: var index } ? int.Parse(index, CultureInfo.InvariantCulture) + 1 : 0;

    /// <summary>The address of the page that shows the form again with what was typed.</summary>
    public static string ShowAddress(HttpRequest request) => request.PathBase + request.Path + QueryString.Create(
        request.Query.Where(q => q.Key != "handler").Append(new("handler", "Places")));

    [GeneratedRegex(@"^[A-Za-z.]{1,40}(\[(?<index>\d{1,2})\])?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FieldName();
}
