using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace Pes.Platform.Web.Api;

/// <summary>The schema of <see cref="RefusalResponses"/>: RFC 9457 with the product's own members.</summary>
internal static class ProblemSchema
{
    public static OpenApiSchema Make() => new()
    {
        Type = JsonSchemaType.Object,
        Description = "Why there is no value: RFC 9457 with a stable code.",
        Required = new HashSet<string>(StringComparer.Ordinal) { "type", "title", "status", "code" },
        AdditionalPropertiesAllowed = false,
        Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal)
        {
            ["type"] = Text("`urn:pes:problem:` and the code."),
            ["title"] = Text("A sentence for the reader, in the language asked for."),
            ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Description = "The status of the answer." },
            ["code"] = Text("Stable: decide by this, not by the sentence."),
            ["errors"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Description = "Sentences by field; the field by its path in the body, or the name of a parameter or header.",
                AdditionalProperties = new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchema { Type = JsonSchemaType.String } },
            },
            ["conflicts"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Array,
                Description = "Fields that somebody else changed meanwhile.",
                Items = new OpenApiSchema
                {
                    Type = JsonSchemaType.Object,
                    Required = new HashSet<string>(StringComparer.Ordinal) { "field", "theirs", "yours" },
                    AdditionalPropertiesAllowed = false,
                    Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal)
                    {
                        ["field"] = Text("The field."),
                        ["theirs"] = new OpenApiSchema { Type = JsonSchemaType.String | JsonSchemaType.Null, Description = "What is stored now." },
                        ["yours"] = new OpenApiSchema { Type = JsonSchemaType.String | JsonSchemaType.Null, Description = "What this request holds." },
                    },
                },
            },
            ["incident"] = Text("The number to tell the help desk."),
        },
    };

    public static JsonNode Example(int status, string code, string title)
    {
        var example = new JsonObject { ["type"] = "urn:pes:problem:" + code, ["title"] = title, ["status"] = status, ["code"] = code };
        switch (status)
        {
            case 400:
                example["errors"] = new JsonObject { ["phone"] = new JsonArray("This is not written as expected.") };
                break;
            case 409:
                example["conflicts"] = new JsonArray(new JsonObject { ["field"] = "phone", ["theirs"] = "012 345 678", ["yours"] = "012 345 679" });
                break;
            case 500:
                example["incident"] = "4f4f2a6f1c11";
                break;
        }

        return example;
    }

    private static OpenApiSchema Text(string description) => new() { Type = JsonSchemaType.String, Description = description };
}
