using Pes.Ranking.Text;

namespace Pes.Features.Employers;

/// <summary>The key by which two spellings of one company's name meet: folded, without its legal form.</summary>
public static class EmployerNameKey
{
    private static readonly HashSet<string> LegalForms = new(StringComparer.Ordinal)
        { "co", "ltd", "limited", "company", "plc", "inc", "corp", "corporation", "llc", "pte", "pvt", "the", "ឯក", "លីមីតធីត", "អិលធីឌី" };

    private static readonly string[] KhmerForms = ["ក្រុមហ៊ុន", "សហគ្រាស"];

    private static readonly char[] Breaks = [' ', '.', ',', '(', ')', '-', '\u00A0', '\u200B'];

    public static string Of(string name)
    {
        var words = name.Split(Breaks, StringSplitOptions.RemoveEmptyEntries);
        var kept = words.Select(KhmerText.FoldKey).Where(w => !LegalForms.Contains(w)).ToArray();
        var key = string.Concat(kept);
        foreach (var form in KhmerForms)
        {
            var folded = KhmerText.FoldKey(form);
            key = key.StartsWith(folded, StringComparison.Ordinal) && key.Length > folded.Length ? key[folded.Length..] : key;
        }

        return KhmerText.SafeCut(key.Length > 0 ? key : KhmerText.FoldKey(name), 200);
    }
}
