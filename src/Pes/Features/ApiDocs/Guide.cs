using System.Text.Json.Nodes;
using Pes.Platform.Web.Api;

namespace Pes.Features.ApiDocs;

/// <summary>The words of the API document that no route can say, and values of this field to show in its examples.</summary>
public static class Guide
{
    public static readonly ApiGuide Make = new("Pes", Description, Tags(), Examples());

    private const string Description = """
        The API of a public employment service: everything that the pages do, from registering a jobseeker to counting placements.

        **Signing in**: send name, password and code to the sign-in operation; its token goes into `Authorization: Bearer …`.
        **Repeating**: every POST that changes something carries an `Idempotency-Key`; sent again with the same key and body, it has one effect.
        **Two at once**: a change carries the `version` that was read; if somebody else was faster the answer is 409 with both versions.
        **Errors**: `application/problem+json` with a stable `code`, a sentence in the language asked for, and `errors` by field.
        **What is out of scope is not found**: 404 says neither that it exists nor that it does not.
        **Names**: codes are those of the code lists, dates are Cambodia's (`2026-11-22`), instants are UTC, money is whole riel or cents.
        """;

    private static Dictionary<string, string> Tags() => new(StringComparer.Ordinal)
    {
        ["Accounts"] = "Signing in and out, second factors, invitations, roles and centres.",
        ["Assignments"] = "People assigned to openings together, for a fair or a mass intake.",
        ["Audit"] = "The chain of who read and changed what, and its verification.",
        ["CaseFiles"] = "Jobseekers and their case files: registration, profile, consents, wish, timeline.",
        ["Certification"] = "Certificates and how they are verified.",
        ["Counselling"] = "Appointments, action plans and what was agreed.",
        ["Employers"] = "Companies, their verification and their people.",
        ["Exports"] = "Files to take away; each export is audited.",
        ["Home"] = "The officer's day: what waits and what is due.",
        ["LabourMarket"] = "Wages, shortages and demand by occupation and province.",
        ["Matching"] = "Vacancies for a jobseeker and jobseekers for a vacancy, each with its reasons.",
        ["Monitoring"] = "Figures by month, centre, province and group, each with its denominator.",
        ["Placements"] = "Work that began: terms, evidence, follow-ups, corrections.",
        ["Portal"] = "What a jobseeker does for herself.",
        ["RankingModels"] = "Versions of the learned ranking: how they fared, which one is in charge, approval and roll-back.",
        ["Reference"] = "Code lists, occupations, skills and places.",
        ["Referrals"] = "A jobseeker proposed for a vacancy, and the employer's answer.",
        ["StaffTraining"] = "Courses for the officers themselves.",
        ["Training"] = "Courses for jobseekers, enrolments and results.",
        ["Vacancies"] = "Vacancies: drafting, checking, publishing, closing.",
    };

    private static Dictionary<string, JsonNode> Examples()
    {
        const string Example = """
            {
              "userName": "sok.dara", "password": "rice field under morning rain", "displayName": "សុខ ដារ៉ា",
              "familyName": "សុខ", "givenName": "ចាន់ធី", "familyNameLatin": "Sok", "givenNameLatin": "Chanthy",
              "sex": "female", "bornOn": "1998-04-12", "phone": "012 345 678", "email": "chanthy@example.com", "language": "km",
              "identityKind": "national-id", "identityNumber": "150123456", "provinceCode": "15", "districtCode": "1501", "addressLine": "ផ្ទះលេខ 12",
              "educationCode": "upper-secondary", "occupationCode": "5223", "iscoCode": "5223", "sectorCode": "G", "skillId": 1, "level": 2,
              "languageCode": "en", "licenceCode": "driving-a1", "hoursCode": "full-time", "contractCode": "permanent", "priorityGroups": [],
              "consents": ["case-work", "share-with-employer"], "purpose": "share-with-employer", "wishOccupations": ["5223"], "wishProvinces": ["15"],
              "occupations": ["5223"], "provinces": ["15"], "minimumWageKhr": 900000, "wageKhr": 1000000, "wageFrom": 800000, "wageTo": 1200000, "currency": "KHR", "wagePeriod": "month",
              "name": "Pursat Rice Mill", "nameEn": "Pursat Rice Mill", "nameKm": "រោងម៉ាស៊ីនកិនស្រូវពោធិ៍សាត់", "titleEn": "Shop assistant", "titleKm": "អ្នកលក់ក្នុងហាង", "title": "Shop assistant",
              "openings": 2, "closesOn": "2026-12-31", "startsOn": "2026-12-01", "startedOn": "2026-12-01", "reason": "She has sold in a shop for two years.",
              "file": "UEVTUkFOSwA=", "version": 1, "months": 6, "measure": "registrations", "month": "2026-11-01", "number": "15-2026-000123", "sort": "newest", "isco": "5223", "province": "15", "sector": "C", "hours": "full-time", "wage": 900000,
              "find-case-files.status": "open", "find-employers.status": "verified", "find-vacancies.status": "live",
              "pageNumber": 1, "pageSize": 25, "page": 1, "size": 25
            }
            """;
        return JsonNode.Parse(Example)!.AsObject().ToDictionary(p => p.Key, p => p.Value!.DeepClone(), StringComparer.Ordinal);
    }
}
