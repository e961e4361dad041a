using Pes.Platform.Data;

namespace Pes.Features.CaseFiles;

/// <summary>
/// Keeps the current CV version the mirror of the profile: every command that changes the profile calls it in its
/// transaction, and a document that differs from the current one becomes the next version.
/// </summary>
internal static class CvMirror
{
    private const string PersonSql = """
        SELECT FamilyName, GivenName, FamilyNameLatin, GivenNameLatin, Phone, Email, ProvinceCode, DistrictCode, EducationCode
        FROM Person WHERE Id = @PersonId
        """;

    private const string CurrentSql = "SELECT Number, Document FROM CvVersion WHERE PersonId = @PersonId AND IsCurrent = 1";

    private const string RetireSql = "UPDATE CvVersion SET IsCurrent = 0 WHERE PersonId = @PersonId AND IsCurrent = 1";

    private const string AddSql = """
        INSERT INTO CvVersion (Id, PersonId, Number, IsCurrent, Document, CreatedAt)
        VALUES (@Id, @PersonId, @Number, 1, @Document, @Now)
        """;

    public static async Task RebuildAsync(Database db, Guid personId, DateTime now, CancellationToken ct)
    {
        var args = new { PersonId = personId };

        // Read before the profile: a change of another list that is committed meanwhile takes the next number, and this command is tried again.
        var current = await db.FirstOrDefaultAsync<Current>(CurrentSql, args, ct);
        var person = await db.SingleAsync<CvDocument>(PersonSql, args, ct);
        var document = (person with
        {
            FamilyNameLatin = Filled(person.FamilyNameLatin),
            GivenNameLatin = Filled(person.GivenNameLatin),
            Education = await db.QueryAsync<EducationRow>(ChangeEducation.ReadSql, args, ct),
            WorkHistory = await db.QueryAsync<WorkHistoryRow>(ChangeWorkHistory.ReadSql, args, ct),
            Skills = await db.QueryAsync<SkillRow>(ChangeSkills.ReadSql, args, ct),
            Languages = await db.QueryAsync<LanguageRow>(ChangeLanguages.ReadSql, args, ct),
            Licences = await db.QueryAsync<LicenceRow>(ChangeLicences.ReadSql, args, ct),
            Certificates = await db.QueryAsync<CertificateRow>(ChangeCertificates.ReadSql, args, ct),
            WishOccupations = await db.QueryAsync<string>(ChangeWish.OccupationsSql, args, ct),
        }).ToBytes();

        if (current is not null && current.Document.AsSpan().SequenceEqual(document))
        {
            return;
        }

        await db.ExecuteAsync(RetireSql, args, ct);
        await db.ExecuteAsync(AddSql, new { Id = Guid.CreateVersion7(), PersonId = personId, Number = (current?.Number ?? 0) + 1, Document = document, Now = now }, ct);
    }

    private static string? Filled(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private sealed record Current
    {
        public required int Number { get; init; }

        public required byte[] Document { get; init; }
    }
}
