using System.Globalization;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.Localization;

namespace Pes.Platform.Web.Forms;

/// <summary>
/// One question of a form: label, hint, error and control, wired for screen readers. <c>type</c> is text (the default),
/// tel, email, password, number, textarea, select, radios, checkboxes, checkbox, date (three fields) or file.
/// </summary>
[HtmlTargetElement("field", Attributes = "for", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class FieldTagHelper(IStringLocalizer<FormWords> words, HtmlEncoder encoder) : TagHelper
{
    public required ModelExpression For { get; set; }

    public string Label { get; set; } = "";

    public string? Hint { get; set; }

    public string Type { get; set; } = "text";

    /// <summary>The choices of a select, radios or checkboxes.</summary>
    public IEnumerable<SelectListItem>? Options { get; set; }

    /// <summary>A unit after the control, for example riel a month.</summary>
    public string? Suffix { get; set; }

    /// <summary>Width in characters: 2, 3, 4, 5, 10 or 20; the whole column where none is given.</summary>
    public int? Width { get; set; }

    public int Rows { get; set; } = 4;

    /// <summary>Adds "(optional)" to the label.</summary>
    public bool Optional { get; set; }

    public string? Autocomplete { get; set; }

    /// <summary>Address that suggests values while typing; on a select, "true" turns its own options into suggestions.</summary>
    public string? Lookup { get; set; }

    /// <summary>Name of the hidden field that takes the code of the chosen suggestion.</summary>
    public string? LookupInto { get; set; }

    /// <summary>Language of what is typed, where it differs from the page's.</summary>
    public string? Lang { get; set; }

    [ViewContext]
    [HtmlAttributeNotBound]
    public ViewContext View { get; set; } = null!;

    private string Name => View.ViewData.TemplateInfo.GetFullHtmlFieldName(For.Name);

    private string Id => TagBuilder.CreateSanitizedId(Name, "-");

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var errors = View.ModelState.TryGetValue(Name, out var entry) ? entry.Errors.Select(e => e.ErrorMessage).ToArray() : [];
        if (errors.Length > 0)
        {
            FieldLabels.Of(View)[Name] = Label;
        }

        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", errors.Length > 0 ? "govuk-form-group govuk-form-group--error" : "govuk-form-group");
        var html = output.Content;
        if (Type is "radios" or "checkboxes" or "date")
        {
            html.AppendHtml($"<fieldset class=\"govuk-fieldset\"{DescribedBy(errors)} id=\"{Id}\"><legend class=\"govuk-fieldset__legend\">{LabelHtml()}</legend>");
            About(html, errors);
            switch (Type)
            {
                case "date":
                    DateParts(html, errors.Length > 0);
                    break;
                default:
                    Choices(html);
                    break;
            }

            html.AppendHtml("</fieldset>");
        }
        else if (Type == "checkbox")
        {
            html.AppendHtml("<div class=\"govuk-checkboxes\"><div class=\"govuk-checkboxes__item\">");
            html.AppendHtml($"<input class=\"govuk-checkboxes__input\" id=\"{Id}\" name=\"{Name}\" type=\"checkbox\" value=\"true\"{(Value() is "True" or "true" ? " checked" : "")}{DescribedBy(errors)}>");
            html.AppendHtml($"<label class=\"govuk-label govuk-checkboxes__label\" for=\"{Id}\">{LabelHtml()}</label></div></div>");
            About(html, errors);
        }
        else
        {
            html.AppendHtml($"<label class=\"govuk-label\" for=\"{Id}\">{LabelHtml()}</label>");
            About(html, errors);
            Control(html, errors);
        }
    }

    private void Control(TagHelperContent html, string[] errors)
    {
        var error = errors.Length > 0;
        var common = $" id=\"{Id}\" name=\"{Name}\"{DescribedBy(errors)}{(error ? " aria-invalid=\"true\"" : "")}{Attribute("lang", Lang)}";
        switch (Type)
        {
            case "textarea":
                html.AppendHtml($"<textarea class=\"govuk-textarea{(error ? " govuk-textarea--error" : "")}\" rows=\"{Rows}\"{common}>{Encode(Value())}</textarea>");
                break;
            case "select":
                html.AppendHtml($"<select class=\"govuk-select{(error ? " govuk-select--error" : "")}\"{common}{(Lookup is null ? "" : $" data-lookup data-lookup-none=\"{Encode(words["none-found"])}\"")}>");
                html.AppendHtml($"<option value=\"\">{(Lookup is null ? Encode(words["choose"]) : "")}</option>");
                foreach (var option in Options ?? [])
                {
                    html.AppendHtml($"<option value=\"{Encode(option.Value)}\"{(option.Value == Value() ? " selected" : "")}>{Encode(option.Text)}</option>");
                }

                html.AppendHtml("</select>");
                break;
            case "file":
                html.AppendHtml($"<input class=\"pes-file\" type=\"file\"{common}>");
                break;
            default:
                var number = Type == "number";
                var input = $"<input class=\"govuk-input{(Width is { } width ? $" govuk-input--width-{width}" : "")}{(error ? " govuk-input--error" : "")}{(number ? " pes-num" : "")}\""
                    + $" type=\"{(number ? "text" : Encode(Type))}\"{(number ? " inputmode=\"numeric\"" : "")}{common}"
                    + (Type == "password" ? "" : Attribute("value", Value()))
                    + Attribute("autocomplete", Autocomplete ?? "off")
                    + (Lookup is null ? "" : $" data-lookup=\"{Encode(Lookup)}\" data-lookup-none=\"{Encode(words["none-found"])}\"{Attribute("data-lookup-into", LookupInto)}") + ">";
                html.AppendHtml(Suffix is null
                    ? input
                    : $"<div class=\"govuk-input__wrapper\">{input}<span class=\"govuk-input__suffix\" aria-hidden=\"true\">{Encode(Suffix)}</span></div>");
                break;
        }
    }

    private void Choices(TagHelperContent html)
    {
        var kind = Type == "radios" ? "radio" : "checkbox";
        var chosen = Type == "radios" ? [Value() ?? ""] : Values();
        html.AppendHtml($"<div class=\"govuk-{Type}\">");
        var index = 0;
        foreach (var option in Options ?? [])
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"{Id}-{index++}");
            html.AppendHtml($"<div class=\"govuk-{Type}__item\"><input class=\"govuk-{Type}__input\" id=\"{id}\" name=\"{Name}\" type=\"{kind}\" value=\"{Encode(option.Value)}\"{(chosen.Contains(option.Value, StringComparer.Ordinal) ? " checked" : "")}>");
            html.AppendHtml($"<label class=\"govuk-label govuk-{Type}__label\" for=\"{id}\">{Encode(option.Text)}</label></div>");
        }

        html.AppendHtml("</div>");
    }

    private void DateParts(TagHelperContent html, bool error)
    {
        var date = For.Model as DateOnly?;
        html.AppendHtml("<div class=\"govuk-date-input\">");
        foreach (var (part, width, value) in ((string, int, int?)[])[("day", 2, date?.Day), ("month", 2, date?.Month), ("year", 4, date?.Year)])
        {
            var typed = View.ModelState.TryGetValue($"{Name}.{part}", out var entry) ? entry.AttemptedValue : value?.ToString(CultureInfo.InvariantCulture);
            html.AppendHtml($"<div class=\"govuk-date-input__item\"><label class=\"govuk-label govuk-date-input__label\" for=\"{Id}-{part}\">{Encode(words[part])}</label>");
            html.AppendHtml($"<input class=\"govuk-input govuk-date-input__input govuk-input--width-{width}{(error ? " govuk-input--error" : "")}\" id=\"{Id}-{part}\" name=\"{Name}.{part}\" inputmode=\"numeric\" autocomplete=\"off\"{Attribute("value", typed)}></div>");
        }

        html.AppendHtml("</div>");
    }

    private void About(TagHelperContent html, string[] errors)
    {
        if (Hint is not null)
        {
            html.AppendHtml($"<div class=\"govuk-hint\" id=\"{Id}-hint\">{Encode(Hint)}</div>");
        }

        if (errors.Length > 0)
        {
            html.AppendHtml($"<p class=\"govuk-error-message\" id=\"{Id}-error\"><span class=\"govuk-visually-hidden\">{Encode(words["error-prefix"])} </span>{Encode(string.Join(' ', errors))}</p>");
        }
    }

    private string LabelHtml() => Optional ? $"{Encode(Label)} <span class=\"pes-soft\">({Encode(words["optional"])})</span>" : Encode(Label);

    private string DescribedBy(string[] errors) => (Hint is not null, errors.Length > 0) switch
    {
        (true, true) => $" aria-describedby=\"{Id}-hint {Id}-error\"",
        (true, false) => $" aria-describedby=\"{Id}-hint\"",
        (false, true) => $" aria-describedby=\"{Id}-error\"",
        _ => "",
    };

    // What was typed comes before what the model holds, so that nothing typed is lost.
    private string? Value() => View.ModelState.TryGetValue(Name, out var entry) && entry.AttemptedValue is { } typed
        ? typed
        : Convert.ToString(For.Model is Enum code ? code.ToString() : For.Model, CultureInfo.InvariantCulture);

    private IReadOnlyList<string> Values() => View.ModelState.TryGetValue(Name, out var entry) && entry.RawValue is string[] typed
        ? typed
        : For.Model is System.Collections.IEnumerable many ? [.. many.Cast<object>().Select(v => Convert.ToString(v, CultureInfo.InvariantCulture) ?? "")] : [];

    private string Attribute(string name, string? value) => string.IsNullOrEmpty(value) ? "" : $" {name}=\"{Encode(value)}\"";

    private string Encode(string? text) => text is null ? "" : encoder.Encode(text);
}

/// <summary>The list of what is wrong on top of a form, each line a link to its field. Nothing where nothing is wrong.</summary>
[HtmlTargetElement("error-summary", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class ErrorSummaryTagHelper(IStringLocalizer<FormWords> words, HtmlEncoder encoder) : TagHelper
{
    [ViewContext]
    [HtmlAttributeNotBound]
    public ViewContext View { get; set; } = null!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var errors = View.ModelState.Where(e => e.Value?.ValidationState == ModelValidationState.Invalid)
            .SelectMany(e => e.Value!.Errors.Select(error => (Field: e.Key, error.ErrorMessage))).ToArray();
        if (errors.Length == 0)
        {
            output.SuppressOutput();
            return;
        }

        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "govuk-error-summary");
        output.Attributes.SetAttribute("role", "alert");
        output.Attributes.SetAttribute("aria-labelledby", "error-summary-title");
        output.Attributes.SetAttribute("tabindex", "-1");
        output.Content.AppendHtml($"<h2 class=\"govuk-error-summary__title\" id=\"error-summary-title\">{encoder.Encode(words["error-summary-title"])}</h2>");
        output.Content.AppendHtml("<div class=\"govuk-error-summary__body\"><ul class=\"govuk-list govuk-error-summary__list\">");
        output.Content.AppendHtml(new Lines(errors, FieldLabels.Of(View), words));
        output.Content.AppendHtml("</ul></div>");
    }

    // Written when the page is sent: only then have the fields below told their labels.
    private sealed class Lines((string Field, string Message)[] errors, IReadOnlyDictionary<string, string> labels, IStringLocalizer words) : IHtmlContent
    {
        public void WriteTo(TextWriter writer, HtmlEncoder encoder)
        {
            foreach (var (field, message) in errors)
            {
                var text = encoder.Encode(labels.TryGetValue(field, out var label) ? words["error-of-field", label.TrimEnd('.', '។', ' '), message] : message);
                writer.Write(field.Length == 0 ? $"<li>{text}</li>" : $"<li><a href=\"#{TagBuilder.CreateSanitizedId(field, "-")}\">{text}</a></li>");
            }
        }
    }
}

/// <summary>Labels of the fields of a page that are in error, by name: the summary on top names what it complains of.</summary>
internal static class FieldLabels
{
    public static Dictionary<string, string> Of(ViewContext view)
    {
        var items = view.HttpContext.Items;
        if (items[typeof(FieldLabels)] is not Dictionary<string, string> labels)
        {
            items[typeof(FieldLabels)] = labels = new(StringComparer.Ordinal);
        }

        return labels;
    }
}

/// <summary>
/// Both versions of a record that two officers edited, field by field, where the page's last request was refused as stale.
/// The label of a field is the key of its name in kebab case: <c>FamilyName</c> is <c>family-name</c>.
/// </summary>
[HtmlTargetElement("conflict-table", Attributes = "words", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class ConflictTableTagHelper(IStringLocalizer<FormWords> forms, HtmlEncoder encoder) : TagHelper
{
    public required IStringLocalizer Words { get; set; }

    [ViewContext]
    [HtmlAttributeNotBound]
    public ViewContext View { get; set; } = null!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        if ((View.ViewData.Model as PesPage)?.Refused is not { Conflicts.Count: > 0 } refusal)
        {
            output.SuppressOutput();
            return;
        }

        output.TagName = "section";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "pes-conflict");
        output.Attributes.SetAttribute("aria-labelledby", "conflict-title");
        output.Content.AppendHtml($"<h2 id=\"conflict-title\">{Encode(forms["conflict-title"])}</h2><p>{Encode(forms["conflict-advice"])}</p>");
        output.Content.AppendHtml($"<table class=\"pes-table pes-table--cards\"><thead><tr><th scope=\"col\">{Encode(forms["conflict-field"])}</th><th scope=\"col\">{Encode(forms["conflict-theirs"])}</th><th scope=\"col\">{Encode(forms["conflict-yours"])}</th></tr></thead><tbody>");
        foreach (var conflict in refusal.Conflicts)
        {
            output.Content.AppendHtml($"<tr class=\"pes-conflict__differs\"><th scope=\"row\">{Encode(Words[Kebab(conflict.Field)])}</th>");
            output.Content.AppendHtml($"<td><span class=\"pes-table__label\" aria-hidden=\"true\">{Encode(forms["conflict-theirs"])}</span><span>{Encode(conflict.Theirs ?? "–")}</span></td>");
            output.Content.AppendHtml($"<td><span class=\"pes-table__label\" aria-hidden=\"true\">{Encode(forms["conflict-yours"])}</span><span>{Encode(conflict.Yours ?? "–")}</span></td></tr>");
        }

        output.Content.AppendHtml("</tbody></table>");
    }

    private static string Kebab(string name) => System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(name);

    private string Encode(string text) => encoder.Encode(text);
}
