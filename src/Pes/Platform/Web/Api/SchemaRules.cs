using System.Globalization;
using System.Text.Json;
using FluentValidation;
using FluentValidation.Validators;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Pes.Platform.Web.Api;

/// <summary>Writes into the schema of a request what its validator asks for unconditionally, so that a client can check before it sends.</summary>
internal sealed class SchemaRules : IOpenApiSchemaTransformer
{
    public Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        if (schema.Properties is { Count: > 0 } properties
            && context.ApplicationServices.GetService(typeof(IValidator<>).MakeGenericType(context.JsonTypeInfo.Type)) is IValidator validator)
        {
            foreach (var rule in validator.CreateDescriptor().Rules.Where(r => r.PropertyName is { Length: > 0 } && !r.HasCondition))
            {
                if (properties.TryGetValue(JsonNamingPolicy.CamelCase.ConvertName(rule.PropertyName), out var found)
                    && (IsForEach(rule) ? found.Items : found) is OpenApiSchema property)
                {
                    foreach (var component in rule.Components.Where(c => c is { HasCondition: false, HasAsyncCondition: false }))
                    {
                        Restrict(property, component.Validator);
                    }
                }
            }
        }

        return Task.CompletedTask;
    }

    private static bool IsForEach(IValidationRule rule) =>
        rule.GetType().GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(ICollectionRule<,>));

    private static void Restrict(OpenApiSchema property, IPropertyValidator validator)
    {
        var isText = property.Type?.HasFlag(JsonSchemaType.String) == true && property.Format is null;
        switch (validator)
        {
            case INotEmptyValidator when isText:
                property.MinLength = 1;
                break;
            case INotEmptyValidator when property.Type?.HasFlag(JsonSchemaType.Array) == true:
                property.MinItems = 1;
                break;
            case ILengthValidator length when isText:
                property.MaxLength = length.Max > 0 ? length.Max : null;
                property.MinLength = length.Min > 0 ? length.Min : property.MinLength;
                break;
            case IEmailValidator when isText:
                property.Format = "email";
                break;
            case IRegularExpressionValidator { Expression: { } pattern } when isText && !pattern.Contains("(?", StringComparison.Ordinal) && !pattern.Contains("\\A", StringComparison.Ordinal):
                property.Pattern = pattern;
                break;
            case IBetweenValidator { Name: "InclusiveBetweenValidator" } between when Number(between.From) is { } from && Number(between.To) is { } to:
                (property.Minimum, property.Maximum) = (from, to);
                break;
            case IComparisonValidator { Comparison: Comparison.GreaterThanOrEqual } least when Number(least.ValueToCompare) is { } minimum:
                property.Minimum = minimum;
                break;
            case IComparisonValidator { Comparison: Comparison.GreaterThan } above when Number(above.ValueToCompare) is { } minimum:
                property.ExclusiveMinimum = minimum;
                break;
            case IComparisonValidator { Comparison: Comparison.LessThanOrEqual } most when Number(most.ValueToCompare) is { } maximum:
                property.Maximum = maximum;
                break;
            case IComparisonValidator { Comparison: Comparison.LessThan } below when Number(below.ValueToCompare) is { } maximum:
                property.ExclusiveMaximum = maximum;
                break;
        }
    }

    private static string? Number(object? value) => value is int or long or short or byte or decimal or double
        ? Convert.ToString(value, CultureInfo.InvariantCulture)
        : null;
}
