using System.Globalization;
using System.Reflection;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Pes.Platform.Security;

namespace Pes.Platform.Web.Api;

/// <summary>The request behind a route, for whoever describes routes.</summary>
public sealed record SendsRequest(Type Type);

/// <summary>Completes an operation with what holds for all: key and language headers, every status, who may call, what it is for.</summary>
internal sealed class OperationRules(XmlSummaries summaries) : IOpenApiOperationTransformer
{
    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var isPost = string.Equals(context.Description.HttpMethod, "POST", StringComparison.OrdinalIgnoreCase);
        operation.Parameters ??= [];
        foreach (var parameter in operation.Parameters.OfType<OpenApiParameter>().Where(p => p is { In: ParameterLocation.Query, Name: not null }))
        {
            parameter.Name = System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(parameter.Name!);
        }

        if (isPost && !metadata.OfType<NeedsNoKey>().Any())
        {
            operation.Parameters.Add(new OpenApiParameterReference(DocumentRules.KeyParameter, context.Document));
        }

        operation.Parameters.Add(new OpenApiParameterReference(DocumentRules.LanguageParameter, context.Document));
        if (metadata.OfType<IAllowAnonymous>().Any())
        {
            operation.Security = [];
        }

        if (metadata.OfType<SendsRequest>().LastOrDefault()?.Type is { } request)
        {
            var allowed = request.GetCustomAttribute<AllowsAttribute>()?.Allowed ?? [];
            operation.Description = string.Join(
                "\n\n",
                new[]
                {
                    summaries.Of(request.DeclaringType ?? request),
                    allowed.Count > 0 ? "Roles: " + string.Join(", ", allowed.Select(r => System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(r.ToString()))) + "." : null,
                }.Where(t => !string.IsNullOrEmpty(t)));
        }

        Answers(operation, context.Document!);
        return Task.CompletedTask;
    }

    private static void Answers(OpenApiOperation operation, OpenApiDocument document)
    {
        operation.Responses ??= [];
        List<int> statuses = [.. operation.Responses.Keys.Select(k => int.Parse(k, CultureInfo.InvariantCulture)).Where(s => s >= 400)];
        statuses.AddRange([429, 500, 503]);
        if (operation.RequestBody is not null)
        {
            statuses.AddRange([400, 413, 415]);
        }

        foreach (var status in statuses.Distinct())
        {
            operation.Responses[status.ToString(CultureInfo.InvariantCulture)] = new OpenApiResponseReference(DocumentRules.ProblemResponse(status), document);
        }
    }
}
