using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Pes.Tests.Api;

/// <summary>A request as the fuzzer sends it, and what was done to it.</summary>
public sealed record MadeRequest(ApiOperation Operation, string Spoilt, HttpRequestMessage Message);

/// <summary>
/// Makes requests from the document: the example with ids and codes that exist, in the better half of the cases; else
/// spoilt in one way. The same seed makes the same requests.
/// </summary>
public sealed partial class RequestMaker(JsonObject document, Random random, Func<string, string?> idOf, Func<string, string?> codeOf)
{
    private const double SpoiltShare = 0.10;

    private const string LoneSurrogate = "@@lone@@";

    private static readonly string[] OddTexts =
    [
        "", " ", "\u0000", "a\u0000b", "\u202Eabc", "\u200B", "ក្\u200Bខ", "្", "\uFFFD", "👩‍🌾", "é́́́", "'; DROP TABLE Person; --", "=1+1", "../../etc/passwd", "<script>", "{0}", "%s", "\r\nX: y",
        LoneSurrogate, "null", "NaN", "0001-01-01", "9999-12-31", "00000000-0000-0000-0000-000000000000",
    ];

    private static readonly string[] OddNumbers = ["0", "-1", "2147483647", "2147483648", "-2147483648", "9223372036854775807", "9223372036854775808", "1.5", "1e308", "1e400", "-0", "1000000000"];

    private static readonly string[] Broken = ["", "{", "}", "nul", "{\"a\":}", "[1,2", "\"", "{\"a\":1}{\"b\":2}", "\uFEFF{}", "{'a':1}", "{\"a\":01}", "\u0000", "null", "[]", "1", "\"text\"", "true"];

    public MadeRequest Make(ApiOperation operation)
    {
        var path = operation.Path;
        List<string> query = [];
        var message = new HttpRequestMessage { Method = new HttpMethod(operation.Method) };
        var spoil = random.NextDouble() < SpoiltShare;
        var spoilt = "no";
        var sendsBody = operation.Node["requestBody"]?["content"]?["application/json"] is JsonObject;
        foreach (var parameter in operation.Parameters(document))
        {
            var name = parameter["name"]!.GetValue<string>();
            switch ((string?)parameter["in"])
            {
                case "path":
                    path = path.Replace("{" + name + "}", Uri.EscapeDataString(PathValue(name, parameter, spoil && !sendsBody && random.Next(4) == 0)), StringComparison.Ordinal);
                    break;
                case "query" when (bool?)parameter["required"] == true || random.Next(5) == 0:
                    var odd = spoil && random.Next(2) == 0;
                    spoilt = odd ? "query " + name : spoilt;
                    query.Add($"{name}={Uri.EscapeDataString(odd ? OddText().Replace(LoneSurrogate, "\uFFFD", StringComparison.Ordinal) : Scalar(name, parameter))}");
                    break;
                case "header" when name == "Idempotency-Key":
                    if (!spoil || random.Next(20) != 0)
                    {
                        message.Headers.TryAddWithoutValidation(name, Guid.CreateVersion7().ToString("N"));
                    }

                    break;
            }
        }

        if (operation.Node["requestBody"]?["content"]?["application/json"] is JsonObject content)
        {
            var body = Valid(content["schema"]!.AsObject(), content["example"]!.DeepClone());
            var text = body.ToJsonString();
            var type = "application/json";
            if (spoil)
            {
                (spoilt, text, type) = Spoil(body);
            }

            message.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(text));
            message.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        }

        message.RequestUri = new Uri(path + (query.Count > 0 ? "?" + string.Join('&', query) : ""), UriKind.Relative);
        return new MadeRequest(operation, spoilt, message);
    }

    /// <summary>The example with ids that exist, codes of their lists, and some optional fields left out.</summary>
    public JsonNode Valid(JsonObject schema, JsonNode example)
    {
        schema = JsonSchema.Resolve(document, schema);
        if (example is JsonArray items && schema["items"] is JsonObject itemSchema)
        {
            return new JsonArray([.. items.Select(i => i is null ? null : Valid(itemSchema, i.DeepClone()))]);
        }

        if (example is not JsonObject fields)
        {
            return example;
        }

        var required = (schema["required"] as JsonArray ?? []).Select(r => r!.GetValue<string>()).ToHashSet(StringComparer.Ordinal);
        foreach (var (name, value) in fields.ToArray())
        {
            var property = Core((schema["properties"] as JsonObject)?[name] as JsonObject ?? []);
            if (!required.Contains(name) && random.Next(3) == 0)
            {
                fields.Remove(name);
            }
            else if (value is JsonObject or JsonArray)
            {
                fields[name] = Valid(property, value.DeepClone());
            }
            else if (value?.GetValueKind() == JsonValueKind.String && Known(name, (schema["properties"] as JsonObject)?[name] as JsonObject) is { } known)
            {
                fields[name] = known;
            }
        }

        return fields;
    }

    private JsonObject Core(JsonObject schema)
    {
        schema = JsonSchema.Resolve(document, schema);
        return schema["oneOf"] is JsonArray choices && choices.OfType<JsonObject>().FirstOrDefault(c => (c["type"] as JsonValue)?.ToString() != "null") is { } choice ? Core(choice) : schema;
    }

    private string? Known(string name, JsonObject? property)
    {
        if (name.EndsWith("Id", StringComparison.Ordinal))
        {
            return idOf(name);
        }

        return property?["description"] is { } description && CodeList().Match(description.GetValue<string>()) is { Success: true } match ? codeOf(match.Groups[1].Value) : null;
    }

    private string PathValue(string name, JsonObject parameter, bool odd) => (odd ? random.Next(3) : 3) switch
    {
        0 => Guid.CreateVersion7().ToString(),
        1 => "x" + random.Next(),
        2 => new string('9', 300),
        _ => name switch
        {
            "purpose" => codeOf("consent-purpose")!,
            _ => Scalar(name, parameter),
        },
    };

    private string Scalar(string name, JsonObject parameter) =>
        (name.EndsWith("Id", StringComparison.Ordinal) ? idOf(name) : null) ?? (parameter["example"] is JsonValue value ? value.ToString() : Guid.CreateVersion7().ToString());

    private string OddText() => random.Next(6) == 0 ? new string('ក', random.Next(1, 2000)) : OddTexts[random.Next(OddTexts.Length)];

    private (string How, string Text, string Type) Spoil(JsonNode body)
    {
        const string Json = "application/json";
        var way = random.Next(12);
        switch (way)
        {
            case 0:
                return ("broken", Broken[random.Next(Broken.Length)], Json);
            case 1:
                return ("type", body.ToJsonString(), random.Next(2) == 0 ? "text/plain" : "application/xml");
            case 2:
                var deep = random.Next(20, 5000);
                return ("deep", string.Concat(Enumerable.Repeat("[", deep)) + string.Concat(Enumerable.Repeat("]", deep)), Json);
        }

        if (body is not JsonObject { Count: > 0 } fields)
        {
            return ("empty", "{\"more\":1}", Json);
        }

        // A field of the body, or of an object within it.
        while (random.Next(2) == 0 && fields.Select(f => f.Value is JsonArray { Count: > 0 } a ? a[0] : f.Value).OfType<JsonObject>().Where(o => o.Count > 0).ToArray() is { Length: > 0 } within)
        {
            fields = within[random.Next(within.Length)];
        }

        var name = fields.ElementAt(random.Next(fields.Count)).Key;
        switch (way)
        {
            case 3:
                fields.Remove(name);
                return ("without " + name, body.ToJsonString(), Json);
            case 4:
                fields["scope"] = new JsonObject { ["role"] = "administrator" };
                return ("extra", body.ToJsonString(), Json);
            case 5:
                fields[name] = null;
                return ("null " + name, body.ToJsonString(), Json);
            case 6:
                fields[name] = new string('x', random.Next(1, random.Next(50) == 0 ? 1_200_000 : 20_000));
                return ("huge " + name, body.ToJsonString(), Json);
            case 7:
                fields[name] = new JsonArray(1, "a", null, new JsonObject());
                return ("array " + name, body.ToJsonString(), Json);
            case 8:
                fields[name] = random.Next(2) == 0;
                return ("boolean " + name, body.ToJsonString(), Json);
            case 9:
                fields[name] = "@@number@@";
                return ("number " + name, body.ToJsonString().Replace("\"@@number@@\"", OddNumbers[random.Next(OddNumbers.Length)], StringComparison.Ordinal), Json);
            case 10:
                var text = body.ToJsonString();
                return ("twice " + name, "{" + JsonSerializer.Serialize(fields.First().Key) + ":null," + text[1..], Json);
            default:
                fields[name] = fields[name] is JsonArray list ? new JsonArray([.. list.Select(i => i?.DeepClone()), OddText()]) : OddText();
                return ("odd " + name, body.ToJsonString().Replace(LoneSurrogate, "\\ud800", StringComparison.Ordinal), Json);
        }
    }

    [GeneratedRegex("code of list ([a-z-]+)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CodeList();
}
