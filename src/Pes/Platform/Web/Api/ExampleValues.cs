using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace Pes.Platform.Web.Api;

/// <summary>An example of any schema: the guide's value where it has one for the field, else one that fits type and format.</summary>
internal sealed class ExampleValues(IReadOnlyDictionary<string, JsonNode> byField)
{
    private const int Deepest = 8;

    public bool Has(string field) => byField.ContainsKey(field);

    public JsonNode? Of(IOpenApiSchema? schema, string field, int depth = 0)
    {
        if (schema is null || depth > Deepest)
        {
            return null;
        }

        if (byField.TryGetValue(field, out var known) && Fits(known, schema))
        {
            return known.DeepClone();
        }

        if ((schema.OneOf ?? schema.AnyOf) is { Count: > 0 } choices)
        {
            return Of(choices.FirstOrDefault(c => c.Type != JsonSchemaType.Null), field, depth);
        }

        if (schema.Enum is [{ } first, ..])
        {
            return first.DeepClone();
        }

        return (schema.Type & ~JsonSchemaType.Null) switch
        {
            JsonSchemaType.Object => OfObject(schema, depth),
            JsonSchemaType.Array => Of(schema.Items, field, depth + 1) is { } item ? new JsonArray(item) : new JsonArray(),
            JsonSchemaType.Boolean => JsonValue.Create(true),
            JsonSchemaType.Integer => JsonValue.Create(long.TryParse(schema.Minimum, NumberStyles.Integer, CultureInfo.InvariantCulture, out var least) ? Math.Max(least, 1) : 1),
            JsonSchemaType.Number => JsonValue.Create(0.5),
            JsonSchemaType.String => JsonValue.Create(Text(schema)),
            _ => null,
        };
    }

    private JsonObject OfObject(IOpenApiSchema schema, int depth)
    {
        var example = new JsonObject();
        foreach (var (name, property) in schema.Properties?.AsEnumerable() ?? [])
        {
            var value = Of(property, name, depth + 1);
            if (value is not null || schema.Required?.Contains(name) == true)
            {
                example[name] = value;
            }
        }

        return example;
    }

    private static string Text(IOpenApiSchema schema)
    {
        var text = schema.Format switch
        {
            "uuid" => "0198f2c4-7a51-7d07-9b6e-4f4f2a6f1c11",
            "date" => "2026-11-22",
            "date-time" => "2026-11-22T02:00:00Z",
            "email" => "dara@example.com",
            "uri" => "https://example.com/",
            _ => "text",
        };
        return schema.Format is null && schema.MaxLength is { } most && text.Length > most ? text[..most] : text;
    }

    private static bool Fits(JsonNode value, IOpenApiSchema schema) => value switch
    {
        JsonArray many => schema.Type?.HasFlag(JsonSchemaType.Array) == true && schema.Items is { } item && many.All(v => v is not null && Fits(v, item)),
        JsonObject => schema.Type?.HasFlag(JsonSchemaType.Object) == true,
        _ => value.GetValueKind() switch
        {
            System.Text.Json.JsonValueKind.String => schema.Type?.HasFlag(JsonSchemaType.String) == true
                && (schema.MaxLength is null || value.GetValue<string>().Length <= schema.MaxLength) && schema.Enum is not { Count: > 0 } && schema.Format is null or "date" or "uuid" or "email",
            System.Text.Json.JsonValueKind.Number => schema.Type?.HasFlag(JsonSchemaType.Integer) == true || schema.Type?.HasFlag(JsonSchemaType.Number) == true,
            System.Text.Json.JsonValueKind.True or System.Text.Json.JsonValueKind.False => schema.Type?.HasFlag(JsonSchemaType.Boolean) == true,
            _ => false,
        },
    };
}
