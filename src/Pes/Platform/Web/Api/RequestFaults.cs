using System.ComponentModel;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Options;
using Pes.Platform.Requests;

namespace Pes.Platform.Web.Api;

/// <summary>Turns a request of the API that could not be read into a refusal of ours: which field, or where the JSON breaks.</summary>
internal static class RequestFaults
{
    /// <summary>The refusal, or null where nothing more is known than the status.</summary>
    public static Refusal? Of(HttpContext context, BadHttpRequestException exception)
    {
        if (exception.StatusCode != StatusCodes.Status400BadRequest || context.GetEndpoint() is not { } endpoint)
        {
            return null;
        }

        List<FieldError> errors = [.. Parameters(endpoint, context.Request)];
        if (errors.Count == 0 && endpoint.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType is { } type && context.Request.Body.CanSeek)
        {
            var options = context.RequestServices.GetRequiredService<IOptions<Microsoft.AspNetCore.Http.Json.JsonOptions>>().Value.SerializerOptions;
            context.Request.Body.Position = 0;
            try
            {
                using var body = JsonDocument.Parse(context.Request.Body, new JsonDocumentOptions { MaxDepth = options.MaxDepth });
                errors.AddRange(BodyFaults.Find(body.RootElement, options.GetTypeInfo(type), options));
            }
            catch (JsonException fault)
            {
                return new Refusal("json-malformed", (fault.LineNumber ?? 0) + 1, (fault.BytePositionInLine ?? 0) + 1) { Kind = RefusalKind.Invalid };
            }
            catch (InvalidOperationException)
            {
                // A name with half a surrogate pair: JSON by its grammar, text by none.
                return new Refusal("json-malformed", 1, 1) { Kind = RefusalKind.Invalid };
            }
        }

        return errors.Count > 0 ? Refusal.Invalid(errors) : null;
    }

    private static IEnumerable<FieldError> Parameters(Endpoint endpoint, HttpRequest request)
    {
        foreach (var parameter in endpoint.Metadata.OfType<IParameterBindingMetadata>().Where(p => p.HasTryParse))
        {
            var type = Nullable.GetUnderlyingType(parameter.ParameterInfo.ParameterType) ?? parameter.ParameterInfo.ParameterType;
            if (!request.Query.TryGetValue(parameter.Name, out var values) || values is not [.., { } text])
            {
                continue;
            }

            if (!TypeDescriptor.GetConverter(type).IsValid(text))
            {
                yield return new FieldError(parameter.Name, "query-value");
            }
        }
    }
}
