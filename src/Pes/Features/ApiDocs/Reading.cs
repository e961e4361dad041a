using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pes.Features.ApiDocs;

/// <summary>A field of a body, a parameter or an answer, as the page lists it.</summary>
/// <param name="Name">Its path: <c>wish.occupations[]</c>.</param>
/// <param name="Kind">Type and format in words of JSON: <c>string (date)</c>, <c>integer or null</c>.</param>
public sealed record FieldLine(string Name, string Kind, bool IsRequired, string Description, string Limits);

/// <summary>An operation as the list of the page shows it.</summary>
public sealed record OperationLine(string Id, string Method, string Path, string Summary, string Tag);

/// <summary>An operation on its own page.</summary>
public sealed record OperationDetail(
    OperationLine Line, string Description, IReadOnlyList<FieldLine> Parameters, IReadOnlyList<FieldLine> Body, string? BodyExample,
    IReadOnlyList<AnswerDetail> Answers);

public sealed record AnswerDetail(string Status, string Description, IReadOnlyList<FieldLine> Fields, string? Example);

/// <summary>Reads the API document for the pages that show it to people.</summary>
public sealed class Reading(JsonObject document)
{
    private const int Deepest = 5;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public string Introduction => Text(document["info"]?["description"]);

    public IReadOnlyList<(string Tag, string Description, IReadOnlyList<OperationLine> Operations)> ByTag()
    {
        var lines = Operations().Select(o => Line(o.Method, o.Path, o.Node)).ToLookup(l => l.Tag, StringComparer.Ordinal);
        return [.. (document["tags"] as JsonArray ?? []).Select(t => (Text(t!["name"]), Text(t["description"]), (IReadOnlyList<OperationLine>)[.. lines[Text(t["name"])]]))];
    }

    public OperationDetail? Find(string id)
    {
        var (method, path, node) = Operations().FirstOrDefault(o => Text(o.Node["operationId"]) == id);
        if (node is null)
        {
            return null;
        }

        var body = node["requestBody"]?["content"]?["application/json"] as JsonObject;
        return new OperationDetail(
            Line(method, path, node),
            Text(node["description"]),
            [.. (node["parameters"] as JsonArray ?? []).Select(p => Parameter(Resolve(p!.AsObject())))],
            Fields(body),
            Example(body),
            [.. (node["responses"] as JsonObject ?? []).OrderBy(r => r.Key, StringComparer.Ordinal).Select(r => Answer(r.Key, Resolve(r.Value!.AsObject())))]);
    }

    private IEnumerable<(string Method, string Path, JsonObject Node)> Operations() =>
        from path in document["paths"]!.AsObject()
        from operation in path.Value!.AsObject()
        where operation.Value is JsonObject node && node.ContainsKey("responses")
        select (operation.Key.ToUpperInvariant(), path.Key, (JsonObject)operation.Value!);

    private static OperationLine Line(string method, string path, JsonObject node) =>
        new(Text(node["operationId"]), method, path, Text(node["summary"]), Text(node["tags"]?[0]));

    private FieldLine Parameter(JsonObject parameter) => new(
        Text(parameter["name"]), $"{Kind(parameter["schema"] as JsonObject)}, {Text(parameter["in"])}", (bool?)parameter["required"] == true,
        Text(parameter["description"]), Limits(parameter["schema"] as JsonObject));

    // Problems look alike everywhere and stand in the introduction: their fields are left out here.
    private AnswerDetail Answer(string status, JsonObject answer)
    {
        var content = answer["content"]?["application/json"] as JsonObject;
        return new AnswerDetail(status, Text(answer["description"]), Fields(content), Example(content));
    }

    private List<FieldLine> Fields(JsonObject? content)
    {
        List<FieldLine> lines = [];
        if (content?["schema"] is JsonObject schema)
        {
            Collect(schema, "", 0, lines);
        }

        return lines;
    }

    private void Collect(JsonObject schema, string path, int depth, List<FieldLine> lines)
    {
        schema = Core(schema);
        if (schema["items"] is JsonObject item)
        {
            Collect(item, path + "[]", depth + 1, lines);
            return;
        }

        if (depth >= Deepest)
        {
            return;
        }

        var required = (schema["required"] as JsonArray ?? []).Select(r => Text(r)).ToHashSet(StringComparer.Ordinal);
        foreach (var (name, node) in schema["properties"] as JsonObject ?? [])
        {
            var property = node!.AsObject();
            var full = path.Length == 0 ? name : $"{path}.{name}";
            var description = Text(property["description"]);
            lines.Add(new FieldLine(full, Kind(property), required.Contains(name), description.Length > 0 ? description : Text(Core(property)["description"]), Limits(Core(property))));
            Collect(property, full, depth + 1, lines);
        }
    }

    // The schema behind a reference or behind "this or null".
    private JsonObject Core(JsonObject schema)
    {
        schema = Resolve(schema);
        return (schema["oneOf"] ?? schema["anyOf"]) is JsonArray choices && choices.OfType<JsonObject>().FirstOrDefault(c => Text(c["type"]) != "null") is { } choice
            ? Core(choice)
            : schema;
    }

    private string Kind(JsonObject? schema)
    {
        if (schema is null)
        {
            return "";
        }

        var core = Core(schema);
        var type = core["type"] switch
        {
            JsonArray many => string.Join(" or ", many.Select(t => Text(t))),
            { } one => Text(one),
            _ => core["enum"] is null ? "any" : "string",
        };
        return core["format"] is { } format ? $"{type} ({Text(format)})" : type;
    }

    private string Limits(JsonObject? schema)
    {
        if (schema is null)
        {
            return "";
        }

        var core = Core(schema);
        return string.Join(", ", new[]
        {
            core["enum"] is JsonArray choices ? string.Join(" | ", choices.Where(c => c is not null).Select(c => Text(c))) : null,
            Bound(core["minLength"] ?? core["minItems"] ?? core["minimum"], "≥ "),
            Bound(core["maxLength"] ?? core["maxItems"] ?? core["maximum"], "≤ "),
            Bound(core["exclusiveMinimum"], "> "),
            Bound(core["exclusiveMaximum"], "< "),
            Bound(core["pattern"], ""),
        }.Where(t => !string.IsNullOrEmpty(t)));
    }

    private static string? Bound(JsonNode? node, string sign) => node is null ? null : sign + Text(node);

    private static string? Example(JsonObject? content) => content?["example"]?.ToJsonString(Indented);

    private JsonObject Resolve(JsonObject node)
    {
        while (node["$ref"] is { } reference)
        {
            JsonNode found = document;
            foreach (var part in Text(reference).Split('/').Skip(1))
            {
                found = found[part]!;
            }

            node = found.AsObject();
        }

        return node;
    }

    private static string Text(JsonNode? node) => node switch
    {
        null => "",
        JsonValue value when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>(),
        _ => node.ToJsonString(),
    };
}
