using Pes.Features.RankingModels;
using Pes.Features.Reference;
using Pes.Platform.Data;
using Pes.Platform.Security;
using Pes.Platform.Text;
using Pes.Ranking;

namespace Pes.Features.Matching;

/// <summary>Opens the list of jobseekers of one vacancy as it stands now for one reader.</summary>
public sealed class JobseekerLists(
    Database db, JobseekerIndexSource source, RankingInCharge ranking, Vocabulary vocabulary, IConfiguration configuration, TimeProvider clock)
{
    /// <summary>Null where the vacancy is not open.</summary>
    internal async Task<JobseekerList?> OpenAsync(Scope scope, Guid vacancyId, CancellationToken ct)
    {
        var today = clock.TodayInCambodia();
        if (await new VacancyReading(vocabulary).OneAsync(db, vacancyId, today, ct) is not { IsOpen: true } found)
        {
            return null;
        }

        var isRanked = PlainOrder.IsSwitchedOn(configuration);
        return new(db, new(db, vocabulary))
        {
            Scope = scope,
            // Alike for all who are compared, and counted over people of other centres: left out, so that those do not show here.
            Vacancy = found with { ReferralsPending = null, EmployerAnswered = null, EmployerAnswerDays = null },
            Today = today,
            IsRanked = isRanked,
            Version = isRanked ? await ranking.CurrentAsync(ct) : RankingVersion.Prior,
            Picture = isRanked ? await source.SoonAsync(ct) : null,
            Moves = await MovedRows.OfVacancyAsync(db, scope, vacancyId, ct),
        };
    }
}
