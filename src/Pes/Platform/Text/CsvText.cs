using System.Globalization;
using System.Text;

namespace Pes.Platform.Text;

/// <summary>
/// Writes CSV that a spreadsheet opens as text: UTF-8 with its mark, CRLF, fields quoted where needed. A field that a
/// spreadsheet would take for a formula gets an apostrophe in front, whatever blanks or full-width signs it hides behind.
/// </summary>
public sealed class CsvText
{
    // Also the full-width twins, which some spreadsheets fold to the plain signs.
    private const string FormulaSigns = "=+-@|%\uFF1D\uFF0B\uFF0D\uFF20\uFF5C";

    private static readonly System.Buffers.SearchValues<char> Quoted = System.Buffers.SearchValues.Create("\",\r\n;\t");

    private readonly StringBuilder text = new("\uFEFF");

    public CsvText Row(params ReadOnlySpan<object?> fields)
    {
        for (var i = 0; i < fields.Length; i++)
        {
            text.Append(i == 0 ? "" : ",").Append(Quote(fields[i] switch
            {
                // Our own numbers are numbers, a minus sign included.
                sbyte or byte or short or int or long or float or double or decimal => ((IFormattable)fields[i]!).ToString(null, CultureInfo.InvariantCulture),
                DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                null => "",
                var other => Harmless(other.ToString() ?? ""),
            }));
        }

        text.Append("\r\n");
        return this;
    }

    public override string ToString() => text.ToString();

    public byte[] ToBytes() => Encoding.UTF8.GetBytes(text.ToString());

    /// <summary>The text as a spreadsheet shows it and never runs it.</summary>
    internal static string Harmless(string field)
    {
        foreach (var c in field)
        {
            if (FormulaSigns.Contains(c) || c is '\t' or '\r' or '\n' or '\0')
            {
                return "'" + field.Replace("\0", "", StringComparison.Ordinal);
            }

            if (!IsBlank(c))
            {
                return field;
            }
        }

        return field;
    }

    private static bool IsBlank(char c) =>
        char.IsWhiteSpace(c) || char.IsControl(c) || c is '"' or '\'' or '\uFEFF' || CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.Format;

    private static string Quote(string field) =>
        field.AsSpan().IndexOfAny(Quoted) < 0 ? field : $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
