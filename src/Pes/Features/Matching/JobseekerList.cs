using System.Text.Json;
using Pes.Features.RankingModels;
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
/// The list of one vacancy, whole or under a filter of the reader: the jobseekers of open cases whom she may see, who agreed to be suggested and whom no officer
/// hid from it. Whoever is shown was read from the database in the reader's scope, never from an index. Those whom an officer moved stand where she put them;
/// under a filter the rows that pass it stand in the order of the whole list.
/// </summary>
internal sealed class JobseekerList(Database db, JobseekerProfiles reader) : IMovableList
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

    private const string CentresSql = "SELECT sc.CentreId FROM ScopeCentre sc WHERE sc.SessionId = @SessionId";

    private const string IdsSql = $"SELECT c.Id, c.Seq FROM CaseFile c WHERE c.Seq IN (SELECT CAST(value AS bigint) FROM OPENJSON(@Ids)) AND {Scope.SeesCaseSql}";

    private IReadOnlyList<CaseRow>? hiddenOfAll;

    public required Scope Scope { get; init; }

    public required VacancyProfile Vacancy { get; init; }

    public required DateOnly Today { get; init; }

    /// <summary>False where ranking is switched off and the newest cases stand first.</summary>
    public required bool IsRanked { get; init; }

    public required RankingVersion Version { get; init; }

    /// <summary>Null where ranking is switched off, and while it is being made ready.</summary>
    public required JobseekerPicture? Picture { get; init; }

    /// <summary>By place in the whole list.</summary>
    public required IReadOnlyList<MovedRow> Moves { get; init; }

    /// <param name="first">Rows before the page.</param>
    /// <param name="size">Rows of the page.</param>
    public async Task<JobseekerPage> PageAsync(MatchFilter filter, int first, int size, CancellationToken ct)
    {
        var part = await PartAsync(filter, ct);
        var (ranked, rows, at) = await RowsAsync(part, first + size + 1, ct);
        List<Row> page = [.. rows.Skip(first).Take(size)];
        var hasMore = rows.Count > first + size;
        if (ranked.List is not { } list)
        {
            return await ReadAnewAsync(page, ranked.Within - part.Hidden.Count(h => part.Passing?.Contains(h.Seq) != false), hasMore, ct);
        }

        var (run, shown, profiles) = await ExplainAsync(ranked, list, page, ct);
        int? newest = IsRanked && (ranked.Read.Count == MostWithoutIndex || Version.Model is not null) ? ranked.Read.Count : null;
        return new(run, shown, RunInput.MovedOf(at, first, shown.Count), profiles, hasMore, newest);
    }

    public async Task<IReadOnlyList<Guid>> FirstAsync(MatchFilter filter, int count, CancellationToken ct)
    {
        var (_, rows, _) = await RowsAsync(await PartAsync(filter, ct), count, ct);
        var ids = (await db.QueryAsync<CaseRow>(IdsSql, new { Ids = JsonSerializer.Serialize(rows.Select(r => r.Seq)), Scope.SessionId, Scope.OwnCasesOf }, ct)).ToDictionary(c => c.Seq, c => c.Id);
        return [.. rows.Where(r => ids.ContainsKey(r.Seq)).Select(r => ids[r.Seq])];
    }

    // The first rows of a part, those moved at their places.
    private async Task<(ByScore Ranked, List<Row> Rows, HashSet<int> Moved)> RowsAsync(Part part, int count, CancellationToken ct)
    {
        var hidden = part.Hidden.Select(h => h.Seq).ToHashSet();
        var moved = new MovedPlaces(Moves, m => m.IsThere && !hidden.Contains(m.CaseSeq), m => part.Passing?.Contains(m.CaseSeq) != false);
        if (part.Passing is { } passing && moved.Last is { } last)
        {
            var whole = await ByScoreAsync(await PartAsync(MatchFilter.None, ct), last, ct);
            moved = moved.Among([.. whole.Others.Select(r => passing.Contains(r.Seq))]);
        }

        var ranked = await ByScoreAsync(part, count, ct);
        var (rows, at) = moved.Lay(ranked.Others, m => new Row(m.CaseSeq, Row.IsMoved));
        return (ranked, rows, at);
    }

    // Those whom nobody moved or hid, in their order.
    private async Task<ByScore> ByScoreAsync(Part part, int wanted, CancellationToken ct)
    {
        var apart = part.Hidden.Select(h => h.Seq).Concat(Moves.Select(m => m.CaseSeq)).ToHashSet();
        if (Picture is { } picture)
        {
            var (mask, within) = await MaskAsync(picture, part, ct);
            var found = VacancyOrder.InRoom(room => picture.Index.Ranked(Vacancy, Version.Model, Today, wanted + apart.Count, room, mask));
            return new([.. found.Where(r => !apart.Contains(r.Id)).Select(r => new Row(r.Id, r.Portion))], null, [], within);
        }

        // Nobody waits until a country has been read: the newest cases in the order that needs no index.
        var read = await NewestAsync(part, IsRanked ? MostWithoutIndex : wanted + apart.Count, ct);
        List<JobseekerProfile> profiles = [.. read.Select(r => r.Profile)];
        var list = IsRanked
            ? Matcher.Prior.JobseekersFor(Vacancy, JobseekerSnapshot.Build(profiles), Today, wanted + apart.Count, ct)
            : PlainOrder.JobseekersFor(Vacancy, profiles, Today, await db.SingleAsync<int>(CountSql, part.Args, ct));
        var numbers = read.ToDictionary(r => r.Profile.Id, r => r.Seq);
        return new([.. list.Rows.Select(r => new Row(numbers[r.Id], 0)).Where(r => !apart.Contains(r.Seq))], list, read, list.Considered);
    }

    // The index ranks those of the scope; those of the page are read anew, in scope, so that what changed a moment ago counts.
    private async Task<JobseekerPage> ReadAnewAsync(List<Row> page, int considered, bool hasMore, CancellationToken ct)
    {
        var profiles = await reader.OfNumbersAsync(Scope, [.. page.Select(p => checked((int)p.Seq))], Today, ct);
        var there = page.Index().Where(p => profiles.ContainsKey(checked((int)p.Item.Seq))).Select(p => (p.Index, p.Item.Portion, Profile: profiles[checked((int)p.Item.Seq)])).ToList();
        var run = Version.JobseekersFor(Vacancy, there.Where(p => p.Portion != Row.IsMoved).Select(p => (p.Profile, p.Portion)), Today, considered);

        // Who is barred by now is gone, so places on this page are counted among those who are left.
        var (rows, at) = RowPlaces.Lay(
            run.Rows, [.. there.Where(p => p.Portion == Row.IsMoved).Select(p => (Version.Explain(p.Profile, Vacancy, Today) with { Id = p.Profile.Id }, p.Index + 1))]);
        return new(run, rows, RunInput.MovedOf(at, 0, rows.Count), profiles.Values.ToDictionary(p => p.Id), hasMore);
    }

    // A list over profiles that were read; only those of the page are explained.
    private async Task<(MatchRun Run, List<Match> Shown, Dictionary<Guid, JobseekerProfile> Profiles)> ExplainAsync(ByScore ranked, RankedList list, List<Row> page, CancellationToken ct)
    {
        var ids = ranked.Read.ToDictionary(r => r.Seq, r => r.Profile.Id);
        var moved = Moves.ToDictionary(m => m.CaseSeq, m => m.CaseFileId);
        var byId = list.Rows.ToDictionary(r => r.Id);
        var run = list.Explain(page.Where(r => r.Portion != Row.IsMoved).Select(r => byId[ids[r.Seq]]));
        var explained = run.Rows.ToDictionary(m => m.Id);
        var profiles = ranked.Read.Select(r => r.Profile).Concat(await reader.OfCasesAsync(Scope, [.. page.Where(r => r.Portion == Row.IsMoved).Select(r => moved[r.Seq])], Today, ct))
            .DistinctBy(p => p.Id).ToDictionary(p => p.Id);
        List<Match> shown =
        [
            .. page.Select(r => r.Portion == Row.IsMoved
                ? PlainOrder.Silence(RankingVersion.Prior.Explain(profiles[moved[r.Seq]], Vacancy, Today), run.ModelVersion) with { Id = moved[r.Seq] }
                : explained[ids[r.Seq]]),
        ];
        return (run, shown, profiles);
    }

    // A caseload, and what a filter leaves, is asked of the database, a centre of the index.
    private async Task<(CoarseMask Mask, int Count)> MaskAsync(JobseekerPicture picture, Part part, CancellationToken ct)
    {
        if (part.Passing is null && Scope.OwnCasesOf is null)
        {
            return picture.In(await db.QueryAsync<Guid>(CentresSql, part.Args, ct));
        }

        var within = part.Passing ?? await WithinAsync(part.Args, ct);
        return (picture.Index.Coarse.Only(within.Select(seq => checked((int)seq))), within.Count);
    }

    private async Task<HashSet<long>> WithinAsync(CaseArgs args, CancellationToken ct) => [.. (await db.QueryAsync<CaseRow>(WithinSql, args, ct)).Select(c => c.Seq)];

    private async Task<Part> PartAsync(MatchFilter filter, CancellationToken ct)
    {
        var whole = new CaseArgs { SessionId = Scope.SessionId, OwnCasesOf = Scope.OwnCasesOf, VacancyId = Vacancy.Id };
        hiddenOfAll ??= await db.QueryAsync<CaseRow>(HiddenCasesSql, whole, ct);
        if (filter == MatchFilter.None)
        {
            return new(whole, null, hiddenOfAll);
        }

        var args = whole with { ProvinceCode = filter.ProvinceCode, DistrictCode = filter.DistrictCode, Referred = filter.IsReferred is { } referred ? (referred ? 1 : 0) : null };
        return new(args, await WithinAsync(args, ct), hiddenOfAll);
    }

    // In the order of the cases, the newest first; where nothing is ranked, without those whom a hard condition bars.
    private async Task<List<(long Seq, JobseekerProfile Profile)>> NewestAsync(Part part, int wanted, CancellationToken ct)
    {
        List<(long, JobseekerProfile)> newest = [];
        for (var skip = 0; newest.Count < wanted; skip += Batch)
        {
            var batch = await db.QueryAsync<CaseRow>(NewestSql, part.Args with { Skip = skip, Take = Batch }, ct);
            var found = (await reader.OfCasesAsync(Scope, [.. batch.Select(c => c.Id)], Today, ct)).ToDictionary(p => p.Id);
            newest.AddRange(batch.Where(c => found.ContainsKey(c.Id)).Select(c => (c.Seq, found[c.Id])).Where(c => IsRanked || !Matcher.IsBarred(c.Item2, Vacancy, Today, suggesting: true)));
            if (batch.Count < Batch)
            {
                break;
            }
        }

        // A case opened meanwhile moves the others on, and one of them may be met again.
        return [.. newest.DistinctBy(c => c.Item1).Take(wanted)];
    }

    // A jobseeker by the number of her case; which portion of a learned list she came with.
    private readonly record struct Row(long Seq, int Portion)
    {
        public const int IsMoved = -1;
    }

    // List and profiles are there where no index ranked. Within: who was compared, hidden or not.
    private sealed record ByScore(List<Row> Others, RankedList? List, List<(long Seq, JobseekerProfile Profile)> Read, int Within);

    // What a filter leaves; Passing is null of the whole list. Hidden are those of the whole list.
    private sealed record Part(CaseArgs Args, HashSet<long>? Passing, IReadOnlyList<CaseRow> Hidden);

    private sealed record CaseArgs
    {
        public required Guid SessionId { get; init; }

        public required Guid? OwnCasesOf { get; init; }

        public required Guid VacancyId { get; init; }

        public string? ProvinceCode { get; init; }

        public string? DistrictCode { get; init; }

        public int? Referred { get; init; }

        public int Skip { get; init; }

        public int Take { get; init; }
    }

    private sealed record CaseRow
    {
        public required Guid Id { get; init; }

        public required long Seq { get; init; }
    }
}
