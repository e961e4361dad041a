using Pes.Platform.Data;

namespace Pes.Features.CaseFiles;

/// <summary>One thing that is due on a case.</summary>
/// <param name="Kind">A key of CaseFileWords without its <c>next-</c>.</param>
/// <param name="DueOn">A date in Cambodia; null where it is due now.</param>
/// <param name="IsLate">The date has passed.</param>
/// <param name="SubjectId">The referral or follow-up it is about.</param>
/// <param name="Detail">The employer or vacancy, for the reader.</param>
public sealed record NextStep(string Kind, DateOnly? DueOn = null, bool IsLate = false, Guid? SubjectId = null, string? Detail = null);

/// <summary>What is next on a case: what others owe, what is due, then what the profile lacks for a match.</summary>
internal static class NextSteps
{
    private const string DueSql = """
        SELECT 'answer' AS Kind, r.AnswerDueOn AS DueOn, r.Id AS SubjectId, COALESCE(v.TitleKm, v.TitleEn) AS Detail
        FROM Referral r JOIN Vacancy v ON v.Id = r.VacancyId
        WHERE r.CaseFileId = @CaseFileId AND r.AnsweredAt IS NULL AND r.ConsentWithdrawnAt IS NULL
        UNION ALL
        SELECT 'follow-up', f.DueOn, f.Id, NULL
        FROM FollowUp f JOIN Placement p ON p.Id = f.PlacementId
        WHERE p.CaseFileId = @CaseFileId AND f.RecordedAt IS NULL AND f.DueOn <= @Soon
        """;

    private const int DaysAhead = 15;

    public static async Task<IReadOnlyList<NextStep>> OfAsync(Database db, CaseFileView view, DateOnly today, CancellationToken ct)
    {
        if (view.File.Status == CaseStatus.Closed)
        {
            return [];
        }

        var due = await db.QueryAsync<Due>(DueSql, new { CaseFileId = view.File.Id, Soon = today.AddDays(DaysAhead) }, ct);
        return
        [
            .. due.OrderBy(d => d.DueOn).Select(d => new NextStep(d.Kind, d.DueOn, d.DueOn < today, d.SubjectId, d.Detail)),
            .. Lacking(view).Select(kind => new NextStep(kind)),
        ];
    }

    internal static IEnumerable<string> Lacking(CaseFileView view)
    {
        if (view.Wish.Occupations.Count == 0)
        {
            yield return "wish";
        }

        if (view.Skills.Count == 0)
        {
            yield return "skills";
        }

        if (view.Jobs.Count == 0)
        {
            yield return "work-history";
        }

        if (view.Languages.Count == 0)
        {
            yield return "languages";
        }

        if (!view.HasConsent(ConsentPurpose.ShareWithEmployer))
        {
            yield return "consent";
        }
    }

    private sealed record Due
    {
        public required string Kind { get; init; }

        public required DateOnly DueOn { get; init; }

        public required Guid SubjectId { get; init; }

        public required string? Detail { get; init; }
    }
}
