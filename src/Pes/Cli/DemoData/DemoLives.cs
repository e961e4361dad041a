using Pes.Platform.Text;

namespace Pes.Cli.DemoData;

/// <summary>Where a case of the shown counsellor stands, so that her desk has something of everything.</summary>
internal enum DemoScene
{
    None,
    AwaitingAnswer,
    AnswerOverdue,
    Invited,
    JustAccepted,
    JustPlaced,
    FollowUpDue,
}

/// <summary>What became of each person: consents, referrals, answers, placements, follow-ups, the end of the case.</summary>
internal sealed class DemoLives(DemoCountry country, DemoMarket market, Dice dice, DemoRows rows, DemoLists lists)
{
    private readonly DemoPeople people = new(country, market, dice, rows.Order(
        typeof(PersonRow), typeof(CaseFileRow), typeof(ConsentRow), typeof(PersonPriorityGroupRow), typeof(CvVersionRow),
        typeof(MatchRunRow), typeof(MatchRowRow), typeof(MatchOpeningRow), typeof(MatchActionRow), typeof(ReferralRow),
        typeof(PlacementRow), typeof(PlacementVersionRow), typeof(FollowUpRow), typeof(CaseEventRow)));

    private readonly Queue<DemoScene> scenes = new(
    [
        .. Enumerable.Repeat(DemoScene.FollowUpDue, 5), .. Enumerable.Repeat(DemoScene.AwaitingAnswer, 6), .. Enumerable.Repeat(DemoScene.AnswerOverdue, 3),
        .. Enumerable.Repeat(DemoScene.Invited, 2), .. Enumerable.Repeat(DemoScene.JustAccepted, 2), .. Enumerable.Repeat(DemoScene.JustPlaced, 2),
    ]);

    // In so many days a referral is answered and work begins.
    private const int DaysToSettle = 25;

    private static readonly string[] RefusalReasons =
        ["skills-lacking", "experience-lacking", "experience-lacking", "position-filled", "another-chosen", "another-chosen", "did-not-attend", "not-reachable", "wage-expectation", "language-lacking"];

    private static readonly string[] ReferralReasons =
        ["មានជំនាញត្រូវនឹងការងារ និងរស់នៅជិត។", "ធ្លាប់ធ្វើការងារស្រដៀងគ្នា និងចង់ចូលធ្វើភ្លាម។", "ចេះជំនាញសំខាន់ៗដែលនិយោជកត្រូវការ។", "ចង់រៀនការងារនេះ ហើយអាចធ្វើការពេញម៉ោង។"];

    private static readonly string[] Evidence = ["employer", "employer", "both", "both", "payroll-register", "self", "self"];

    private static readonly string[] Channels = ["call", "call", "call", "sms", "visit", "register"];

    private static readonly string[] ExitReasons = ["inactive", "inactive", "own-request", "migrated", "family", "self-employment", "training"];

    private readonly List<DemoLife> lived = [];

    private readonly HashSet<(Guid, Guid)> referred = [];

    public int Referrals { get; private set; }

    public int Placements { get; private set; }

    /// <summary>The days on which people register, oldest first: more of them lately than a year and a half ago.</summary>
    public IEnumerable<DateOnly> RegistrationDays(int count)
    {
        var days = new int[count];
        for (var i = 0; i < count; i++)
        {
            var share = dice.Share();
            days[i] = (int)(DemoGenerator.Days * (1 - Math.Sqrt(1 - share)));
        }

        Array.Sort(days, (a, b) => b.CompareTo(a));
        return days.Select(ago => country.Today.AddDays(-ago));
    }

    public void Make(DateOnly day)
    {
        var ago = country.Today.DayNumber - day.DayNumber;
        var scene = DemoScene.None;
        var person = people.Make(day, centre =>
        {
            var fits = centre.ProvinceCode == DemoStaff.ShownProvince && scenes.TryPeek(out var next) && (next == DemoScene.FollowUpDue ? ago is > 75 and < 200 : ago is > 14 and < 75);
            scene = fits ? scenes.Dequeue() : DemoScene.None;
            return fits ? country.Staff[centre.Id].Counsellors[0] : null;
        });
        Event(person, person.RegisteredAt, "registered");
        Consent(person, "case-work");
        var shares = scene != DemoScene.None || dice.Chance(0.9);
        foreach (var (purpose, given) in (ReadOnlySpan<(string, bool)>)[("share-with-employer", shares), ("statistics", dice.Chance(0.85)), ("contact-by-sms", dice.Chance(0.8)), ("payroll-check", dice.Chance(0.6))])
        {
            if (given)
            {
                Consent(person, purpose);
            }
        }

        if (dice.Chance(0.5) && ago > 2)
        {
            Event(person, country.During(day.AddDays(dice.Between(1, Math.Min(ago, 20))), dice), "note", note: dice.Pick(DemoWords.Notes));
        }

        var fate = new DemoFate();
        if (scene == DemoScene.None)
        {
            if (shares && dice.Chance(0.68))
            {
                Seek(person, fate);
            }

            if (fate.StartsOn is null && ago > 20 && dice.Chance(0.05))
            {
                Place(person, fate, day.AddDays(dice.Between(10, ago)), null, dice.Pick(market.Employers), 250 * 4100L, "fixed-term", null);
            }
        }
        else
        {
            Stage(person, fate, scene);
        }

        lived.Add(new(person, fate, shares, Close(person, fate, ago)));
    }

    /// <summary>
    /// Officers look for people for their vacancies, after all have registered, day by day: so many lists at most. Whoever has found work or left
    /// by now can only have been refused then.
    /// </summary>
    public void Suggest(DemoSuggestions suggestions, int most)
    {
        var days = Enumerable.Range(0, most).Select(_ => country.Today.AddDays(-dice.Between(DaysToSettle, DemoGenerator.Days - DaysToSettle))).Order().ToList();
        foreach (var day in days)
        {
            if (market.OpenOn(day, grown: true).ToList() is not { Count: > 0 } open)
            {
                continue;
            }

            var offered = dice.Pick(open);
            var centre = country.Centres.First(c => c.ProvinceCode == offered.ProvinceCode);
            var there = lived.Where(l => l.Shares && l.Person.Centre == centre && l.SeeksOn(day)).ToDictionary(l => l.Person.CaseFileId);
            foreach (var (person, run, fit) in suggestions.Choose(offered, day, dice.Pick(country.Staff[centre.Id].Counsellors), there.Values.Select(l => l.Person)))
            {
                var fate = there[person.CaseFileId].Fate;
                var isFree = there[person.CaseFileId].ClosedOn is null && fate.StartsOn is null && !fate.IsOpen && offered.Taken < offered.Openings;
                var isAccepted = dice.Chance(0.38 * (0.3 + (1.4 * fit))) && isFree;
                if (!referred.Contains((person.CaseFileId, offered.Id)))
                {
                    Refer(person, isFree ? fate : new(), offered, day, isAccepted ? "accepted" : "refused", day.AddDays(dice.Between(1, 9)), runId: run);
                }
            }
        }
    }

    /// <summary>Case numbers go on where the demo ends.</summary>
    public void CloseSeries()
    {
        foreach (var ((centre, year), last) in people.Numbers)
        {
            rows.Add(new NumberSeriesRow(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"case-{centre}-{year}"), last));
        }
    }

    private void Seek(DemoPerson person, DemoFate fate)
    {
        var from = person.RegisteredOn;
        HashSet<Guid> asked = [];
        for (var tries = dice.Between(1, 4); tries > 0 && fate.StartsOn is null && !fate.IsOpen; tries--)
        {
            var latest = DateOnly.FromDayNumber(Math.Min(from.DayNumber + 60, country.Today.DayNumber));
            var day = DateOnly.FromDayNumber(dice.Between(from.DayNumber, latest.DayNumber));
            var choice = lists.Choose(person, day);
            if ((choice?.Vacancy ?? market.Find(person.Wishes, person.Centre.ProvinceCode, from, latest, person.IsGrown)) is not { } vacancy || !asked.Add(vacancy.Id))
            {
                continue;
            }

            var first = Math.Max(from.DayNumber, vacancy.PublishedOn.DayNumber);
            var sent = choice is not null ? day : DateOnly.FromDayNumber(dice.Between(first, Math.Max(first, Math.Min(latest.DayNumber, vacancy.ClosesOn.DayNumber))));
            var fit = choice?.Fit ?? 0.5;
            var delay = dice.Chance(0.77) ? dice.Between(1, 7) : dice.Between(8, 20);
            var answered = sent.AddDays(delay);
            var status = answered > country.Today ? "sent"
                : dice.Chance(0.07) ? (sent.AddDays(21) > country.Today ? "sent" : "withdrawn") // who waits longer is referred elsewhere
                : dice.Weighted([0.47 * (1.7 - (1.4 * fit)), 0.05, 0.1, 0.38 * (0.3 + (1.4 * fit))]) switch
                {
                    0 => "refused",
                    1 => "withdrawn",
                    2 => answered.AddDays(15) > country.Today ? "invited" : "refused",
                    _ => vacancy.Taken < vacancy.Openings ? "accepted" : "refused",
                };
            Refer(person, fate, vacancy, sent, status, answered, runId: choice?.RunId);
            from = answered < country.Today ? answered : country.Today;
        }
    }

    private void Stage(DemoPerson person, DemoFate fate, DemoScene scene)
    {
        if (scene == DemoScene.FollowUpDue)
        {
            var began = country.Today.AddMonths(-1).AddDays(dice.Between(-6, 0));
            if (market.Find(person.Wishes, person.Centre.ProvinceCode, began.AddDays(-25), began.AddDays(-12), person.IsGrown) is { } past && past.Taken < past.Openings)
            {
                Refer(person, fate, past, began.AddDays(-14) < past.PublishedOn ? past.PublishedOn : began.AddDays(-14), "accepted", began.AddDays(-9), began, leaveDue: true);
            }

            return;
        }

        var sent = country.Today.AddDays(scene switch { DemoScene.AwaitingAnswer => -dice.Between(1, 5), DemoScene.AnswerOverdue => -dice.Between(9, 13), _ => -dice.Between(5, 6) });
        var offered = market.OfShownEmployer().Where(v => v.PublishedOn <= sent && v.Taken < v.Openings - 1).ToList();
        if (offered.Count == 0)
        {
            return;
        }

        var (status, answered) = scene switch
        {
            DemoScene.Invited => ("invited", country.Today.AddDays(-1)),
            DemoScene.JustAccepted => ("accepted", country.Today.AddDays(-1)),
            DemoScene.JustPlaced => ("accepted", country.Today.AddDays(-3)),
            _ => ("sent", country.Today.AddDays(1)),
        };
        Refer(person, fate, dice.Pick(offered), sent, status, answered, scene == DemoScene.JustPlaced ? country.Today.AddDays(4) : null, notPlacedYet: scene == DemoScene.JustAccepted);
    }

    private void Refer(
        DemoPerson person, DemoFate fate, DemoVacancy vacancy, DateOnly sentOn, string status, DateOnly answeredOn,
        DateOnly? startsOn = null, bool leaveDue = false, bool notPlacedYet = false, Guid? runId = null)
    {
        var sentAt = country.During(sentOn, dice);
        sentAt = sentAt < person.RegisteredAt ? person.RegisteredAt.AddMinutes(20) : sentAt;
        sentAt = sentAt < vacancy.PublishedAt ? vacancy.PublishedAt.AddMinutes(15) : sentAt;
        sentAt = sentAt > country.Now ? country.Now : sentAt;
        DateTime? answeredAt = status == "sent" ? null : country.During(answeredOn, dice);
        answeredAt = answeredAt < sentAt ? sentAt : answeredAt;
        var interview = status is "invited" or "accepted" && (status == "invited" || dice.Chance(0.6));
        var id = dice.Id(sentAt);
        var isWithdrawn = status == "withdrawn";
        rows.Add(new ReferralRow(
            id, person.CaseFileId, vacancy.Id, person.CvId, dice.Pick(ReferralReasons), status, person.Officer, sentAt, sentOn.AddDays(7), sentAt,
            isWithdrawn ? answeredAt : null,
            interview ? country.Now.Date.AddDays(status == "invited" ? 2 : answeredOn.DayNumber - country.Today.DayNumber).AddHours(2) : null,
            interview ? vacancy.Employer.NameKm : null, isWithdrawn ? null : answeredAt, answeredAt is null || isWithdrawn ? null : vacancy.Employer.AccountId,
            status == "refused" ? dice.Pick(RefusalReasons) : null, runId, status == "sent" ? 1 : 2));
        Referrals++;
        referred.Add((person.CaseFileId, vacancy.Id));
        Event(person, sentAt, "referral-sent", id);
        fate.See(sentAt);
        if (answeredAt is not { } at)
        {
            fate.IsOpen = true;
            return;
        }

        Event(person, at, $"referral-{status}", id, status == "withdrawn" ? person.Officer : vacancy.Employer.AccountId);
        fate.See(at);
        fate.IsOpen = status == "invited";
        if (status == "accepted")
        {
            vacancy.Taken++;
            vacancy.LastTakenAt = at > vacancy.LastTakenAt ? at : vacancy.LastTakenAt;
            var begins = startsOn ?? answeredOn.AddDays(dice.Between(3, 14));
            if (notPlacedYet || answeredOn == country.Today)
            {
                fate.IsOpen = true;
                return;
            }

            Place(person, fate, begins, vacancy, vacancy.Employer, vacancy.Wage, vacancy.Contract, (id, at), leaveDue);
        }
    }

    private void Place(
        DemoPerson person, DemoFate fate, DateOnly startsOn, DemoVacancy? vacancy, DemoEmployer employer, long wage, string contract,
        (Guid Id, DateTime AnsweredAt)? referral, bool leaveDue = false)
    {
        var recorded = country.During(referral is { } r ? DateOnly.FromDateTime(r.AnsweredAt).AddDays(dice.Between(0, 2)) : startsOn.AddDays(dice.Between(0, 5)), dice);
        recorded = referral is { } answer && recorded < answer.AnsweredAt ? answer.AnsweredAt : recorded;
        var id = dice.Id(recorded);
        rows.Add(new PlacementRow(id, person.CaseFileId, employer.Id, vacancy?.Id, referral?.Id, recorded, 1));
        var evidence = referral is null ? dice.Chance(0.7) ? "self" : "payroll-register" : dice.Pick(Evidence);
        var corrected = dice.Chance(0.05) && recorded.AddDays(3) < country.Now;
        var hours = dice.Chance(0.9) ? 48 : 24;
        rows.Add(new PlacementVersionRow(id, 1, !corrected, corrected ? startsOn.AddDays(-2) : startsOn, wage, hours, contract, corrected ? "self" : evidence, null, person.Officer, recorded));
        if (corrected)
        {
            rows.Add(new PlacementVersionRow(id, 2, true, startsOn, wage, hours, contract, evidence, "និយោជកបានបញ្ជាក់ថ្ងៃចូលធ្វើការពិតប្រាកដ។", person.Officer, recorded.AddDays(3)));
        }

        Placements++;
        Event(person, recorded, "placement-recorded", id);
        fate.See(recorded);
        fate.StartsOn = startsOn;
        FollowUp(person, fate, id, startsOn, leaveDue);
    }

    private void FollowUp(DemoPerson person, DemoFate fate, Guid placementId, DateOnly startsOn, bool leaveDue)
    {
        var employed = true;
        foreach (var months in (ReadOnlySpan<int>)[1, 3, 6, 12])
        {
            var due = startsOn.AddMonths(months);
            var late = country.Today.DayNumber - due.DayNumber;
            var done = !leaveDue && (late > 40 ? dice.Chance(0.97) : late > 15 ? dice.Chance(0.85) : late >= 0 && dice.Chance(0.45));
            var id = dice.Id(country.Now);
            if (!done)
            {
                rows.Add(new FollowUpRow(id, placementId, months, due, null, null, null, null, 1));
                continue;
            }

            var recorded = country.During(due.AddDays(dice.Between(0, Math.Min(14, late))), dice);
            employed = employed && dice.Chance(months == 12 ? 0.8 : 0.88);
            var result = dice.Chance(0.13) ? "unreachable"
                : employed ? dice.Chance(0.87) ? "employed-same" : "employed-other"
                : dice.Weighted([0.65, 0.15, 0.12, 0.08]) switch { 0 => "not-employed", 1 => "self-employed", 2 => "in-training", _ => "refused" };
            rows.Add(new FollowUpRow(id, placementId, months, due, result, dice.Pick(Channels), person.Officer, recorded, 2));
            Event(person, recorded, "follow-up-recorded", id);
            fate.See(recorded);
            fate.FollowedUpMonths = months;
        }
    }

    // The day on which the case was closed; null while it is open.
    private DateOnly? Close(DemoPerson person, DemoFate fate, int ago)
    {
        var found = fate.StartsOn is not null && fate.FollowedUpMonths >= 6 && dice.Chance(0.8);
        var left = fate.StartsOn is null && !fate.IsOpen && ago > 180 && dice.Chance(0.4);
        DateTime? closed = null;
        if (found || left)
        {
            var seen = fate.Seen > person.RegisteredAt ? fate.Seen : person.RegisteredAt;
            var at = seen.AddDays(found ? 1 : 90);
            closed = at < country.Now ? at : null;
        }

        var reason = closed is null ? null : found ? "found-work" : dice.Pick(ExitReasons);
        rows.Add(new CaseFileRow(
            person.CaseFileId, person.Number, person.Id, person.Centre.Id, person.HasCounsellor ? person.Officer : null,
            closed is null ? "open" : "closed", person.RegisteredAt, closed, reason, closed is null ? 1 : 2));
        if (closed is { } when)
        {
            Event(person, when, "closed", note: reason);
        }

        return closed is { } day ? DateOnly.FromDateTime(Formats.InCambodia(day)) : null;
    }

    private void Consent(DemoPerson person, string purpose) => rows.Add(new ConsentRow(dice.Id(person.RegisteredAt), person.Id, purpose, person.RegisteredAt, person.Officer));

    private void Event(DemoPerson person, DateTime at, string kind, Guid? subjectId = null, Guid? accountId = null, string? note = null) =>
        rows.Add(new CaseEventRow(dice.Id(at), person.CaseFileId, at, kind, accountId ?? person.Officer, subjectId, note));

    /// <summary>A life as officers find it afterwards.</summary>
    /// <param name="Shares">She agreed to be suggested.</param>
    private sealed record DemoLife(DemoPerson Person, DemoFate Fate, bool Shares, DateOnly? ClosedOn)
    {
        public bool SeeksOn(DateOnly day) => Person.RegisteredOn < day && !(ClosedOn <= day.AddDays(DaysToSettle)) && !(Fate.StartsOn <= day.AddDays(DaysToSettle));
    }

    /// <summary>What a life has come to so far.</summary>
    private sealed class DemoFate
    {
        public bool IsOpen { get; set; }

        public DateOnly? StartsOn { get; set; }

        public int FollowedUpMonths { get; set; }

        public DateTime Seen { get; private set; }

        public void See(DateTime at) => Seen = at > Seen ? at : Seen;
    }
}
