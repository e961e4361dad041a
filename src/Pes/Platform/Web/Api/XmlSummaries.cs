using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Pes.Platform.Web.Api;

/// <summary>The summaries of the product's types as the compiler wrote them beside the assembly; none where that file is not there.</summary>
public sealed partial class XmlSummaries
{
    private readonly Lazy<Dictionary<string, string>> summaries = new(Read);

    public string? Of(Type type) => summaries.Value.GetValueOrDefault("T:" + type.FullName?.Replace('+', '.'));

    private static Dictionary<string, string> Read()
    {
        var file = Path.ChangeExtension(typeof(XmlSummaries).Assembly.Location, ".xml");
        return !File.Exists(file)
            ? new Dictionary<string, string>(StringComparer.Ordinal)
            : XDocument.Load(file).Descendants("member")
                .Where(m => m.Element("summary") is not null)
                .DistinctBy(m => m.Attribute("name")!.Value, StringComparer.Ordinal)
                .ToDictionary(m => m.Attribute("name")!.Value, m => Plain(m.Element("summary")!), StringComparer.Ordinal);
    }

    private static string Plain(XElement summary)
    {
        var text = string.Concat(summary.Nodes().Select(n => n switch
        {
            XElement element => (element.Attribute("cref")?.Value.Split('.')[^1] ?? element.Attribute("name")?.Value) is { } name ? name : element.Value,
            _ => n.ToString(),
        }));
        return Spaces().Replace(text, " ").Trim();
    }

    [GeneratedRegex(@"\s+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Spaces();
}
