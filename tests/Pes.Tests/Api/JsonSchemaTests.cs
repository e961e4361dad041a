using System.Text.Json.Nodes;

namespace Pes.Tests.Api;

/// <summary>The checker that the other tests lean on finds what is wrong.</summary>
public sealed class JsonSchemaTests
{
    private static readonly JsonObject Document = JsonNode.Parse(
        """
        { "components": { "schemas": {
            "Colour": { "enum": ["red", "green"] },
            "Thing": {
              "type": "object", "additionalProperties": false, "required": ["id", "count"],
              "properties": {
                "id": { "type": "string", "format": "uuid" }, "count": { "type": "integer", "minimum": 1, "maximum": 9 },
                "name": { "type": ["null", "string"], "maxLength": 4, "minLength": 1, "pattern": "^[a-z]+$" },
                "colour": { "oneOf": [{ "type": "null" }, { "$ref": "#/components/schemas/Colour" }] },
                "days": { "type": "array", "items": { "type": "string", "format": "date" }, "maxItems": 2 },
                "words": { "type": "object", "additionalProperties": { "type": "string" } },
                "at": { "type": "string", "format": "date-time" } } } } } }
        """)!.AsObject();

    [Theory]
    [InlineData("""{"id":"0198f2c4-7a51-7d07-9b6e-4f4f2a6f1c11","count":1}""")]
    [InlineData("""{"id":"0198f2c4-7a51-7d07-9b6e-4f4f2a6f1c11","count":9.0,"name":null,"colour":null,"days":["2026-11-22"],"words":{"a":"b"},"at":"2026-11-22T02:00:00Z"}""")]
    [InlineData("""{"id":"0198f2c4-7a51-7d07-9b6e-4f4f2a6f1c11","count":5,"name":"abcd","colour":"red"}""")]
    public void Fits(string json) => Assert.Empty(Faults(json));

    [Theory]
    [InlineData("""[]""")]
    [InlineData("""null""")]
    [InlineData("""{"count":1}""")]
    [InlineData("""{"id":"x","count":1}""")]
    [InlineData("""{"id":null,"count":1}""")]
    [InlineData("""{"id":"0198f2c4-7a51-7d07-9b6e-4f4f2a6f1c11","count":"1"}""")]
    [InlineData("""{"id":"0198f2c4-7a51-7d07-9b6e-4f4f2a6f1c11","count":1.5}""")]
    [InlineData("""{"id":"0198f2c4-7a51-7d07-9b6e-4f4f2a6f1c11","count":0}""")]
    [InlineData("""{"id":"0198f2c4-7a51-7d07-9b6e-4f4f2a6f1c11","count":10}""")]
    [InlineData("""{"id":"0198f2c4-7a51-7d07-9b6e-4f4f2a6f1c11","count":1,"more":1}""")]
    [InlineData("""{"id":"0198f2c4-7a51-7d07-9b6e-4f4f2a6f1c11","count":1,"name":"abcde"}""")]
    [InlineData("""{"id":"0198f2c4-7a51-7d07-9b6e-4f4f2a6f1c11","count":1,"name":""}""")]
    [InlineData("""{"id":"0198f2c4-7a51-7d07-9b6e-4f4f2a6f1c11","count":1,"name":"A"}""")]
    [InlineData("""{"id":"0198f2c4-7a51-7d07-9b6e-4f4f2a6f1c11","count":1,"colour":"blue"}""")]
    [InlineData("""{"id":"0198f2c4-7a51-7d07-9b6e-4f4f2a6f1c11","count":1,"days":["22.11.2026"]}""")]
    [InlineData("""{"id":"0198f2c4-7a51-7d07-9b6e-4f4f2a6f1c11","count":1,"days":["2026-11-22","2026-11-23","2026-11-24"]}""")]
    [InlineData("""{"id":"0198f2c4-7a51-7d07-9b6e-4f4f2a6f1c11","count":1,"words":{"a":1}}""")]
    [InlineData("""{"id":"0198f2c4-7a51-7d07-9b6e-4f4f2a6f1c11","count":1,"at":"yesterday"}""")]
    public void Does_not_fit(string json) => Assert.NotEmpty(Faults(json));

    [Fact]
    public void A_keyword_that_it_cannot_check_is_a_fault() =>
        Assert.NotEmpty(new JsonSchema(Document).Faults(JsonNode.Parse("""{"type":"object","propertyNames":{}}""")!.AsObject(), new JsonObject()));

    private static IReadOnlyList<string> Faults(string json) =>
        new JsonSchema(Document).Faults(JsonNode.Parse("""{"$ref":"#/components/schemas/Thing"}""")!.AsObject(), JsonNode.Parse(json));
}
