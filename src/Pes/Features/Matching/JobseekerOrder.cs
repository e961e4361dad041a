using System.Text.Json;
using Pes.Features.RankingModels;
using Pes.Features.Reference;
using Pes.Platform.Data;
using Pes.Platform.Security;
using Pes.Ranking;
using Pes.Ranking.Coarse;

namespace Pes.Features.Matching;

/// <summary>A page of the jobseekers who fit a vacancy.</summary>
/// <param name="Run">What it was made of.</param>
/// <param name="Moved">Rows shown (from 0) that an officer had moved; null: none.</param>
/// <param name="Profiles">Of those shown, by case file.</param>
/// <param name="ComparedNewest">How many of the newest cases were compared, while the ranking of all is being made ready; null where it is.</param>
internal sealed record JobseekerPage(
    MatchRun Run, IReadOnlyList<Match> Shown, IReadOnlyList<int>? Moved, IReadOnlyDictionary<Guid, JobseekerProfile> Profiles, bool HasMore, int? ComparedNewest = null);

/// <summary>
/// Ranks for a vacancy the jobseekers of open cases whom the reader may see, who agreed to be suggested and whom no officer hid from it: whoever is
/// shown was read from the database in the reader's scope, never from an index. Those whom an officer moved stand where she put them.
/// </summary>
internal sealed class JobseekerOrder(Database db, Vocabulary vocabulary, JobseekerIndexSource source)
{
    // Read, compared and shown within a fifth of a second or so: what a reader gets while nothing else is ready.
    private const int MostWithoutIndex = 2_000;

    private const int Batch = 500;

    // What the reader narrows the list by.
    private const string FilterSql = """
        (@ProvinceCode IS NULL OR EXISTS (SELECT 1 FROM Person p WHERE p.Id = c.PersonId AND p.ProvinceCode = @ProvinceCode))
          AND (@DistrictCode IS NULL OR EXISTS (SELECT 1 FROM Person p WHERE p.Id = c.PersonId AND p.DistrictCode = @DistrictCode))
          AND (@Referred IS NULL OR @Referred = CASE WHEN EXISTS (SELECT 1 FROM Referral r WHERE r.CaseFileId = c.Id AND r.VacancyId = @VacancyId) THEN 1 ELSE 0 END)
        """;

    // Those hidden go the same way, so that a page leaves out exactly them.
    private const string OpenSql = $"""
        FROM CaseFile c
        JOIN Consent k ON k.PersonId = c.PersonId AND k.Purpose = 'share-with-employer' AND k.WithdrawnAt IS NULL
        WHERE c.Status = 'open' AND {Scope.SeesCaseSql}
          AND {FilterSql}
        """;

    private const string HiddenSql = "EXISTS (SELECT 1 FROM MatchAction h WHERE h.CaseFileId = c.Id AND h.VacancyId = @VacancyId AND h.Action = 'hide' AND h.UndoneAt IS NULL)";

    private const string HiddenCasesSql = $"SELECT c.Id, c.Seq {OpenSql} AND {HiddenSql}";

    private const string CountSql = $"SELECT COUNT(*) {OpenSql} AND NOT {HiddenSql}";

    private const string NewestSql = $"""
        SELECT c.Id, c.Seq {OpenSql} AND NOT {HiddenSql}
        ORDER BY c.OpenedAt DESC, c.Seq DESC
        OFFSET @Skip ROWS FETCH NEXT @Take ROWS ONLY
        """;

    private const string WithinSql = $"SELECT c.Id, c.Seq {OpenSql}";

    private const string PassingSql = $"SELECT c.Id, c.Seq {OpenSql} AND c.Id IN (SELECT value FROM OPENJSON(@Ids))";

    private const string CentresSql = "SELECT sc.CentreId FROM ScopeCentre sc WHERE sc.SessionId = @SessionId";

    private readonly JobseekerProfiles reader = new(db, vocabulary);

    /// <param name="filter">Those it leaves out are not compared, moved or not.</param>
    /// <param name="moves">Of this list, by place.</param>
    /// <param name="first">Rows before the page.</param>
    /// <param name="size">Rows of the page.</param>
    public async Task<JobseekerPage> PageAsync(
        RankingVersion version, bool isRanked, Scope scope, VacancyProfile vacancy, MatchFilter filter, IReadOnlyList<MovedRow> moves, DateOnly today, int first, int size, CancellationToken ct)
    {
        var asked = new Asked(scope, vacancy, filter, today, first, size, new CaseArgs
        {
            SessionId = scope.SessionId,
            OwnCasesOf = scope.OwnCasesOf,
            VacancyId = vacancy.Id,
            ProvinceCode = filter.ProvinceCode,
            DistrictCode = filter.DistrictCode,
            Referred = filter.IsReferred is { } referred ? (referred ? 1 : 0) : null,
            Ids = JsonSerializer.Serialize(moves.Select(m => m.CaseFileId)),
        });
        var hidden = await db.QueryAsync<CaseRow>(HiddenCasesSql, asked.Args, ct);
        var passing = filter == MatchFilter.None || moves.Count == 0 ? null : (await db.QueryAsync<CaseRow>(PassingSql, asked.Args, ct)).Select(c => c.Id).ToHashSet();
        var moved = There(passing is null ? moves : [.. moves.Select(m => m with { IsThere = m.IsThere && passing.Contains(m.CaseFileId) })], hidden);
        var take = first + size + moves.Count + 1;
        if (!isRanked)
        {
            var newest = await NewestAsync(asked, take, letsBarred: false, ct);
            var considered = await db.SingleAsync<int>(CountSql, asked.Args, ct);
            return await LaidAsync(RankingVersion.Prior, PlainOrder.JobseekersFor(vacancy, newest, today, considered), newest, asked, moved, ct);
        }

        if (await source.SoonAsync(ct) is { } picture)
        {
            return await RankedAsync(version, picture, asked, hidden, moved, ct);
        }

        // Nobody waits until a country has been read: the newest cases in the order that needs no index.
        var some = await NewestAsync(asked, MostWithoutIndex, letsBarred: true, ct);
        var list = Matcher.Prior.JobseekersFor(vacancy, JobseekerSnapshot.Build(some), today, take, ct);
        var page = await LaidAsync(RankingVersion.Prior, list, some, asked, moved, ct);
        return some.Count == MostWithoutIndex || version.Model is not null ? page with { ComparedNewest = some.Count } : page;
    }

    // The index ranks those of the scope; those of the page are read anew, in scope, so that what changed a moment ago counts.
    private async Task<JobseekerPage> RankedAsync(
        RankingVersion version, JobseekerPicture picture, Asked asked, IReadOnlyList<CaseRow> hidden, IReadOnlyList<(MovedRow Row, int Place)> moved, CancellationToken ct)
    {
        var (vacancy, today) = (asked.Vacancy, asked.Today);
        var (mask, inScope) = await WithinAsync(picture, asked, ct);
        HashSet<int> passed = [.. hidden.Select(h => checked((int)h.Seq)), .. moved.Select(m => checked((int)m.Row.CaseSeq))];
        var found = VacancyOrder.InRoom(room => picture.Index.Ranked(vacancy, version.Model, today, asked.First + asked.Size + 1 + passed.Count, room, mask));
        var (places, _) = RowPlaces.Lay(
            [.. found.Where(r => !passed.Contains(r.Id)).Select(r => (Seq: r.Id, r.Portion))], [.. moved.Select(m => ((Seq: (int)m.Row.CaseSeq, Portion: -1), m.Place))]);
        List<(int Seq, int Portion)> page = [.. places.Skip(asked.First).Take(asked.Size)];
        var profiles = await reader.OfNumbersAsync(asked.Scope, [.. page.Select(p => p.Seq)], today, ct);
        var run = version.JobseekersFor(vacancy, page.Where(p => p.Portion >= 0 && profiles.ContainsKey(p.Seq)).Select(p => (profiles[p.Seq], p.Portion)), today, inScope - hidden.Count);

        // Who is barred by now is gone, so places on this page are counted among those who are left.
        var shownMoved = page.Index().Where(p => p.Item.Portion < 0 && profiles.ContainsKey(p.Item.Seq)).ToList();
        var (rows, shownAt) = RowPlaces.Lay(
            run.Rows, [.. shownMoved.Select(m => (profiles[m.Item.Seq], m.Index + 1)).Select(m => (version.Explain(m.Item1, vacancy, today) with { Id = m.Item1.Id }, m.Item2))]);
        return new(run, rows, RunInput.MovedOf(shownAt, 0, rows.Count), profiles.Values.ToDictionary(p => p.Id), places.Count > asked.First + asked.Size);
    }

    // A caseload, and what a filter leaves, is asked of the database, a centre of the index.
    private async Task<(CoarseMask Mask, int Count)> WithinAsync(JobseekerPicture picture, Asked asked, CancellationToken ct)
    {
        if (asked.Scope.OwnCasesOf is null && asked.Filter == MatchFilter.None)
        {
            return picture.In(await db.QueryAsync<Guid>(CentresSql, asked.Args, ct));
        }

        var own = await db.QueryAsync<CaseRow>(WithinSql, asked.Args, ct);
        return (picture.Index.Coarse.Only(own.Select(c => checked((int)c.Seq))), own.Count);
    }

    // A list over profiles that were read; only those of the page are explained.
    private async Task<JobseekerPage> LaidAsync(
        RankingVersion version, RankedList list, IReadOnlyList<JobseekerProfile> read, Asked asked, IReadOnlyList<(MovedRow Row, int Place)> moved, CancellationToken ct)
    {
        var movedIds = moved.Select(m => m.Row.CaseFileId).ToHashSet();
        var (rows, at) = RowPlaces.Lay(
            [.. list.Rows.Where(r => !movedIds.Contains(r.Id))], [.. moved.Select(m => (new ListedRow(m.Row.CaseFileId, Rank: 0, Score: 0), m.Place))]);
        List<ListedRow> page = [.. rows.Skip(asked.First).Take(asked.Size)];
        var profiles = read.ToDictionary(p => p.Id);
        foreach (var profile in await reader.OfCasesAsync(asked.Scope, [.. page.Select(r => r.Id).Where(movedIds.Contains)], asked.Today, ct))
        {
            profiles[profile.Id] = profile;
        }

        var run = list.Explain(page.Where(r => !movedIds.Contains(r.Id)));
        var ranked = run.Rows.ToDictionary(m => m.Id);
        List<Match> shown =
        [
            .. page.Select(r => ranked.GetValueOrDefault(r.Id) ?? PlainOrder.Silence(version.Explain(profiles[r.Id], asked.Vacancy, asked.Today), run.ModelVersion) with { Id = r.Id }),
        ];
        return new(run, shown, RunInput.MovedOf(at, asked.First, shown.Count), profiles, rows.Count > asked.First + asked.Size);
    }

    // In the order of the cases, the newest first.
    private async Task<List<JobseekerProfile>> NewestAsync(Asked asked, int wanted, bool letsBarred, CancellationToken ct)
    {
        List<JobseekerProfile> newest = [];
        for (var skip = 0; newest.Count < wanted; skip += Batch)
        {
            var batch = await db.QueryAsync<CaseRow>(NewestSql, asked.Args with { Skip = skip, Take = Batch }, ct);
            var found = (await reader.OfCasesAsync(asked.Scope, [.. batch.Select(c => c.Id)], asked.Today, ct)).ToDictionary(p => p.Id);
            newest.AddRange(batch.Where(c => found.ContainsKey(c.Id)).Select(c => found[c.Id])
                .Where(j => letsBarred || !Matcher.IsBarred(j, asked.Vacancy, asked.Today, suggesting: true)));
            if (batch.Count < Batch)
            {
                break;
            }
        }

        // A case opened meanwhile moves the others on, and one of them may be met again.
        return [.. newest.DistinctBy(j => j.Id).Take(wanted)];
    }

    // With the places as this list shows them.
    private static IReadOnlyList<(MovedRow Row, int Place)> There(IReadOnlyList<MovedRow> moves, IReadOnlyList<CaseRow> hidden)
    {
        var hiddenIds = hidden.Select(h => h.Id).ToHashSet();
        bool[] isThere = [.. moves.Select(m => m.IsThere && !hiddenIds.Contains(m.CaseFileId))];
        var places = RowPlaces.Shown([.. moves.Select(m => m.Place)], isThere);
        return [.. moves.Index().Where(m => isThere[m.Index]).Select(m => (m.Item, places[m.Index]))];
    }

    private sealed record Asked(Scope Scope, VacancyProfile Vacancy, MatchFilter Filter, DateOnly Today, int First, int Size, CaseArgs Args);

    private sealed record CaseArgs
    {
        public required Guid SessionId { get; init; }

        public required Guid? OwnCasesOf { get; init; }

        public required Guid VacancyId { get; init; }

        public required string? ProvinceCode { get; init; }

        public required string? DistrictCode { get; init; }

        public required int? Referred { get; init; }

        /// <summary>JSON: cases that an officer moved.</summary>
        public required string Ids { get; init; }

        public int Skip { get; init; }

        public int Take { get; init; }
    }

    private sealed record CaseRow
    {
        public required Guid Id { get; init; }

        public required long Seq { get; init; }
    }
}
