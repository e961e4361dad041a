using System.Runtime.CompilerServices;
using Pes.Features.Matching;
using Pes.Ranking;
using Pes.Tests.Support;

namespace Pes.Tests.Features.Matching;

/// <summary>A picture of the live vacancies lets go of those before it, whatever readers have asked of them.</summary>
public sealed class PictureMemoryTests
{
    private static readonly DateOnly Today = new(2026, 11, 22);

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void Holds_no_picture_before_it(bool prior, bool learned)
    {
        var (now, before) = AfterFiftyChanges(prior, learned);
        GC.Collect();
        Assert.False(before.IsAlive);
        Assert.Equal(51, now.Count);
        Assert.Equal(51, now.Snapshot(MatchFilter.None).Count);
        var anybody = new JobseekerProfile { Id = Guid.CreateVersion7(), MayWork = true, MayDoHazardousWork = true, MayBeSuggested = true };
        Assert.Equal(51, now.Index.Ranked(anybody, TinyModel.Ranking, Today, int.MaxValue, new()).Count);
    }

    // In a frame of its own, so that no local keeps the old one alive.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (VacancyPicture Now, WeakReference Before) AfterFiftyChanges(bool prior, bool learned)
    {
        var picture = VacancyPicture.Of([Vacancy(0)], Today);
        if (prior)
        {
            _ = picture.Snapshot(MatchFilter.None);
        }

        if (learned)
        {
            _ = picture.Index;
        }

        var first = new WeakReference(picture);
        for (var seq = 1; seq <= 50; seq++)
        {
            picture = picture.With([Vacancy(seq)], []);
        }

        return (picture, first);
    }

    private static LiveVacancy Vacancy(int seq) => new(seq, new VacancyProfile { Id = Guid.CreateVersion7(), IsOpen = true, OpeningsLeft = 1 }, null);
}
