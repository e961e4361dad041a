using System.Runtime.InteropServices;
using System.Text.Json;
using Pes.Features.Matching;
using Pes.Platform.Data;
using Pes.Ranking.Pairs;

namespace Pes.Features.RankingModels.Training;

/// <summary>What a list holds.</summary>
internal enum ListOf : byte
{
    /// <summary>Vacancies for a jobseeker.</summary>
    Vacancies = 0,

    /// <summary>Jobseekers for a vacancy.</summary>
    Jobseekers = 1,
}

/// <summary>A list that was shown, with what came of each row.</summary>
/// <param name="SubjectId">Whose list it is: a case file, or a vacancy.</param>
internal sealed record ShownList(ListOf Of, Guid SubjectId, DateTime ShownAt, JudgedList List)
{
    /// <summary>A list without any outcome cannot judge an order.</summary>
    public bool HasOutcome => List.Rows.Any(r => r.Grade > 0);

    /// <summary>There is something to learn from it: an outcome, or a row that was turned down.</summary>
    public bool Teaches => HasOutcome || List.Rows.Any(r => r.IsDismissed);
}

/// <summary>Which lists are read.</summary>
/// <param name="Since">First day.</param>
/// <param name="Until">Last day; lists that are too young for their outcomes are left out in any case.</param>
/// <param name="Maturity">How long after a list its outcomes are counted, for every list the same.</param>
/// <param name="Most">The latest so many runs; the rest is left out.</param>
internal sealed record ListWindow(DateTime? Since, DateTime Until, TimeSpan Maturity, int Most);

/// <summary>
/// Training data from the product's own logs: kept runs with the profiles as they were, and what officers and employers did
/// afterwards. Only people whose consent to statistics stands, on whichever side of a list; nothing of a person but her profile for ranking is read,
/// and that has no member for what must never be an input.
/// </summary>
internal sealed class ShownLists(Database db)
{
    // Who is on a list of jobseekers is known when it is read.
    private const int Batch = 5_000;

    private const string RunsSql = """
        SELECT r.CaseFileId, r.VacancyId, r.AccountId, r.RanAt, r.Input
        FROM MatchRun r
        WHERE r.RanAt >= @Since AND r.RanAt < @Until
          AND (r.Direction = 'jobseekers'
               OR (r.Direction = 'vacancies'
                   AND EXISTS (SELECT 1 FROM CaseFile c JOIN Consent k ON k.PersonId = c.PersonId
                               WHERE c.Id = r.CaseFileId AND k.Purpose = 'statistics' AND k.WithdrawnAt IS NULL)))
        ORDER BY r.Seq DESC
        OFFSET @Skip ROWS FETCH NEXT @Take ROWS ONLY
        """;

    private const string AgreedSql = """
        SELECT c.Id
        FROM CaseFile c
        JOIN Consent k ON k.PersonId = c.PersonId AND k.Purpose = 'statistics' AND k.WithdrawnAt IS NULL
        WHERE c.Id IN (SELECT value FROM OPENJSON(@Ids))
        """;

    // Moved down is no opinion for it: it counts as if nothing had been done.
    private const string ActionsSql = """
        SELECT CaseFileId, VacancyId, Action, TakenAt
        FROM MatchAction
        WHERE UndoneAt IS NULL AND TakenAt >= @Since AND (Action <> 'pin' OR FromPlace IS NULL OR COALESCE(ToPlace, Place) < FromPlace)
        ORDER BY Seq
        """;

    // Of a list the one side is its own, the other the row's.
    private const string OpeningsSql = """
        SELECT COALESCE(m.CaseFileId, o.SubjectId) AS CaseFileId, COALESCE(m.VacancyId, o.SubjectId) AS VacancyId, o.OpenedAt
        FROM MatchOpening o
        JOIN MatchRun m ON m.Id = o.RunId
        WHERE o.OpenedAt >= @Since
        ORDER BY o.OpenedAt
        """;

    // Of whoever and whatever had a list since then, whenever it happened: who was referred before a list is left out of it.
    private const string ListedSql = """
        (x.CaseFileId IN (SELECT m.CaseFileId FROM MatchRun m WHERE m.RanAt >= @Since AND m.CaseFileId IS NOT NULL)
         OR x.VacancyId IN (SELECT m.VacancyId FROM MatchRun m WHERE m.RanAt >= @Since AND m.VacancyId IS NOT NULL))
        """;

    // How far it went at any time: who was invited and then refused, or withdrew, was invited.
    private const string ReferralsSql = $"""
        SELECT x.CaseFileId, x.VacancyId, x.SentAt,
               COALESCE((SELECT MIN(e.At) FROM CaseEvent e WHERE e.CaseFileId = x.CaseFileId AND e.SubjectId = x.Id AND e.Kind IN ('referral-invited', 'referral-accepted')),
                        CASE WHEN x.Status IN ('invited', 'accepted') OR x.InterviewAt IS NOT NULL THEN x.AnsweredAt END) AS InvitedAt
        FROM Referral x
        WHERE {ListedSql}
        """;

    private const string PlacementsSql = $"""
        SELECT x.CaseFileId, x.VacancyId, x.CreatedAt, f.Months, f.RecordedAt
        FROM Placement x
        LEFT JOIN FollowUp f ON f.PlacementId = x.Id AND f.ResultCode = 'employed-same'
        WHERE x.VacancyId IS NOT NULL AND {ListedSql}
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
        Dictionary<ListKey, ShownDay> days = [];
        await foreach (var row in db.StreamAsync<RunRow>(RunsSql, args, ct))
        {
            // The latest come first. Officers see other people for a vacancy.
            var input = RunInput.Parse(row.Input);
            ListKey key = row.CaseFileId is { } caseFile
                ? new(ListOf.Vacancies, caseFile, default, input.Today, input.Filter ?? MatchFilter.None)
                : new(ListOf.Jobseekers, row.VacancyId!.Value, row.AccountId, input.Today, input.Filter ?? MatchFilter.None);
            ref var day = ref CollectionsMarshal.GetValueRefOrAddDefault(days, key, out _);
            (day ??= new()).Add(new Run(row.RanAt, input));
        }

        var agreed = await AgreedAsync(days.Values.SelectMany(d => d.Runs).SelectMany(r => r.Input.Jobseekers.Select(j => j.Id)), ct);
        return
        [
            .. days.Select(d => Judge(d.Key, d.Value, facts, agreed, window.Maturity)).OfType<ShownList>()
                .OrderBy(l => l.ShownAt).ThenBy(l => l.SubjectId),
        ];
    }

    private static ShownList? Judge(ListKey key, ShownDay day, Dictionary<(Guid, Guid), PairFacts> facts, HashSet<Guid> agreed, TimeSpan maturity)
    {
        SortedDictionary<Guid, JudgedPair> rows = [];
        foreach (var run in day.Last)
        {
            Add(run, _ => true);
        }

        // After each thing that she does the list is shown anew, without the row that she hid, and with the one that she moved or referred to where no score
        // had put it: such a row counts as it stood when she did it.
        foreach (var run in day.Earlier)
        {
            Add(run, pair => pair.IsDismissed || pair.Grade >= (byte)PairOutcome.Saved);
        }

        return rows.Count < 2 ? null : new(key.Of, key.SubjectId, day.Last.Max(p => p.At), new(key.Day, [.. rows.Values]));

        void Add(Run run, Func<JudgedPair, bool> counts)
        {
            var (at, input) = run;

            // What an officer had moved, or referred to before, did not stand where the score put it.
            foreach (var (_, i) in input.Ranked(Math.Max(input.Vacancies.Count, input.Jobseekers.Count)))
            {
                var (jobseeker, vacancy) = key.Of == ListOf.Vacancies ? (input.Jobseeker!, input.Vacancies[i]) : (input.Jobseekers[i], input.Vacancy!);
                var (caseFileId, found) = key.Of == ListOf.Vacancies ? (key.SubjectId, vacancy.Id) : (jobseeker.Id, jobseeker.Id);
                var own = facts.GetValueOrDefault((caseFileId, vacancy.Id)) ?? new PairFacts();
                var place = ((input.Page - 1) * MatchVacancies.PageSize) + i + 1;
                var pair = new JudgedPair(jobseeker, vacancy, (byte)PairOutcomes.Of(own, at, maturity), place, PairOutcomes.IsDismissed(own, at, maturity));
                if (!(own.AppliedAt <= at) && (key.Of == ListOf.Vacancies || agreed.Contains(caseFileId)) && counts(pair))
                {
                    rows.TryAdd(found, pair);
                }
            }
        }
    }

    private async Task<HashSet<Guid>> AgreedAsync(IEnumerable<Guid> cases, CancellationToken ct)
    {
        HashSet<Guid> agreed = [];
        foreach (var batch in cases.Distinct().Chunk(Batch))
        {
            agreed.UnionWith(await db.QueryAsync<Guid>(AgreedSql, new { Ids = JsonSerializer.Serialize(batch) }, ct));
        }

        return agreed;
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
            Put(row.CaseFileId, row.VacancyId, f => row.Action == MatchActions.Pin ? f with { SavedAt = row.TakenAt } : f with { DismissedAt = row.TakenAt });
        }

        foreach (var row in await db.QueryAsync<ReferralRow>(ReferralsSql, args, ct))
        {
            Put(row.CaseFileId, row.VacancyId, f => f with { AppliedAt = row.SentAt, InvitedAt = row.InvitedAt });
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

    /// <param name="Filter">A narrowed list is one of its own: its places are not those of the whole.</param>
    /// <param name="Reader">Who saw a list of jobseekers; all officers together of a list of vacancies.</param>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct ListKey(ListOf Of, Guid SubjectId, Guid Reader, DateOnly Day, MatchFilter Filter);

    private sealed record Run(DateTime At, RunInput Input);

    /// <summary>What was shown of one list on one day: the last of each page is the list; the earlier ones, the latest first, tell what was done in between.</summary>
    private sealed class ShownDay
    {
        private readonly SortedDictionary<int, Run> pages = [];
        private readonly List<Run> earlier = [];

        public IReadOnlyCollection<Run> Last => pages.Values;

        public IReadOnlyList<Run> Earlier => earlier;

        public IEnumerable<Run> Runs => pages.Values.Concat(earlier);

        /// <param name="run">Not later than those before.</param>
        public void Add(Run run)
        {
            if (!pages.TryAdd(run.Input.Page, run))
            {
                earlier.Add(run);
            }
        }
    }

    private sealed record RunRow
    {
        public required Guid? CaseFileId { get; init; }

        public required Guid? VacancyId { get; init; }

        public required Guid AccountId { get; init; }

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

        public required DateTime SentAt { get; init; }

        public required DateTime? InvitedAt { get; init; }
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
