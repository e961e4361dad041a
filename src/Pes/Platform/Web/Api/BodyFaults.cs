using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Pes.Platform.Requests;

namespace Pes.Platform.Web.Api;

/// <summary>
/// Says of a body that could not be read which fields are wrong, all of them, by their path in the body. Looks only at
/// names and kinds, never repeats a value.
/// </summary>
internal static class BodyFaults
{
    private const int MostErrors = 50;

    public static IReadOnlyList<FieldError> Find(JsonElement body, JsonTypeInfo expected, JsonSerializerOptions options)
    {
        List<FieldError> errors = [];
        Look(body, expected, "", isNullable: false, options, errors);
        return errors;
    }

    private static void Look(JsonElement found, JsonTypeInfo expected, string path, bool isNullable, JsonSerializerOptions options, List<FieldError> errors)
    {
        if (errors.Count >= MostErrors)
        {
            return;
        }

        if (found.ValueKind == JsonValueKind.Null)
        {
            if (!isNullable)
            {
                errors.Add(new FieldError(path, "NotNullValidator"));
            }
        }
        else if (expected.Kind == JsonTypeInfoKind.Object && found.ValueKind == JsonValueKind.Object)
        {
            LookIntoObject(found, expected, path, options, errors);
        }
        else if (expected is { Kind: JsonTypeInfoKind.Enumerable, ElementType: { } item } && found.ValueKind == JsonValueKind.Array)
        {
            var index = 0;
            foreach (var element in found.EnumerateArray())
            {
                Look(element, options.GetTypeInfo(item), $"{path}[{index++}]", Nullable.GetUnderlyingType(item) is not null, options, errors);
            }
        }
        else if (!Reads(found, expected))
        {
            errors.Add(new FieldError(path, "json-kind", Kind(expected)));
        }
    }

    private static void LookIntoObject(JsonElement found, JsonTypeInfo expected, string path, JsonSerializerOptions options, List<FieldError> errors)
    {
        var comparison = options.PropertyNameCaseInsensitive ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        HashSet<JsonPropertyInfo> seen = [];
        foreach (var member in found.EnumerateObject())
        {
            if (expected.Properties.FirstOrDefault(p => p.Name.Equals(member.Name, comparison)) is not { } property)
            {
                errors.Add(new FieldError(Join(path, Shortened(member.Name)), "json-unknown"));
            }
            else if (!seen.Add(property))
            {
                errors.Add(new FieldError(Join(path, property.Name), "json-twice"));
            }
            else
            {
                Look(member.Value, options.GetTypeInfo(property.PropertyType), Join(path, property.Name), property.IsSetNullable && IsNullable(property), options, errors);
            }
        }

        errors.AddRange(expected.Properties.Where(p => p.IsRequired && !seen.Contains(p)).Select(p => new FieldError(Join(path, p.Name), "json-missing")));
    }

    private static bool IsNullable(JsonPropertyInfo property) =>
        !property.PropertyType.IsValueType || Nullable.GetUnderlyingType(property.PropertyType) is not null;

    private static bool Reads(JsonElement found, JsonTypeInfo expected)
    {
        try
        {
            found.Deserialize(expected);
            return true;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            return false;
        }
    }

    private static string Kind(JsonTypeInfo expected) => expected.Kind switch
    {
        JsonTypeInfoKind.Object or JsonTypeInfoKind.Dictionary => "object",
        JsonTypeInfoKind.Enumerable => "array",
        _ => (Nullable.GetUnderlyingType(expected.Type) ?? expected.Type) switch
        {
            { IsEnum: true } => "enum",
            var t when t == typeof(string) => "string",
            var t when t == typeof(bool) => "boolean",
            var t when t == typeof(Guid) => "uuid",
            var t when t == typeof(DateOnly) => "date",
            var t when t == typeof(DateTime) || t == typeof(DateTimeOffset) => "date-time",
            var t when t == typeof(int) || t == typeof(long) || t == typeof(short) || t == typeof(byte) => "integer",
            _ => "number",
        },
    };

    private static string Join(string path, string name) => path.Length == 0 ? name : path + "." + name;

    // A name that the client invented may be long; enough of it to be found again.
    private static string Shortened(string name) => name.Length <= 60 ? name : name[..(char.IsHighSurrogate(name[59]) ? 59 : 60)];
}
