using Pes.Features.RankingModels;
using Pes.Features.Reference;
using Pes.Platform.Data;
using Pes.Platform.Security;
using Pes.Ranking;
using Pes.Ranking.Pairs;

namespace Pes.Features.Matching;

/// <summary>A page of the jobseekers who fit a vacancy.</summary>
/// <param name="Run">What it was made of.</param>
/// <param name="Moved">Rows shown (from 0) that an officer had moved; null: none.</param>
/// <param name="Profiles">Of those shown, by case file.</param>
internal sealed record JobseekerPage(MatchRun Run, IReadOnlyList<Match> Shown, IReadOnlyList<int>? Moved, IReadOnlyDictionary<Guid, JobseekerProfile> Profiles, bool HasMore);

/// <summary>
/// Ranks for a vacancy the jobseekers of open cases whom the reader may see, who agreed to be suggested and whom no officer hid from it: the
/// database says who, never an index. Those whom an officer moved stand where she put them.
/// </summary>
internal sealed class JobseekerOrder(Database db, Vocabulary vocabulary, JobseekerIndexSource source)
{
    // How many profiles are read at a time; every open case in scope is scored.
    private const int Batch = 5_000;

    // What the reader narrows the list by.
    private const string FilterSql = """
        (@ProvinceCode IS NULL OR EXISTS (SELECT 1 FROM Person p WHERE p.Id = c.PersonId AND p.ProvinceCode = @ProvinceCode))
          AND (@DistrictCode IS NULL OR EXISTS (SELECT 1 FROM Person p WHERE p.Id = c.PersonId AND p.DistrictCode = @DistrictCode))
          AND (@Referred IS NULL OR @Referred = CASE WHEN EXISTS (SELECT 1 FROM Referral r WHERE r.CaseFileId = c.Id AND r.VacancyId = @VacancyId) THEN 1 ELSE 0 END)
        """;

    private const string CasesSql = $"""
        SELECT c.Id, c.Seq
        FROM CaseFile c
        JOIN Consent k ON k.PersonId = c.PersonId AND k.Purpose = 'share-with-employer' AND k.WithdrawnAt IS NULL
        WHERE c.Status = 'open' AND {Scope.SeesCaseSql}
          AND NOT EXISTS (SELECT 1 FROM MatchAction h WHERE h.CaseFileId = c.Id AND h.VacancyId = @VacancyId AND h.Action = 'hide' AND h.UndoneAt IS NULL)
          AND {FilterSql}
        ORDER BY c.OpenedAt DESC, c.Seq DESC
        """;

    private readonly JobseekerProfiles reader = new(db, vocabulary);

    /// <param name="filter">Those it leaves out are not compared, moved or not.</param>
    /// <param name="moves">Of this list, by place.</param>
    /// <param name="first">Rows before the page.</param>
    /// <param name="size">Rows of the page.</param>
    public async Task<JobseekerPage> PageAsync(
        RankingVersion version, bool isRanked, Scope scope, VacancyProfile vacancy, MatchFilter filter, IReadOnlyList<MovedRow> moves, DateOnly today, int first, int size, CancellationToken ct)
    {
        var args = new { scope.SessionId, scope.OwnCasesOf, VacancyId = vacancy.Id, filter.ProvinceCode, filter.DistrictCode, Referred = filter.IsReferred is { } referred ? (int?)(referred ? 1 : 0) : null };
        var cases = await db.QueryAsync<CaseRow>(CasesSql, args, ct);
        return isRanked && version.Model is { } model
            ? await LearnedAsync(new(version.Name, model), model, cases, scope, vacancy, moves, today, first, size, ct)
            : await PlainAsync(isRanked, cases, scope, vacancy, moves, today, first, size, ct);
    }

    private async Task<JobseekerPage> PlainAsync(
        bool isRanked, IReadOnlyList<CaseRow> cases, Scope scope, VacancyProfile vacancy, IReadOnlyList<MovedRow> moves, DateOnly today, int first, int size, CancellationToken ct)
    {
        var profiles = await ProfilesAsync(cases, scope, today, ct);
        var take = first + size + moves.Count + 1;
        var run = isRanked
            ? Matcher.Prior.JobseekersFor(vacancy, JobseekerSnapshot.Build(profiles.Values), today, take, ct)
            : PlainOrder.JobseekersFor(vacancy, profiles.Values, today, take);
        var moved = There(moves, profiles.ContainsKey);
        var (rows, at) = RowPlaces.Lay(
            [.. run.Rows.Where(m => moves.All(o => o.CaseFileId != m.Id))],
            [.. moved.Select(m => (PlainOrder.Silence(Matcher.Prior.Explain(profiles[m.CaseFileId], vacancy, today), run.ModelVersion) with { Id = m.CaseFileId }, m.Place))]);
        List<Match> shown = [.. rows.Skip(first).Take(size)];
        return new(run, shown, RunInput.MovedOf(at, first, shown.Count), profiles, rows.Count > first + size);
    }

    // The index ranks those of the scope; those of the page are read anew, in scope, so that what changed a moment ago counts.
    private async Task<JobseekerPage> LearnedAsync(
        LearnedMatcher matcher, LearnedRanking model, IReadOnlyList<CaseRow> cases, Scope scope, VacancyProfile vacancy, IReadOnlyList<MovedRow> moves, DateOnly today, int first, int size, CancellationToken ct)
    {
        var index = await source.CurrentAsync(ct);
        var ids = cases.ToDictionary(c => checked((int)c.Seq), c => c.Id);
        var open = cases.Select(c => c.Id).ToHashSet();
        var others = open.Except(moves.Select(m => m.CaseFileId)).ToHashSet();
        var found = VacancyOrder.InRoom(room => index.Ranked(vacancy, model, today, first + size + 1, room, index.Coarse.Only(ids.Where(i => others.Contains(i.Value)).Select(i => i.Key))));
        var (places, _) = RowPlaces.Lay(
            [.. RankedRow.ById(found, seq => ids[seq]).Select(r => (r.Id, r.Row.Portion))],
            [.. There(moves, open.Contains).Select(m => ((Id: m.CaseFileId, Portion: -1), m.Place))]);
        List<(Guid Id, int Portion)> page = [.. places.Skip(first).Take(size)];
        var profiles = (await reader.OfCasesAsync(scope, [.. page.Select(p => p.Id)], today, ct)).ToDictionary(p => p.Id);
        var run = matcher.JobseekersFor(vacancy, page.Where(p => p.Portion >= 0 && profiles.ContainsKey(p.Id)).Select(p => (profiles[p.Id], p.Portion)), today, cases.Count);

        // Who is barred by now is gone, so places on this page are counted among those who are left.
        var moved = page.Index().Where(p => p.Item.Portion < 0 && profiles.ContainsKey(p.Item.Id)).ToList();
        var (rows, shownAt) = RowPlaces.Lay(run.Rows, [.. moved.Select(m => (matcher.Explain(profiles[m.Item.Id], vacancy, today) with { Id = m.Item.Id }, m.Index + 1))]);
        return new(run, rows, RunInput.MovedOf(shownAt, 0, rows.Count), profiles, places.Count > first + size);
    }

    // With the places as this list shows them.
    private static IReadOnlyList<(Guid CaseFileId, int Place)> There(IReadOnlyList<MovedRow> moves, Func<Guid, bool> isOpen)
    {
        bool[] isThere = [.. moves.Select(m => m.IsThere && isOpen(m.CaseFileId))];
        var places = RowPlaces.Shown([.. moves.Select(m => m.Place)], isThere);
        return [.. moves.Index().Where(m => isThere[m.Index]).Select(m => (m.Item.CaseFileId, places[m.Index]))];
    }

    // In the order of the cases, the newest first.
    private async Task<OrderedDictionary<Guid, JobseekerProfile>> ProfilesAsync(IReadOnlyList<CaseRow> cases, Scope scope, DateOnly today, CancellationToken ct)
    {
        OrderedDictionary<Guid, JobseekerProfile> profiles = [];
        foreach (var batch in cases.Select(c => c.Id).Chunk(Batch))
        {
            var found = (await reader.OfCasesAsync(scope, batch, today, ct)).ToDictionary(p => p.Id);
            foreach (var id in batch.Where(found.ContainsKey))
            {
                profiles.Add(id, found[id]);
            }
        }

        return profiles;
    }

    private sealed record CaseRow
    {
        public required Guid Id { get; init; }

        public required long Seq { get; init; }
    }
}
