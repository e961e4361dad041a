namespace Pes.Platform.Requests;

/// <summary>How a refusal is answered over HTTP.</summary>
public enum RefusalKind
{
    /// <summary>The input is not well formed: 400, with the fields.</summary>
    Invalid,

    /// <summary>Not there, or not for this reader, who cannot tell which: 404.</summary>
    NotFound,

    /// <summary>Somebody else changed it meanwhile: 409, with both versions.</summary>
    Stale,

    /// <summary>A rule says no: 422, with a sentence the officer can act on.</summary>
    Rule,

    /// <summary>Too often: 429.</summary>
    TooMany,

    /// <summary>Signed in, but not with the factor that this needs: 403.</summary>
    Forbidden,
}

/// <summary>One wrong field: a resource key of Refusals.resx and its arguments.</summary>
public sealed record FieldError(string Field, string Code, params object[] Args);

/// <summary>One field of which two officers hold different values; values as text for the reader.</summary>
public sealed record FieldConflict(string Field, string? Theirs, string? Yours);

/// <summary>A "no" that is a value: a stable code, which is also the key of its sentence in Refusals.resx.</summary>
public sealed record Refusal(string Code, params object[] Args)
{
    public static readonly Refusal NotFound = new("not-found") { Kind = RefusalKind.NotFound };

    public RefusalKind Kind { get; init; } = RefusalKind.Rule;

    public IReadOnlyList<FieldError> Fields { get; init; } = [];

    public IReadOnlyList<FieldConflict> Conflicts { get; init; } = [];

    public static Refusal Invalid(params IReadOnlyList<FieldError> fields) => new("invalid") { Kind = RefusalKind.Invalid, Fields = fields };

    /// <summary>The record was changed meanwhile; both are of the same shape and are compared property by property.</summary>
    public static Refusal Stale<T>(T theirs, T yours)
        where T : notnull =>
        new("stale") { Kind = RefusalKind.Stale, Conflicts = [.. Differences(theirs, yours)] };

    /// <summary>The same with codes of both versions in words: <paramref name="words"/> takes a field's name and its text.</summary>
    public Refusal InWords(Func<string, string, string> words) => this with
    {
        Conflicts =
        [
            .. Conflicts.Select(c => c with
            {
                Theirs = string.IsNullOrEmpty(c.Theirs) ? null : words(c.Field, c.Theirs),
                Yours = string.IsNullOrEmpty(c.Yours) ? null : words(c.Field, c.Yours),
            }),
        ],
    };

    private static IEnumerable<FieldConflict> Differences<T>(T theirs, T yours)
        where T : notnull =>
        from property in typeof(T).GetProperties()
        where property.CanRead && property.GetIndexParameters().Length == 0
        let left = Text(property.GetValue(theirs))
        let right = Text(property.GetValue(yours))
        where left != right
        select new FieldConflict(property.Name, left, right);

    private static string? Text(object? value) => value switch
    {
        null => null,
        string text => text,
        System.Collections.IEnumerable many => string.Join(", ", many.Cast<object?>().Select(Text)),
        IFormattable formattable => formattable.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };
}
