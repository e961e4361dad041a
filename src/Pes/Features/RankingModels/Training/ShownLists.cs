using System.Runtime.InteropServices;
using Pes.Features.Matching;
using Pes.Platform.Data;
using Pes.Ranking.Pairs;

namespace Pes.Features.RankingModels.Training;

/// <summary>A list of vacancies that was shown for a jobseeker, with what came of each.</summary>
internal sealed record ShownList(Guid CaseFileId, DateTime ShownAt, JudgedList List)
{
    /// <summary>A list without any outcome says nothing about an order.</summary>
    public bool HasOutcome => List.Rows.Any(r => r.Grade > 0);
}

/// <summary>Which lists are read.</summary>
/// <param name="Since">First day.</param>
/// <param name="Until">Last day; lists that are too young for their outcomes are left out in any case.</param>
/// <param name="Maturity">How long after a list its outcomes are counted, for every list the same.</param>
/// <param name="Most">The latest so many runs; the rest is left out.</param>
internal sealed record ListWindow(DateTime? Since, DateTime Until, TimeSpan Maturity, int Most);

/// <summary>
/// Training data from the product's own logs: kept runs with the profiles as they were, and what officers and employers did
/// afterwards. Only people whose consent to statistics stands; nothing of a person but her profile for ranking is read,
/// and that has no member for what must never be an input.
/// </summary>
internal sealed class ShownLists(Database db)
{
    private const string RunsSql = """
        SELECT r.CaseFileId, r.RanAt, r.Input
        FROM MatchRun r
        WHERE r.Direction = 'vacancies' AND r.RanAt >= @Since AND r.RanAt < @Until
          AND EXISTS (SELECT 1 FROM CaseFile c JOIN Consent k ON k.PersonId = c.PersonId
                      WHERE c.Id = r.CaseFileId AND k.Purpose = 'statistics' AND k.WithdrawnAt IS NULL)
        ORDER BY r.Seq DESC
        OFFSET @Skip ROWS FETCH NEXT @Take ROWS ONLY
        """;

    private const string ActionsSql = "SELECT CaseFileId, VacancyId, Action, TakenAt FROM MatchAction WHERE UndoneAt IS NULL AND TakenAt >= @Since ORDER BY Seq";

    private const string OpeningsSql = """
        SELECT m.CaseFileId, o.SubjectId AS VacancyId, o.OpenedAt
        FROM MatchOpening o
        JOIN MatchRun m ON m.Id = o.RunId
        WHERE m.CaseFileId IS NOT NULL AND o.OpenedAt >= @Since
        ORDER BY o.OpenedAt
        """;

    // Of everybody who had a list since then, whenever it happened: who was referred before a list is left out of it.
    private const string ListedSql = "IN (SELECT m.CaseFileId FROM MatchRun m WHERE m.RanAt >= @Since AND m.CaseFileId IS NOT NULL)";

    private const string ReferralsSql = $"SELECT r.CaseFileId, r.VacancyId, r.Status, r.SentAt, r.AnsweredAt FROM Referral r WHERE r.CaseFileId {ListedSql}";

    private const string PlacementsSql = $"""
        SELECT p.CaseFileId, p.VacancyId, p.CreatedAt, f.Months, f.RecordedAt
        FROM Placement p
        LEFT JOIN FollowUp f ON f.PlacementId = p.Id AND f.ResultCode = 'employed-same'
        WHERE p.VacancyId IS NOT NULL AND p.CaseFileId {ListedSql}
        """;

    /// <summary>The lists in the order in which they were shown.</summary>
    public async Task<IReadOnlyList<ShownList>> ReadAsync(ListWindow window, DateTime now, CancellationToken ct)
    {
        var args = new
        {
            Since = window.Since ?? DateTime.UnixEpoch,
            Until = window.Until < now - window.Maturity ? window.Until : now - window.Maturity,
            Skip = 0,
            Take = window.Most,
        };
        var facts = await FactsAsync(args.Since, ct);
        Dictionary<(Guid Case, DateOnly Day), SortedDictionary<int, Run>> days = [];
        await foreach (var row in db.StreamAsync<RunRow>(RunsSql, args, ct))
        {
            // The latest come first: of several on one day the last of each page is the list.
            var input = RunInput.Parse(row.Input);
            ref var pages = ref CollectionsMarshal.GetValueRefOrAddDefault(days, (row.CaseFileId, input.Today), out _);
            (pages ??= []).TryAdd(input.Page, new Run(row.RanAt, input));
        }

        return [.. days.Select(d => Judge(d.Key.Case, d.Value.Values, facts, window.Maturity)).OfType<ShownList>().OrderBy(l => l.ShownAt).ThenBy(l => l.CaseFileId)];
    }

    private static ShownList? Judge(Guid caseFileId, IReadOnlyCollection<Run> pages, Dictionary<(Guid, Guid), PairFacts> facts, TimeSpan maturity)
    {
        SortedDictionary<Guid, JudgedVacancy> rows = [];
        foreach (var (at, input) in pages)
        {
            // What an officer had moved up, or referred to before, did not stand where the score put it.
            for (var i = input.Pinned; i < input.Vacancies.Count; i++)
            {
                var vacancy = input.Vacancies[i];
                var own = facts.GetValueOrDefault((caseFileId, vacancy.Id)) ?? new PairFacts();
                if (!(own.AppliedAt <= at))
                {
                    rows.TryAdd(vacancy.Id, new(vacancy, (byte)PairOutcomes.Of(own, at, maturity), ((input.Page - 1) * MatchVacancies.PageSize) + i + 1));
                }
            }
        }

        var last = pages.MaxBy(p => p.At)!;
        return rows.Count < 2 ? null : new(caseFileId, last.At, new(last.Input.Jobseeker!, last.Input.Today, [.. rows.Values]));
    }

    private async Task<Dictionary<(Guid, Guid), PairFacts>> FactsAsync(DateTime since, CancellationToken ct)
    {
        Dictionary<(Guid, Guid), PairFacts> facts = [];
        var args = new { Since = since };
        void Put(Guid caseFileId, Guid vacancyId, Func<PairFacts, PairFacts> change) =>
            facts[(caseFileId, vacancyId)] = change(facts.GetValueOrDefault((caseFileId, vacancyId)) ?? new PairFacts());

        foreach (var row in await db.QueryAsync<OpeningRow>(OpeningsSql, args, ct))
        {
            Put(row.CaseFileId, row.VacancyId, f => f with { OpenedAt = row.OpenedAt });
        }

        foreach (var row in await db.QueryAsync<ActionRow>(ActionsSql, args, ct))
        {
            Put(row.CaseFileId, row.VacancyId, f => row.Action == MatchActions.Pin ? f with { SavedAt = row.TakenAt } : f with { HiddenAt = row.TakenAt });
        }

        foreach (var row in await db.QueryAsync<ReferralRow>(ReferralsSql, args, ct))
        {
            Put(row.CaseFileId, row.VacancyId, f => f with { AppliedAt = row.SentAt, InvitedAt = row.Status is "invited" or "accepted" ? row.AnsweredAt : null });
        }

        foreach (var row in await db.QueryAsync<PlacementRow>(PlacementsSql, args, ct))
        {
            Put(row.CaseFileId, row.VacancyId, f => f with
            {
                HiredAt = row.CreatedAt,
                EmployedThreeMonthsAt = row.Months == 3 ? row.RecordedAt : f.EmployedThreeMonthsAt,
                EmployedSixMonthsAt = row.Months == 6 ? row.RecordedAt : f.EmployedSixMonthsAt,
            });
        }

        return facts;
    }

    private sealed record Run(DateTime At, RunInput Input);

    private sealed record RunRow
    {
        public required Guid CaseFileId { get; init; }

        public required DateTime RanAt { get; init; }

        public required byte[] Input { get; init; }
    }

    private sealed record OpeningRow
    {
        public required Guid CaseFileId { get; init; }

        public required Guid VacancyId { get; init; }

        public required DateTime OpenedAt { get; init; }
    }

    private sealed record ActionRow
    {
        public required Guid CaseFileId { get; init; }

        public required Guid VacancyId { get; init; }

        public required string Action { get; init; }

        public required DateTime TakenAt { get; init; }
    }

    private sealed record ReferralRow
    {
        public required Guid CaseFileId { get; init; }

        public required Guid VacancyId { get; init; }

        public required string Status { get; init; }

        public required DateTime SentAt { get; init; }

        public required DateTime? AnsweredAt { get; init; }
    }

    private sealed record PlacementRow
    {
        public required Guid CaseFileId { get; init; }

        public required Guid VacancyId { get; init; }

        public required DateTime CreatedAt { get; init; }

        public required int? Months { get; init; }

        public required DateTime? RecordedAt { get; init; }
    }
}
