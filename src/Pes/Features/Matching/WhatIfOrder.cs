using Pes.Features.RankingModels;
using Pes.Ranking;
using Pes.Ranking.Allocation;
using Pes.Ranking.WhatIf;

namespace Pes.Features.Matching;

/// <summary>What would change a list, by the version in charge and over all live vacancies, as demand is spread over them: filters and officers' marks do not count.</summary>
internal static class WhatIfOrder
{
    public static WhatIfRanking WhatIf(this RankingVersion version, JobseekerProfile jobseeker, VacancyPicture picture, DateOnly today, SpreadRule rule) => version.Model is { } model
        ? WhatIfRanking.ByModel(jobseeker, picture.Index, model, today, rule)
        : WhatIfRanking.ByPrior(jobseeker, picture.Snapshot(MatchFilter.None), today, rule);

    /// <summary>Where that ranking has a live vacancy.</summary>
    public static int? RowOf(this RankingVersion version, VacancyPicture picture, LiveVacancy vacancy) =>
        version.Model is null ? picture.Snapshot(MatchFilter.None).RowOf(vacancy.Profile.Id) : vacancy.Seq;

    /// <summary>What that ranking has in a row.</summary>
    public static VacancyProfile VacancyAt(this RankingVersion version, VacancyPicture picture, int row) =>
        version.Model is null ? picture.Snapshot(MatchFilter.None).At(row) : picture.BySeq(row)!.Value.Profile;

    /// <summary>What is gained, in the words of what is missing.</summary>
    public static string Of(this ReasonSentences sentences, Gain gain) => sentences.Of(gain.Kind == GainKind.Licence
        ? new Reason(ReasonKind.LicenceNotHeld, Direction.Missing, Term.EssentialSkills, 0, new(Unit.LicenceId, gain.Id), default)
        : new Reason(ReasonKind.EssentialSkillNotHeld, Direction.Missing, Term.EssentialSkills, 0, new(Unit.SkillId, gain.Id), default)).Sentence;
}
