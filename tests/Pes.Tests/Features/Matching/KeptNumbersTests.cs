using Pes.Tests.Support;

namespace Pes.Tests.Features.Matching;

/// <summary>Kept lists, reports and snapshots name these codes by their place in the list: a place is never given to another code, new codes go to the end.</summary>
public sealed class KeptNumbersTests
{
    [Theory]
    [InlineData("education", 0, "none primary lower-secondary upper-secondary technical-certificate technical-diploma bachelor master doctorate")]
    [InlineData("licence", 1, """
        driving-a1 driving-a driving-b driving-c driving-d driving-e forklift excavator crane security-guard welding electrician tour-guide teaching nursing midwifery pharmacy accountant
        boat food-handler first-aid medicine dentistry
        """)]
    [InlineData("language", 1, "km en zh fr th vi ko ja cja lo ms id hi ar de es ru tpu jra krr brb cmo kdt csx")]
    [InlineData("accommodation", 1, """
        step-free-access accessible-toilet sign-language written-instructions screen-reader large-print adapted-workstation seated-work flexible-hours extra-breaks quiet-place job-coach transport
        remote-work interview-support
        """)]
    public void A_code_keeps_its_number(string list, int first, string codes)
    {
        var kept = codes.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries).Index().ToDictionary(c => c.Item, c => c.Index + first);
        var now = File.ReadLines(Path.Combine(SourceTree.Root, "db", "reference", "codes.csv")).Select(line => line.Split(',')).Where(line => line[0] == list).ToDictionary(line => line[1], line => int.Parse(line[2], System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(now.Count, now.Values.Distinct().Count());
        Assert.All(kept, code => Assert.Equal(code.Value, now[code.Key]));
        Assert.All(now.Where(code => !kept.ContainsKey(code.Key)), code => Assert.True(code.Value > kept.Values.Max(), $"{code.Key} goes to the end of its list"));
    }
}
