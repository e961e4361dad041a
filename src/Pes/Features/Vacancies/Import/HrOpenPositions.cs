using System.Globalization;
using System.Text.Json;

namespace Pes.Features.Vacancies.Import;

/// <summary>
/// Positions of HR Open 4.2 (PositionOpeningType): one opening, an array of them, or an object with
/// <c>positionOpenings</c>. Each position profile is one advertisement; what the standard says in codes is put into
/// the words that the readers of the other formats understand.
/// </summary>
internal static class HrOpenPositions
{
    public static List<Advertisement> Read(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        IEnumerable<JsonElement> openings = root.ValueKind == JsonValueKind.Array ? root.EnumerateArray() : Items(root, "positionOpenings").DefaultIfEmpty(root);
        List<Advertisement> read = [];
        foreach (var profile in openings.SelectMany(o => Items(o, "positionProfiles")))
        {
            read.Add(Advertisement(profile, read.Count + 1));
        }

        return read.Count > 0 ? read : throw new InvalidDataException("it holds no positionProfiles of HR Open.");
    }

    private static Advertisement Advertisement(JsonElement profile, int ordinal)
    {
        var qualifications = Items(profile, "positionQualifications").ToList();
        var posting = Items(profile, "postingInstructions").ToList();
        var (wage, period) = Wage(profile);
        return new Advertisement
        {
            Line = ordinal,
            Title = Text(profile, "positionTitle"),
            Text = string.Join('\n', Items(profile, "positionFormattedDescriptions").Where(d => Text(At(d, "descriptionId"), "value") != "company_description").Select(d => Text(d, "content"))
                .Concat(qualifications.Select(q => Text(q, "qualificationSummary")))
                .Concat(qualifications.SelectMany(q => Items(q, "positionCompetencies")).Select(c => Text(c, "competencyName")))
                .Where(t => t.Length > 0)),
            Places = string.Join("; ", Items(profile, "positionLocation").SelectMany(Place).Where(p => p.Length > 0).Distinct(StringComparer.Ordinal)),
            Wage = wage,
            WagePeriod = period,
            Openings = Text(profile, "positionOpenQuantity"),
            Experience = string.Join("; ", qualifications.Select(q => At(q, "experienceRequirement")).Select(e => Text(e, "yearsOfExperience")).Where(t => t.Length > 0)),
            Level = string.Join("; ", Items(profile, "careerLevels").Select(c => Text(c, "code"))),
            Education = string.Join("; ", qualifications.Select(q => At(q, "educationRequirement"))
                .Select(e => Text(e, "degreeTypeCode") is { Length: > 0 } degree ? degree : Isced(Text(e, "iscedEducationLevelCode"))).Where(t => t.Length > 0)),
            Languages = string.Join("; ", Items(profile, "workingLanguages").Select(l => Text(l, "name"))),
            Term = string.Join(' ', Strings(profile, "positionScheduleTypeCodes").Concat(Strings(profile, "positionOfferingTypes"))),
            Category = string.Join("; ", Items(profile, "jobCategories").Select(c => Text(c, "code"))),
            PublishedOn = posting.Select(p => Text(p, "start")).Where(t => t.Length > 0).DefaultIfEmpty("").Min(StringComparer.Ordinal)!,
            ClosesOn = posting.SelectMany(p => Items(p, "applicationMethods").Select(m => Text(At(m, "applicationCloseDate"), "end")).Append(Text(p, "end")))
                .FirstOrDefault(t => t.Length > 0, ""),
        };
    }

    private static IEnumerable<string> Place(JsonElement location) =>
        Text(location, "countryCode") is { Length: > 0 } country && country is not ("KH" or "KHM")
            ? ["Overseas"]
            : Items(location, "countrySubDivisions").Select(s => Text(s, "value")).Where(v => v.Length > 0).DefaultIfEmpty(Text(location, "city"));

    private static (string Wage, string Period) Wage(JsonElement profile)
    {
        foreach (var range in Items(At(profile, "offeredRemunerationPackage"), "ranges").Where(r => Text(r, "typeCode") is "BasePay" or ""))
        {
            var amounts = ((string[])["minimumAmount", "maximumAmount", "referenceAmount"]).Select(n => At(range, n)).Where(a => Text(a, "value").Length > 0).ToList();
            if (amounts.Count > 0)
            {
                return ($"{Text(amounts[0], "currency")} {string.Join(" - ", amounts.Take(2).Select(a => Text(a, "value")))}", Text(range, "intervalCode"));
            }
        }

        return ("", "");
    }

    private static string Isced(string level) => level switch
    {
        "8" => "doctorate",
        "7" => "master",
        "6" => "bachelor",
        "5" => "associate degree",
        "4" => "technical certificate",
        "3" => "upper secondary",
        "2" => "lower secondary",
        "1" => "primary",
        _ => "",
    };

    private static JsonElement At(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : default;

    private static IEnumerable<JsonElement> Items(JsonElement element, string name) => At(element, name) switch
    {
        { ValueKind: JsonValueKind.Array } array => array.EnumerateArray(),
        { ValueKind: JsonValueKind.Object } one => [one],
        _ => [],
    };

    private static IEnumerable<string> Strings(JsonElement element, string name) =>
        Items(element, name).Where(i => i.ValueKind == JsonValueKind.String).Select(i => i.GetString()!);

    private static string Text(JsonElement element, string name) => At(element, name) switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString()!.Trim(),
        { ValueKind: JsonValueKind.Number } number => number.GetDecimal().ToString(CultureInfo.InvariantCulture),
        _ => "",
    };
}
