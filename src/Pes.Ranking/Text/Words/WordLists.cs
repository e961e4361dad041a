using System.Globalization;
using System.Text.Json;

namespace Pes.Ranking.Text.Words;

/// <summary>Word lists as their publishers write them.</summary>
public static class WordLists
{
    /// <summary>
    /// The words of one file with their frequencies: a JSON object of word and count, lines of word, tab and count, or a word
    /// a line, which counts 1. Only words of Khmer letters and marks are taken; the same word twice is added up.
    /// </summary>
    /// <exception cref="FormatException">It looks like JSON and is not an object of counts.</exception>
    public static IReadOnlyDictionary<string, long> Read(string file)
    {
        Dictionary<string, long> words = new(StringComparer.Ordinal);
        foreach (var (word, count) in file.AsSpan().TrimStart(" \r\n\t\uFEFF").StartsWith("{", StringComparison.Ordinal) ? Json(file) : Lines(file))
        {
            var key = KhmerText.Normalise(word.Trim());
            if (key.Length is > 0 and <= KhmerSpelling.Longest && KhmerSpelling.IsKhmer(key) && count > 0)
            {
                words[key] = words.GetValueOrDefault(key) + count;
            }
        }
        return words;
    }

    /// <summary>Every word of the lists once, with its frequencies added up and the number of lists that have it.</summary>
    public static IReadOnlyList<ListedWord> Join(IEnumerable<IReadOnlyDictionary<string, long>> lists)
    {
        Dictionary<string, ListedWord> all = new(StringComparer.Ordinal);
        foreach (var (word, count) in lists.SelectMany(l => l))
        {
            all[word] = all.TryGetValue(word, out var before) ? new(word, before.Frequency + count, before.Lists + 1) : new(word, count, 1);
        }
        return [.. all.Values.OrderBy(w => w.Word, StringComparer.Ordinal)];
    }

    private static IEnumerable<(string Word, long Count)> Json(string file)
    {
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, long>>(file.TrimStart('\uFEFF'))!.Select(w => (w.Key, w.Value));
        }
        catch (JsonException wrong)
        {
            throw new FormatException("Not an object of words and counts.", wrong);
        }
    }

    private static IEnumerable<(string Word, long Count)> Lines(string file)
    {
        foreach (var line in file.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var cells = line.Split('\t');
            yield return (cells[0].Trim('\uFEFF', '*'), cells.Length > 1 && long.TryParse(cells[1], CultureInfo.InvariantCulture, out var count) ? count : 1);
        }
    }
}
