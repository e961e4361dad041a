using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Pes.Platform.Web.Api;

/// <summary>The document's frame: information, security, the shared headers and problems, tags, and an example for every body.</summary>
internal sealed class DocumentRules(ApiGuide guide) : IOpenApiDocumentTransformer
{
    public const string KeyParameter = "IdempotencyKey";

    public const string LanguageParameter = "AcceptLanguage";

    private const string Bearer = "bearer";

    private static readonly IReadOnlyDictionary<int, (string Name, string Description, string Code)> Problems = new Dictionary<int, (string, string, string)>
    {
        [400] = ("InvalidRequest", "The request is not well formed; `errors` names the fields.", "invalid"),
        [401] = ("SignInNeeded", "No bearer token, or its session has ended.", "http-401"),
        [404] = ("NotFound", "Not there, or not for this reader.", "not-found"),
        [409] = ("Conflict", "Somebody else changed it meanwhile; `conflicts` holds both versions field by field.", "stale"),
        [413] = ("TooLarge", "The body is larger than 1 MB.", "http-413"),
        [415] = ("WrongContentType", "The body is not `application/json`.", "http-415"),
        [422] = ("Refused", "A rule says no; `title` says which, in words for the officer.", "no-consent-to-share"),
        [429] = ("TooMany", "Too many requests; wait for `Retry-After` seconds.", "http-429"),
        [500] = ("Fault", "A fault on our side; `incident` is its number in the log.", "http-500"),
        [503] = ("NotNow", "Nothing can be recorded at this moment, or the answer took too long; try again later.", "http-503"),
    };

    public static string ProblemResponse(int status) => Problems.TryGetValue(status, out var problem)
        ? problem.Name
        : throw new InvalidOperationException($"The API document has no problem for status {status}: add it to DocumentRules.");

    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = guide.Title,
            Version = "1",
            Description = guide.Description,
            License = new OpenApiLicense { Name = "Apache-2.0", Identifier = "Apache-2.0" },
        };
        document.Servers = [new OpenApiServer { Url = "/", Description = "This installation" }];
        document.Paths ??= [];
        document.Components ??= new OpenApiComponents();
        Shared(document);
        document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Bearer, document)] = [] }];

        var operations = document.Paths.Values.SelectMany(p => (IEnumerable<OpenApiOperation>?)p.Operations?.Values ?? []).ToArray();
        var used = operations.SelectMany(o => o.Tags ?? (IEnumerable<OpenApiTagReference>)[]).Select(t => t.Name).OfType<string>().ToHashSet(StringComparer.Ordinal);
        document.Tags = used.Order(StringComparer.Ordinal)
            .Select(t => new OpenApiTag { Name = t, Description = guide.Tags.GetValueOrDefault(t) })
            .ToHashSet();
        var examples = new ExampleValues(guide.Examples);
        foreach (var operation in operations)
        {
            foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>() ?? [])
            {
                // The same name may mean another list in another operation.
                var own = $"{operation.OperationId}.{parameter.Name}";
                parameter.Example ??= examples.Of(parameter.Schema, examples.Has(own) ? own : parameter.Name ?? "");
            }

            var answers = operation.Responses?.Values.OfType<OpenApiResponse>() ?? [];
            foreach (var content in answers.Select(r => r.Content).Append(operation.RequestBody?.Content).OfType<IDictionary<string, OpenApiMediaType>>())
            {
                foreach (var media in content.Values.Where(m => m.Schema is not null))
                {
                    media.Example ??= examples.Of(media.Schema, "");
                }
            }
        }

        return Task.CompletedTask;
    }

    private static void Shared(OpenApiDocument document)
    {
        var components = document.Components!;
        components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal)
        {
            [Bearer] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description = "The token that signing in answers with. It ends after 15 minutes without a request, after 12 hours, and at signing out.",
            },
        };
        components.Parameters = new Dictionary<string, IOpenApiParameter>(StringComparer.Ordinal)
        {
            [KeyParameter] = new OpenApiParameter
            {
                Name = IdempotencyHeader.Name,
                In = ParameterLocation.Header,
                Required = true,
                Description = "A value of your own, new for every change: a repeated request with the same key has one effect and the same answer.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = 100 },
                Example = JsonValue.Create("0198f2c4-7a51-7d07-9b6e-4f4f2a6f1c11"),
            },
            [LanguageParameter] = new OpenApiParameter
            {
                Name = "Accept-Language",
                In = ParameterLocation.Header,
                Description = "The language of sentences and labels: Khmer unless English is asked for.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
                Example = JsonValue.Create("en"),
            },
        };
        components.Schemas ??= new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal);
        components.Schemas.Remove("ProblemDetails");
        components.Schemas["Problem"] = ProblemSchema.Make();
        components.Responses = Problems.ToDictionary(
            p => p.Value.Name,
            p => (IOpenApiResponse)new OpenApiResponse
            {
                Description = p.Value.Description,
                Headers = p.Key == 429 ? new Dictionary<string, IOpenApiHeader>(StringComparer.Ordinal)
                {
                    ["Retry-After"] = new OpenApiHeader { Description = "Seconds to wait.", Schema = new OpenApiSchema { Type = JsonSchemaType.Integer } },
                } : null,
                Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
                {
                    ["application/problem+json"] = new OpenApiMediaType
                    {
                        Schema = new OpenApiSchemaReference("Problem", document),
                        Example = ProblemSchema.Example(p.Key, p.Value.Code, p.Value.Description),
                    },
                },
            },
            StringComparer.Ordinal);
        // An answer that no operation gives would be dead text.
        var given = document.Paths!.Values.SelectMany(p => (IEnumerable<OpenApiOperation>?)p.Operations?.Values ?? []).SelectMany(o => (IEnumerable<string>?)o.Responses?.Keys ?? [])
            .Select(k => int.Parse(k, CultureInfo.InvariantCulture)).ToHashSet();
        foreach (var (status, problem) in Problems.Where(p => !given.Contains(p.Key)))
        {
            components.Responses.Remove(problem.Name);
        }
    }
}
