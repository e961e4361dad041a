using Pes.Features.RankingModels;
using Pes.Features.Reference;
using Pes.Platform.Data;
using Pes.Platform.Security;
using Pes.Platform.Text;
using Pes.Ranking;
using Pes.Ranking.Allocation;

namespace Pes.Features.Matching;

/// <summary>Opens the list of vacancies of one jobseeker as it stands now.</summary>
public sealed class VacancyLists(
    Database db, VacancySnapshotSource source, RankingInCharge ranking, SpreadSettings spread, Vocabulary vocabulary, IConfiguration configuration, TimeProvider clock)
{
    private const string HiddenSql = """
        SELECT a.Id, a.VacancyId, v.Seq AS VacancySeq, a.Reason
        FROM MatchAction a
        JOIN Vacancy v ON v.Id = a.VacancyId
        WHERE a.CaseFileId = @CaseFileId AND a.Action = 'hide' AND a.UndoneAt IS NULL
        ORDER BY a.Seq DESC
        """;

    /// <summary>Null where the reader does not see the case.</summary>
    internal async Task<VacancyList?> OpenAsync(Scope scope, Guid caseFileId, CancellationToken ct)
    {
        var today = clock.TodayInCambodia();
        if (await MatchedCase.WithProfileAsync(db, vocabulary, scope, caseFileId, today, ct) is not var (found, jobseeker))
        {
            return null;
        }

        var isRanked = PlainOrder.IsSwitchedOn(configuration);
        var version = isRanked ? await ranking.CurrentAsync(ct) : RankingVersion.Prior;
        return new()
        {
            Case = found,
            Jobseeker = jobseeker,
            Today = today,
            IsRanked = isRanked,
            Version = version,
            Rule = isRanked ? spread.RuleOf(version) : default,
            Picture = await source.CurrentAsync(ct),
            Hidden = await db.QueryAsync<HiddenRow>(HiddenSql, new { CaseFileId = caseFileId }, ct),
            Moves = await MovedRows.OfCaseAsync(db, caseFileId, ct),
        };
    }
}

/// <summary>A vacancy that an officer hid from the lists of one jobseeker.</summary>
internal sealed record HiddenRow
{
    public required Guid Id { get; init; }

    public required Guid VacancyId { get; init; }

    public required long VacancySeq { get; init; }

    public required string? Reason { get; init; }
}

/// <summary>
/// The list of one jobseeker, whole or under a filter of the reader: what no officer moved by score, what one moved where she put it, what one hid nowhere.
/// Under a filter the rows that pass it stand in the order of the whole list.
/// </summary>
internal sealed record VacancyList : IMovableList
{
    public required MatchedCase Case { get; init; }

    public required JobseekerProfile Jobseeker { get; init; }

    public required DateOnly Today { get; init; }

    /// <summary>False where ranking is switched off and the newest stand first.</summary>
    public required bool IsRanked { get; init; }

    public required RankingVersion Version { get; init; }

    public required SpreadRule Rule { get; init; }

    public required VacancyPicture Picture { get; init; }

    public required IReadOnlyList<HiddenRow> Hidden { get; init; }

    /// <summary>By place in the whole list.</summary>
    public required IReadOnlyList<MovedRow> Moves { get; init; }

    /// <summary>The first rows.</summary>
    /// <param name="count">Rows wanted; where there are more, some more may come.</param>
    public VacancyRows First(MatchFilter filter, int count, CancellationToken ct)
    {
        var moved = new MovedPlaces(Moves, m => m.IsThere && Picture.BySeq(m.VacancySeq) is not null, m => filter.Lets(Picture.BySeq(m.VacancySeq)!.Value));
        if (filter != MatchFilter.None && moved.Last is { } last)
        {
            var others = Others(Ranked(MatchFilter.None, last + Hidden.Count + Moves.Count, ct));
            var passing = Picture.All.Where(filter.Lets).Select(v => v.Profile.Id).ToHashSet();
            moved = moved.Among([.. others.Select(m => passing.Contains(m.Id))]);
        }

        var ranked = Ranked(filter, count + Hidden.Count + Moves.Count, ct);
        var (rows, at) = moved.Lay(Others(ranked), m => new ListedRow(m.VacancyId, Rank: 0, Score: 0));
        return new(ranked, rows, at);
    }

    Task<IReadOnlyList<Guid>> IMovableList.FirstAsync(MatchFilter filter, int count, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<Guid>>([.. First(filter, count, ct).Rows.Select(r => r.Id)]);

    /// <summary>The rows of a page with their reasons, and the run of those that stand by score; only what is shown is explained.</summary>
    public (MatchRun Run, List<Match> Shown) Explain(RankedList ranked, IReadOnlyList<ListedRow> page)
    {
        var moved = Moves.ToDictionary(m => m.VacancyId);
        var run = ranked.Explain(page.Where(r => !moved.ContainsKey(r.Id)));
        var byScore = run.Rows.ToDictionary(m => m.Id);
        return (run, [.. page.Select(r => byScore.GetValueOrDefault(r.Id) ?? Told(moved[r.Id]))]);

        Match Told(MovedRow row) => PlainOrder.Silence(Version.Explain(Jobseeker, Picture.BySeq(row.VacancySeq)!.Value.Profile, Today), run.ModelVersion);
    }

    private RankedList Ranked(MatchFilter filter, int wanted, CancellationToken ct) => IsRanked
        ? Version.VacanciesFor(Jobseeker, Picture, filter, Today, wanted, Rule, ct)
        : PlainOrder.VacanciesFor(Jobseeker, [.. Picture.All.Where(filter.Lets).Select(v => v.Profile)], Today, wanted);

    private List<ListedRow> Others(RankedList ranked)
    {
        HashSet<Guid> apart = [.. Hidden.Select(h => h.VacancyId), .. Moves.Select(m => m.VacancyId)];
        return [.. ranked.Rows.Where(r => !apart.Contains(r.Id))];
    }
}

/// <summary>The first rows of a list, not yet explained.</summary>
/// <param name="Ranked">What they were made of.</param>
/// <param name="Moved">Which of them (from 0) an officer moved.</param>
internal sealed record VacancyRows(RankedList Ranked, List<ListedRow> Rows, IReadOnlySet<int> Moved);
