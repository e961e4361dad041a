using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;
using Pes.Platform.Requests;

namespace Pes.Platform.Web.Api;

/// <summary>
/// How the API reads and writes JSON: numbers are numbers, codes are kebab-case words, an unknown, repeated or null
/// field is a fault of the request, and what stands in the route does not stand in the body.
/// </summary>
public static class JsonRules
{
    public const int DeepestNesting = 32;

    public static void Apply(JsonSerializerOptions options)
    {
        options.NumberHandling = JsonNumberHandling.Strict;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.AllowDuplicateProperties = false;
        options.MaxDepth = DeepestNesting;
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false));
        options.Encoder = JavaScriptEncoder.Create(UnicodeRanges.BasicLatin, UnicodeRanges.Khmer, UnicodeRanges.KhmerSymbols);
        options.TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { KeepRouteFieldsOut, RefuseNulls } };
    }

    private static void KeepRouteFieldsOut(JsonTypeInfo info)
    {
        if (!typeof(ScopedRequest).IsAssignableFrom(info.Type))
        {
            return;
        }

        for (var i = info.Properties.Count - 1; i >= 0; i--)
        {
            if (info.Properties[i].Set is null || RouteFields.Has(info.Type, info.Properties[i]))
            {
                info.Properties.RemoveAt(i);
            }
        }
    }

    // The serialiser's own rule would apply to answers too, and does not look into lists.
    private static void RefuseNulls(JsonTypeInfo info)
    {
        if (info.Kind != JsonTypeInfoKind.Object)
        {
            return;
        }

        var nullability = new NullabilityInfoContext();
        List<JsonPropertyInfo> lists = [];
        foreach (var property in info.Properties)
        {
            if (property.AttributeProvider is not PropertyInfo member)
            {
                continue;
            }

            var declared = nullability.Create(member);
            if (property.Set is not null && !property.PropertyType.IsValueType && declared.WriteState == NullabilityState.NotNull)
            {
                property.IsSetNullable = false;
            }

            var item = declared.ElementType ?? (declared.GenericTypeArguments is [var only] ? only : null);
            if (property.Get is not null && item is { WriteState: NullabilityState.NotNull or NullabilityState.Unknown, Type.IsValueType: false }
                && typeof(System.Collections.IEnumerable).IsAssignableFrom(property.PropertyType))
            {
                lists.Add(property);
            }
        }

        if (lists.Count > 0)
        {
            var before = info.OnDeserialized;
            info.OnDeserialized = value =>
            {
                before?.Invoke(value);
                foreach (var list in lists)
                {
                    if (list.Get!(value) is System.Collections.IEnumerable items && items.Cast<object?>().Any(i => i is null))
                    {
                        throw new JsonException("A list holds null.", $"$.{list.Name}", null, null);
                    }
                }
            };
        }
    }
}

/// <summary>The fields of a request that its route gives, by the name of the route parameter; filled as routes are mapped.</summary>
public static class RouteFields
{
    private static readonly ConcurrentDictionary<Type, HashSet<string>> Names = new();

    internal static void Take(Type request, IEnumerable<string> parameters) =>
        Names[request] = parameters.ToHashSet(StringComparer.OrdinalIgnoreCase);

    internal static bool Has(Type request, JsonPropertyInfo property) =>
        Names.TryGetValue(request, out var names) && names.Contains(property.Name);
}
