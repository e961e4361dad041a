using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.AspNetCore.Mvc.Razor;
using Pes.Tests.Support;

namespace Pes.Tests.Tree;

/// <summary>Every word of the product stands in both languages, and no page says one of its own.</summary>
public sealed partial class WordTests
{
    // Read to the user by the machine or the eye.
    private static readonly string[] SpokenAttributes = ["title", "alt", "placeholder", "aria-label", "label", "hint"];

    [Fact]
    public void Every_key_stands_in_both_languages_with_the_same_places()
    {
        var files = SourceTree.Files(".resx").Where(f => !f.EndsWith(".km.resx", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(files);
        var wrong = files.SelectMany(f => Faults(
            Path.GetRelativePath(SourceTree.Root, f), Read(f), File.Exists(Path.ChangeExtension(f, ".km.resx")) ? Read(Path.ChangeExtension(f, ".km.resx")) : [])).ToList();
        var lonely = SourceTree.Files(".km.resx").Where(f => !File.Exists(f.Replace(".km.resx", ".resx", StringComparison.Ordinal)));
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.Empty(lonely);
    }

    [Theory]
    [InlineData("Send", null)]
    [InlineData("Send", "")]
    [InlineData("Send", "Send")]
    [InlineData("At most {0}", "យ៉ាងច្រើន")]
    [InlineData("ផ្ញើ", "ផ្ញើ")]
    public void A_fault_in_a_word_is_found(string english, string? khmer) => Assert.NotEmpty(Faults(
        "x", new(StringComparer.Ordinal) { ["k"] = english }, khmer is null ? [] : new(StringComparer.Ordinal) { ["k"] = khmer }));

    [Fact]
    public void No_page_has_words_of_its_own()
    {
        var pages = typeof(PesApp).Assembly.GetTypes().Where(t => typeof(RazorPageBase).IsAssignableFrom(t) && !t.IsAbstract).ToList();
        Assert.NotEmpty(pages);
        var wrong = pages.SelectMany(p => Literals(p).Select(l => $"{p.FullName}: {l}")).ToList();
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Theory]
    [InlineData("<p>Hello</p>")]
    [InlineData("<p>សួស្តី</p>")]
    [InlineData("<img alt=\"A map\">")]
    [InlineData("<button aria-label='Close'>×</button>")]
    public void A_word_in_a_page_is_found(string html) => Assert.NotEmpty(Spoken(html));

    private static IEnumerable<string> Faults(string file, Dictionary<string, string> english, Dictionary<string, string> khmer)
    {
        // The name of a language is written in that language.
        foreach (var key in english.Keys.Union(khmer.Keys, StringComparer.Ordinal).Where(k => k != "other-language"))
        {
            var (en, km) = (english.GetValueOrDefault(key, ""), khmer.GetValueOrDefault(key, ""));
            if (en.Length == 0 || km.Length == 0)
            {
                yield return $"{file}: {key} is missing in a language";
            }
            else if (!KhmerLetter().IsMatch(km) && Letter().IsMatch(Place().Replace(en, "")))
            {
                yield return $"{file}: {key} is not Khmer: {km}";
            }
            else if (KhmerLetter().IsMatch(en))
            {
                yield return $"{file}: {key} is not English: {en}";
            }
            else if (!Places(en).SetEquals(Places(km)))
            {
                yield return $"{file}: {key} fills different places";
            }
        }
    }

    private static HashSet<string> Places(string text) => [.. Place().Matches(text).Select(m => m.Value)];

    private static Dictionary<string, string> Read(string file) => XDocument.Load(file).Root!.Elements("data")
        .ToDictionary(e => e.Attribute("name")!.Value, e => e.Element("value")!.Value.Trim(), StringComparer.Ordinal);

    // Literal text reaches WriteLiteral, literal values of tag helpers their setters; both are seen in the compiled page.
    private static IEnumerable<string> Literals(Type page)
    {
        var html = new System.Text.StringBuilder();
        foreach (var type in (IEnumerable<Type>)[page, .. page.GetNestedTypes(System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Public)])
        {
            foreach (var method in IlCode.Methods(type))
            {
                IlStep? before = null;
                foreach (var step in IlCode.Of(method))
                {
                    if (before?.Text is { } text && step.Member?.Name == "WriteLiteral")
                    {
                        html.Append(text);
                    }
                    else if (before?.Text is { } value && step.Member?.Name is "set_Label" or "set_Hint" or "set_Title" && Letter().IsMatch(before!.Text!))
                    {
                        yield return before.Text!;
                    }

                    before = step;
                }
            }
        }

        foreach (var spoken in Spoken(html.ToString()))
        {
            yield return spoken;
        }
    }

    private static IEnumerable<string> Spoken(string html)
    {
        foreach (Match attribute in Attribute().Matches(html).Where(a => SpokenAttributes.Contains(a.Groups["name"].Value) && Letter().IsMatch(a.Groups["value"].Value)))
        {
            yield return attribute.Value;
        }

        foreach (var text in Markup().Replace(html, "\n").Split('\n').Select(t => t.Trim()).Where(t => Letter().IsMatch(t) && !Name().IsMatch(t)))
        {
            yield return text;
        }
    }

    [GeneratedRegex(@"[\u1780-\u17B3]", RegexOptions.None, 1000)]
    private static partial Regex KhmerLetter();

    [GeneratedRegex(@"[A-Za-z]{2}|[\u1780-\u17B3]", RegexOptions.None, 1000)]
    private static partial Regex Letter();

    // The beginning of an attribute that is put together: "vacancy-", "/invitation/?handler=X".
    [GeneratedRegex(@"^([a-z]+-+|/[\w/?=-]+)$", RegexOptions.None, 1000)]
    private static partial Regex Name();

    [GeneratedRegex(@"\{\d+\}", RegexOptions.None, 1000)]
    private static partial Regex Place();

    [GeneratedRegex(@"<!--.*?-->|<svg.*?</svg>|<[^>]*>|&#?\w+;", RegexOptions.Singleline, 5000)]
    private static partial Regex Markup();

    [GeneratedRegex("(?<name>[\\w-]+)=(?<quote>[\"'])(?<value>.*?)\\k<quote>", RegexOptions.Singleline, 5000)]
    private static partial Regex Attribute();
}
