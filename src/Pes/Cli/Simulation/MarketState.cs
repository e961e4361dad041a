using Pes.Ranking;

namespace Pes.Cli.Simulation;

/// <summary>A referral that waits for its employer.</summary>
internal readonly record struct Waiting(int Person, int Week);

/// <summary>Who was placed, served and sent where: what a policy changes. Copied, it goes on from the same moment under another policy.</summary>
internal sealed class MarketState
{
    public const int Never = -1;

    public MarketState(SimulatedMarket market)
    {
        Market = market;
        (PlacedIn, PlacedAt, ServedIn) = (new int[market.People.Length], new int[market.People.Length], new int[market.People.Length]);
        Array.Fill(PlacedIn, Never);
        Array.Fill(ServedIn, Never);
        (Taken, Sent, Reviewed) = (new int[market.Vacancies.Length], new int[market.Vacancies.Length], new int[market.Vacancies.Length]);
        Pending = [.. market.Vacancies.Select(_ => new Queue<Waiting>())];
        SentTo = [.. market.People.Select(_ => new HashSet<int>())];
        Profiles = [.. market.Vacancies.Select(v => v.Profile)];
    }

    private MarketState(MarketState other)
    {
        Market = other.Market;
        (PlacedIn, PlacedAt, ServedIn) = ([.. other.PlacedIn], [.. other.PlacedAt], [.. other.ServedIn]);
        (Taken, Sent, Reviewed) = ([.. other.Taken], [.. other.Sent], [.. other.Reviewed]);
        Pending = [.. other.Pending.Select(q => new Queue<Waiting>(q))];
        SentTo = [.. other.SentTo.Select(s => new HashSet<int>(s))];
        Profiles = [.. other.Profiles];
    }

    public SimulatedMarket Market { get; }

    /// <summary>Week of placement of each person.</summary>
    public int[] PlacedIn { get; }

    public int[] PlacedAt { get; }

    /// <summary>Week of the last consultation of each person.</summary>
    public int[] ServedIn { get; }

    /// <summary>Openings taken of each vacancy.</summary>
    public int[] Taken { get; }

    /// <summary>Referrals to each vacancy so far.</summary>
    public int[] Sent { get; }

    /// <summary>Referrals that the employer looked at.</summary>
    public int[] Reviewed { get; }

    public Queue<Waiting>[] Pending { get; }

    public HashSet<int>[] SentTo { get; }

    /// <summary>Each vacancy as the service knows it today.</summary>
    public VacancyProfile[] Profiles { get; }

    public MarketState Copy() => new(this);

    public int OpeningsLeft(int vacancy) => Market.Vacancies[vacancy].Profile.OpeningsLeft - Taken[vacancy];

    /// <summary>Writes openings left and referrals pending into the profile, as the service would see them this morning.</summary>
    public void Refresh(int vacancy)
    {
        var (left, pending) = ((ushort)OpeningsLeft(vacancy), (ushort)Pending[vacancy].Count);
        if (Profiles[vacancy].OpeningsLeft != left || Profiles[vacancy].ReferralsPending != pending)
        {
            Profiles[vacancy] = Profiles[vacancy] with { OpeningsLeft = left, ReferralsPending = pending };
        }
    }
}
