using Microsoft.Extensions.Localization;
using Pes.Platform.Requests;

namespace Pes.Platform.Web;

/// <summary>Marks Refusals.resx: one sentence a refusal code, the same for form and endpoint.</summary>
public sealed class Refusals;

/// <summary>Turns refusal codes into sentences of the reader's language.</summary>
public sealed class RefusalSentences(IStringLocalizer<Refusals> words)
{
    public string Of(Refusal refusal) => words[refusal.Code, [.. refusal.Args.Select(Readable)]];

    public string Of(FieldError error) => words[error.Code, [.. error.Args.Select(Readable)]];

    private static object Readable(object arg) => arg switch
    {
        DateOnly date => Text.Formats.Date(date),
        DateTime instant => Text.Formats.DateAndTime(instant),
        _ => arg,
    };
}
