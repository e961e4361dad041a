using System.Text;

namespace Pes.Tests.Support;

/// <summary>A case as figures count it, told by the moments and marks that matter to them.</summary>
public sealed record CountedCase(string ProvinceCode, DateTime OpenedAt, string Sex, DateOnly? BornOn, params string[] Groups)
{
    public DateOnly? StartsOn { get; init; }

    public string Evidence { get; init; } = "employer";

    public DateTime? PlacedAt { get; init; }

    public (DateTime SentAt, DateOnly DueOn, DateTime? AnsweredAt)? Referral { get; init; }
}

public sealed partial class TestData
{
    private int countedSerial;

    /// <summary>Puts the case, its referral and its placement into the tables, dates as they are told.</summary>
    public async Task<string> CountedCaseAsync(CountedCase told, OfferedVacancy vacancy)
    {
        var (personId, caseId, cvId, placementId) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        var counsellor = await CounsellorAsync(told.ProvinceCode);
        var centre = await CentreAsync(told.ProvinceCode);
        var number = $"F-{Interlocked.Increment(ref countedSerial)}";
        await host.InDatabaseAsync(async db =>
        {
            await db.ExecuteAsync(
                """
                INSERT INTO Person (Id, FamilyName, GivenName, FamilyNameLatin, GivenNameLatin, NameKey, LatinKey, SortKey, Sex, BornOn, Language, CreatedAt, Version)
                VALUES (@personId, 'Secret', 'Name', 'Secret', 'Name', @number, @number, @Sort, @Sex, @BornOn, 'km', @OpenedAt, 1)
                """,
                new { personId, number, Sort = Encoding.UTF8.GetBytes(number), told.Sex, told.BornOn, told.OpenedAt });
            await db.ExecuteAsync(
                "INSERT INTO CaseFile (Id, Number, PersonId, CentreId, CounsellorId, Status, OpenedAt, Version) VALUES (@caseId, @number, @personId, @centre, @counsellor, 'open', @OpenedAt, 1)",
                new { caseId, number, personId, centre, counsellor, told.OpenedAt });
            foreach (var group in told.Groups)
            {
                await db.ExecuteAsync("INSERT INTO PersonPriorityGroup (PersonId, GroupCode) VALUES (@personId, @group)", new { personId, group });
            }

            if (told.Referral is { } referral)
            {
                await db.ExecuteAsync(
                    "INSERT INTO CvVersion (Id, PersonId, Number, IsCurrent, Document, CreatedAt) VALUES (@cvId, @personId, 1, 1, @Document, @OpenedAt)",
                    new { cvId, personId, Document = "{}"u8.ToArray(), told.OpenedAt });
                await db.ExecuteAsync(
                    """
                    INSERT INTO Referral (Id, CaseFileId, VacancyId, CvVersionId, Reason, Status, ReferredBy, SentAt, AnswerDueOn, ConsentGivenAt, AnsweredAt, Version)
                    VALUES (@Id, @caseId, @VacancyId, @cvId, 'fits', @Status, @counsellor, @SentAt, @DueOn, @SentAt, @AnsweredAt, 1)
                    """,
                    new { Id = Guid.CreateVersion7(), caseId, vacancy.VacancyId, cvId, Status = referral.AnsweredAt is null ? "sent" : "refused", counsellor, referral.SentAt, referral.DueOn, referral.AnsweredAt });
            }

            if (told.StartsOn is { } startsOn)
            {
                var placedAt = told.PlacedAt ?? startsOn.ToDateTime(new TimeOnly(3, 0), DateTimeKind.Utc);
                await db.ExecuteAsync(
                    "INSERT INTO Placement (Id, CaseFileId, EmployerId, CreatedAt, Version) VALUES (@placementId, @caseId, @EmployerId, @placedAt, 1)",
                    new { placementId, caseId, vacancy.EmployerId, placedAt });
                await db.ExecuteAsync(
                    """
                    INSERT INTO PlacementVersion (PlacementId, Number, IsCurrent, StartsOn, EvidenceGrade, RecordedBy, RecordedAt)
                    VALUES (@placementId, 1, 1, @startsOn, @Evidence, @counsellor, @placedAt)
                    """,
                    new { placementId, startsOn, told.Evidence, counsellor, placedAt });
            }

            return 0;
        });
        return number;
    }
}
