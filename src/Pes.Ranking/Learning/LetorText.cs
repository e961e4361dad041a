using System.Globalization;

namespace Pes.Ranking.Learning;

/// <summary>
/// Reads the text form of ranking data: a line a row, <c>GRADE [qid:QUERY] INDEX:VALUE … [# remark]</c>. An index that a
/// row does not name is 0. With <c>qid</c> (LETOR) rows of one query stand together; without it (svmlight) a second text
/// gives the number of rows of each query, one a line.
/// </summary>
public static class LetorText
{
    private const int MostFeatures = ushort.MaxValue;

    /// <param name="querySizes">Rows of each query; null: each row names its query.</param>
    /// <exception cref="FormatException">A line cannot be read: the message says which.</exception>
    public static JudgedRows Read(TextReader rows, TextReader? querySizes = null)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var found = new Found(readsQueries: querySizes is null);
        for (var (line, number) = (rows.ReadLine(), 1); line is not null; (line, number) = (rows.ReadLine(), number + 1))
        {
            found.Add(line, number);
        }

        return found.Rows(querySizes is null ? null : Starts(querySizes, found.Count));
    }

    /// <summary>Writes rows as svmlight; features that are 0 are left out.</summary>
    /// <param name="querySizes">Takes the rows of each query, one a line.</param>
    public static void Write(JudgedRows rows, TextWriter text, TextWriter querySizes)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(querySizes);
        for (var row = 0; row < rows.Rows; row++)
        {
            text.Write(rows.Grades[row]);
            var values = rows.Row(row);
            for (var feature = 0; feature < values.Length; feature++)
            {
                if (values[feature] != 0)
                {
                    text.Write(string.Create(CultureInfo.InvariantCulture, $" {feature}:{values[feature]:R}"));
                }
            }

            text.Write('\n');
        }

        for (var query = 0; query < rows.Queries; query++)
        {
            querySizes.Write(string.Create(CultureInfo.InvariantCulture, $"{rows.QueryStarts[query + 1] - rows.QueryStarts[query]}\n"));
        }
    }

    private static int[] Starts(TextReader sizes, int rows)
    {
        List<int> starts = [0];
        for (var (line, number) = (sizes.ReadLine(), 1); line is not null; (line, number) = (sizes.ReadLine(), number + 1))
        {
            if (line.AsSpan().Trim() is { IsEmpty: false } text)
            {
                starts.Add(starts[^1] + (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size <= rows - starts[^1]
                    ? size : throw new FormatException($"Query sizes, line {number}: not a number of rows, or more than there are.")));
            }
        }

        return starts[^1] == rows ? [.. starts] : throw new FormatException($"The query sizes add up to {starts[^1]} rows of {rows}.");
    }

    private sealed class Found(bool readsQueries)
    {
        private readonly List<byte> grades = [];
        private readonly List<int> starts = [];
        private readonly HashSet<string> queries = new(StringComparer.Ordinal);
        private readonly List<(int Row, int Index, float Value)> values = [];
        private string? query;
        private int features = 1;

        public int Count => grades.Count;

        public void Add(ReadOnlySpan<char> line, int number)
        {
            var remark = line.IndexOf('#');
            var rest = (remark < 0 ? line : line[..remark]).Trim();
            if (rest.IsEmpty)
            {
                return;
            }

            var grade = Word(ref rest);
            if (!float.TryParse(grade, NumberStyles.Float, CultureInfo.InvariantCulture, out var whole) || whole != (byte)whole || whole > QueryRows.HighestGrade)
            {
                throw new FormatException($"Line {number}: \"{grade}\" is not a grade from 0 to {QueryRows.HighestGrade}.");
            }

            if (readsQueries)
            {
                Query(Word(ref rest), number);
            }

            grades.Add((byte)whole);
            while (!rest.IsEmpty)
            {
                Value(Word(ref rest), number);
            }
        }

        public JudgedRows Rows(int[]? givenStarts)
        {
            var all = new float[features * grades.Count];
            foreach (var (row, index, value) in values)
            {
                all[(row * features) + index] = value;
            }

            return new(features, all, [.. grades], givenStarts ?? [.. starts, grades.Count]);
        }

        private void Query(ReadOnlySpan<char> word, int number)
        {
            if (!word.StartsWith("qid:", StringComparison.Ordinal))
            {
                throw new FormatException($"Line {number}: the grade is followed by qid:QUERY, or query sizes are given.");
            }

            if (!word[4..].SequenceEqual(query))
            {
                query = word[4..].ToString();
                starts.Add(grades.Count);
                if (!queries.Add(query))
                {
                    throw new FormatException($"Line {number}: query {query} came before; its rows stand together.");
                }
            }
        }

        private void Value(ReadOnlySpan<char> word, int number)
        {
            var colon = word.IndexOf(':');
            if (word.StartsWith("qid:", StringComparison.Ordinal))
            {
                return;
            }

            if (colon < 1
                || !int.TryParse(word[..colon], NumberStyles.None, CultureInfo.InvariantCulture, out var index) || index >= MostFeatures
                || !float.TryParse(word[(colon + 1)..], NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || !float.IsFinite(value))
            {
                throw new FormatException($"Line {number}: \"{word}\" is not INDEX:VALUE.");
            }

            features = Math.Max(features, index + 1);
            values.Add((grades.Count - 1, index, value));
        }

        private static ReadOnlySpan<char> Word(ref ReadOnlySpan<char> rest)
        {
            var end = rest.IndexOfAny(' ', '\t');
            var word = end < 0 ? rest : rest[..end];
            rest = end < 0 ? [] : rest[end..].TrimStart();
            return word;
        }
    }
}
