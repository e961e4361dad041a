using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Pes.Tests.Api;

/// <summary>
/// Checks a value against a schema of the document: the keywords that the document uses and no others. A keyword it does
/// not know is a fault, so that nothing passes unread.
/// </summary>
public sealed class JsonSchema(JsonObject document)
{
    private static readonly HashSet<string> Words = new(StringComparer.Ordinal) { "description", "title", "example", "examples", "default", "format", "deprecated", "$comment" };

    private static readonly HashSet<string> Checked = new(StringComparer.Ordinal)
    {
        "type", "properties", "required", "additionalProperties", "items", "enum", "oneOf", "anyOf", "allOf", "pattern", "minLength", "maxLength",
        "minItems", "maxItems", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "uniqueItems", "const", "$ref",
    };

    public static JsonObject Resolve(JsonObject document, JsonObject node)
    {
        while (node["$ref"] is JsonValue reference)
        {
            JsonNode found = document;
            foreach (var part in reference.GetValue<string>().Split('/').Skip(1))
            {
                found = found[part] ?? throw new InvalidOperationException($"{reference} points nowhere.");
            }

            node = found.AsObject();
        }

        return node;
    }

    /// <summary>What is wrong with the value, each with its place; nothing where it fits.</summary>
    public IReadOnlyList<string> Faults(JsonObject schema, JsonNode? value)
    {
        List<string> faults = [];
        Check(schema, value, "$", faults);
        return faults;
    }

    private void Check(JsonObject schema, JsonNode? value, string at, List<string> faults)
    {
        schema = Resolve(document, schema);
        faults.AddRange(schema.Select(k => k.Key).Where(k => !Words.Contains(k) && !Checked.Contains(k)).Select(k => $"{at}: unknown keyword {k}"));
        if (schema["type"] is { } type && !Types(type).Any(t => IsOf(t, value)))
        {
            faults.Add($"{at}: {Kind(value)} where {type.ToJsonString()} is expected");
            return;
        }

        if (schema["enum"] is JsonArray choices && !choices.Any(c => JsonNode.DeepEquals(c, value)))
        {
            faults.Add($"{at}: not one of {choices.ToJsonString()}");
        }

        if (schema["const"] is { } only && !JsonNode.DeepEquals(only, value))
        {
            faults.Add($"{at}: not {only.ToJsonString()}");
        }

        CheckChoices(schema, value, at, faults);
        switch (value)
        {
            case JsonObject found:
                CheckObject(schema, found, at, faults);
                break;
            case JsonArray found:
                CheckArray(schema, found, at, faults);
                break;
            case JsonValue found when found.GetValueKind() == JsonValueKind.String:
                CheckText(schema, found.GetValue<string>(), at, faults);
                break;
            case JsonValue found when found.GetValueKind() == JsonValueKind.Number:
                CheckNumber(schema, decimal.Parse(found.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture), at, faults);
                break;
        }
    }

    private void CheckChoices(JsonObject schema, JsonNode? value, string at, List<string> faults)
    {
        int Fitting(JsonArray choices) => choices.Count(c => Faults(c!.AsObject(), value).Count == 0);
        if (schema["oneOf"] is JsonArray one && Fitting(one) is var ones and not 1)
        {
            faults.Add($"{at}: fits {ones} of oneOf");
        }

        if (schema["anyOf"] is JsonArray any && Fitting(any) == 0)
        {
            faults.Add($"{at}: fits none of anyOf");
        }

        foreach (var part in schema["allOf"] as JsonArray ?? [])
        {
            Check(part!.AsObject(), value, at, faults);
        }
    }

    private void CheckObject(JsonObject schema, JsonObject found, string at, List<string> faults)
    {
        faults.AddRange((schema["required"] as JsonArray ?? []).Select(r => r!.GetValue<string>()).Where(r => !found.ContainsKey(r)).Select(r => $"{at}.{r} is missing"));
        var properties = schema["properties"] as JsonObject;
        foreach (var (name, member) in found)
        {
            if (properties?[name] is JsonObject property)
            {
                Check(property, member, $"{at}.{name}", faults);
            }
            else if (schema["additionalProperties"] is JsonObject other)
            {
                Check(other, member, $"{at}.{name}", faults);
            }
            else if (schema["additionalProperties"] is JsonValue allowed && !allowed.GetValue<bool>())
            {
                faults.Add($"{at}.{name} is not described");
            }
        }
    }

    private void CheckArray(JsonObject schema, JsonArray found, string at, List<string> faults)
    {
        if ((int?)schema["minItems"] > found.Count || (int?)schema["maxItems"] < found.Count)
        {
            faults.Add($"{at}: {found.Count} items");
        }

        if ((bool?)schema["uniqueItems"] == true && found.Select(i => i?.ToJsonString()).Distinct(StringComparer.Ordinal).Count() < found.Count)
        {
            faults.Add($"{at}: an item twice");
        }

        if (schema["items"] is JsonObject item)
        {
            for (var i = 0; i < found.Count; i++)
            {
                Check(item, found[i], $"{at}[{i}]", faults);
            }
        }
    }

    private static void CheckText(JsonObject schema, string text, string at, List<string> faults)
    {
        var length = text.EnumerateRunes().Count();
        if ((int?)schema["minLength"] > length || (int?)schema["maxLength"] < length)
        {
            faults.Add($"{at}: {length} characters");
        }

        if (schema["pattern"] is { } pattern && !Regex.IsMatch(text, pattern.GetValue<string>(), RegexOptions.ECMAScript | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)))
        {
            faults.Add($"{at}: does not match {pattern}");
        }

        var fits = (string?)schema["format"] switch
        {
            "uuid" => Guid.TryParseExact(text, "D", out _),
            "date" => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
            "date-time" => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out _) && text.Contains('T', StringComparison.Ordinal),
            _ => true,
        };
        if (!fits)
        {
            faults.Add($"{at}: not a {schema["format"]}");
        }
    }

    private static void CheckNumber(JsonObject schema, decimal number, string at, List<string> faults)
    {
        if ((decimal?)schema["minimum"] > number || (decimal?)schema["maximum"] < number
            || (decimal?)schema["exclusiveMinimum"] >= number || (decimal?)schema["exclusiveMaximum"] <= number)
        {
            faults.Add($"{at}: {number} is out of bounds");
        }
    }

    private static IEnumerable<string> Types(JsonNode type) => type is JsonArray many ? many.Select(t => t!.GetValue<string>()) : [type.GetValue<string>()];

    private static bool IsOf(string type, JsonNode? value) => type switch
    {
        "null" => value is null,
        "object" => value is JsonObject,
        "array" => value is JsonArray,
        "string" => value?.GetValueKind() == JsonValueKind.String,
        "boolean" => value?.GetValueKind() is JsonValueKind.True or JsonValueKind.False,
        "number" => value?.GetValueKind() == JsonValueKind.Number,
        "integer" => value?.GetValueKind() == JsonValueKind.Number
            && decimal.TryParse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && decimal.Truncate(number) == number,
        _ => false,
    };

    private static string Kind(JsonNode? value) => value is null ? "null" : value.GetValueKind().ToString().ToLowerInvariant();
}
