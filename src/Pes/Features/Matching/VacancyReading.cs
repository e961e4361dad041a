using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text;
using Pes.Features.Reference;
using Pes.Platform.Data;
using Pes.Ranking;
using Pes.Ranking.Text;

namespace Pes.Features.Matching;

/// <summary>
/// Makes what ranks of the extracts of vacancies: all that are live, or some. A kept extract of another version or format than
/// its vacancy's counts as none, and the vacancy's tables are read instead.
/// </summary>
internal sealed class VacancyReading(Vocabulary vocabulary)
{
    private const int TablesAtOnce = 2_000;

    // Of nearly every list.
    private const int MostOnStack = 64;

    // Kept while all are read: more is found again seldom, and costs the nearest caches.
    private const int KeptLists = 8_192;

    private const string LiveSql = "SELECT v.Seq, v.Version, v.Taken FROM Vacancy v WHERE v.Status = 'live' ORDER BY v.Seq";

    private const string KeptSql = """
        SELECT e.VacancySeq, e.Version, e.Content
        FROM VacancyExtract e
        WHERE e.VacancySeq >= @First AND e.VacancySeq <= @Last AND e.Format = @Format
        ORDER BY e.VacancySeq
        """;

    private readonly CodeNumbers<int> education = PlacesIn(vocabulary, "education");
    private readonly CodeNumbers<int> languages = PlacesIn(vocabulary, "language");
    private readonly CodeNumbers<int> licences = PlacesIn(vocabulary, "licence");
    private readonly CodeNumbers<int> accommodations = PlacesIn(vocabulary, "accommodation");

    // One text for each code of the list, whatever number of vacancies has it.
    private readonly CodeNumbers<string> hours = new(vocabulary.List("hours").Select(t => (t.Code, t.Code)));

    private readonly RelatedSkills near = vocabulary.RelatedSkills;
    private readonly OccupationWords words = vocabulary.OccupationWords;

    /// <summary>By ascending number. Two databases, so that two connections read at once.</summary>
    public async Task<LiveVacancy[]> LiveAsync(Database one, Database other, DateOnly today, CancellationToken ct)
    {
        var reading = Task.Run(() => VacancySurroundings.ReadAsync(other, null, today, ct), ct);
        List<Live> live = [];
        await one.ReadAsync(LiveSql, null, r => live.Add(new(checked((int)r.Wide(0)), r.Number(1), r.Number(2))), ct);
        var around = await reading;
        var vacancies = new LiveVacancy[live.Count];
        var middle = live.Count / 2;
        await Task.WhenAll(
            Task.Run(() => FillAsync(one, live, vacancies, 0, middle, around, ct), ct),
            Task.Run(() => FillAsync(other, live, vacancies, middle, live.Count, around, ct), ct));

        // One that was closed in the meantime has left a gap.
        return Array.TrueForAll(vacancies, v => v.IsRead) ? vacancies : Array.FindAll(vacancies, v => v.IsRead);
    }

    /// <summary>The vacancies of these ids that exist, live or not.</summary>
    public async Task<IReadOnlyList<LiveVacancy>> SomeAsync(Database db, IReadOnlyCollection<Guid> vacancyIds, DateOnly today, CancellationToken ct)
    {
        var extracts = await VacancyExtract.OfAsync(db, vacancyIds, ct);
        if (extracts.Count == 0)
        {
            return [];
        }

        var around = await VacancySurroundings.ReadAsync(db, vacancyIds, today, ct);
        var lists = new Lists(this, extracts.Count);
        return [.. extracts.Select(e => VacancyOf(e.Seq, e.IsLive, e.Taken, e.Content, around, lists))];
    }

    /// <summary>One vacancy, live or not; null where there is none.</summary>
    public async Task<VacancyProfile?> OneAsync(Database db, Guid vacancyId, DateOnly today, CancellationToken ct) =>
        await SomeAsync(db, [vacancyId], today, ct) is [var one] ? one.Profile : null;

    private async Task FillAsync(Database db, List<Live> live, LiveVacancy[] vacancies, int from, int to, VacancySurroundings around, CancellationToken ct)
    {
        if (from == to)
        {
            return;
        }

        var lists = new Lists(this, KeptLists);
        var at = from;
        await db.ReadAsync(
            KeptSql,
            new { First = live[from].Seq, Last = live[to - 1].Seq, Format = VacancyExtract.CurrentFormat },
            row =>
            {
                var seq = row.Wide(0);
                for (; at < to && live[at].Seq < seq; at++)
                {
                }

                if (at < to && live[at].Seq == seq && live[at].Version == row.Number(1))
                {
                    vacancies[at] = VacancyOf(live[at].Seq, isLive: true, live[at].Taken, row.Bytes(2), around, lists);
                }
            },
            ct);

        foreach (var gaps in Enumerable.Range(from, to - from).Where(i => !vacancies[i].IsRead).Chunk(TablesAtOnce))
        {
            var places = gaps.ToDictionary(i => live[i].Seq);
            foreach (var extract in (await VacancyExtract.OfAsync(db, places.Keys, ct)).Where(e => e.IsLive))
            {
                vacancies[places[extract.Seq]] = VacancyOf(extract.Seq, isLive: true, extract.Taken, extract.Content, around, lists);
            }
        }
    }

    private LiveVacancy VacancyOf(int seq, bool isLive, int taken, ReadOnlySpan<byte> content, VacancySurroundings around, Lists lists)
    {
        // In the order in which VacancyExtract wrote it.
        scoped var read = new ExtractReader(content);
        Span<int> room = stackalloc int[MostOnStack];
        var (id, employerId) = (read.Id(), read.Id());
        var (openings, closesOn, publishedOn) = (read.Number(), read.Number(), read.Optional());
        var occupation = read.Number();
        var (essential, near) = lists.Essential.Of(read.Ascending(room));
        var useful = lists.Codes.Of(read.Ascending(room));
        var title = lists.Titles.Of(read.Ascending(room));
        var licencesRequired = lists.Codes.Of(PlacesOf(ref read, licences, room));
        var languagesAsked = lists.Languages.Of(LevelsOf(ref read, room));
        var experience = read.Optional();
        var educationAsked = education.Find(read.Text(), out var level) ? (byte?)level : null;
        var (first, others) = SitesOf(ref read, around);
        var (low, high) = (read.Optional(), read.Optional());
        var hoursCode = hours.Find(read.Text(), out var code) ? code : null;
        var (contract, isHazardous) = ((Contracts)read.Number(), read.Number() == 1);
        var offered = lists.Codes.Of(PlacesOf(ref read, accommodations, room));
        var answering = around.AnsweringOf(employerId);
        return new LiveVacancy(
            seq,
            new VacancyProfile
            {
                Id = id,
                IsOpen = isLive,
                ClosesOn = DateOnly.FromDayNumber(closesOn),
                PublishedOn = publishedOn is { } day ? DateOnly.FromDayNumber(day) : null,
                OpeningsLeft = (ushort)Math.Clamp(openings - taken, 0, ushort.MaxValue),
                ReferralsPending = around.PendingOf(id),
                Occupation = (ushort)occupation,
                EssentialSkills = essential,
                UsefulSkills = useful,
                NearSkills = near,
                TitleWords = title,
                LicencesRequired = licencesRequired,
                LicencesByLaw = ByLaw(around.Law.Of((ushort)occupation)),
                LanguagesAsked = languagesAsked,
                ExperienceAsked = (ushort?)experience,
                EducationAsked = educationAsked,
                Place = first.Place,
                IsWholeProvince = first.IsWholeProvince,
                Province = first.Province,
                OtherPlaces = others,
                WageLow = low,
                WageHigh = high,
                Hours = RankingCodes.HoursOf(hoursCode),
                Contract = contract,
                WorkTimes = RankingCodes.TimesOf(hoursCode),
                IsHazardous = isHazardous,
                Accommodations = offered,
                EmployerAnswered = answering?.PerMille,
                EmployerAnswerDays = answering?.MedianDays,
            },
            hoursCode);
    }

    private int[] ByLaw(string[] codes) => codes is [] ? [] : [.. codes.Select(code => RankingCodes.Place(vocabulary, "licence", code)).OfType<int>()];

    private static Span<int> PlacesOf(ref ExtractReader read, CodeNumbers<int> list, Span<int> room)
    {
        var count = read.Number();
        var places = count <= room.Length ? room : new int[count];
        var known = 0;
        for (var i = 0; i < count; i++)
        {
            known += list.Find(read.Text(), out places[known]) ? 1 : 0;
        }

        // In one order, so that lists which are alike are one.
        places[..known].Sort();
        return places[..known];
    }

    // Language × 256 + level.
    private Span<int> LevelsOf(ref ExtractReader read, Span<int> room)
    {
        var count = read.Number();
        var levels = count <= room.Length ? room : new int[count];
        var known = 0;
        for (var i = 0; i < count; i++)
        {
            var isKnown = languages.Find(read.Text(), out var language);
            var level = read.Number();
            if (isKnown)
            {
                levels[known++] = ((byte)language << 8) | Math.Clamp(level, 0, 6);
            }
        }

        levels[..known].Sort();
        return levels[..known];
    }

    private static (WorkSite First, WorkSite[] Others) SitesOf(ref ExtractReader read, VacancySurroundings around)
    {
        var count = read.Number();
        var first = count == 0 ? default : SiteOf(ref read, around);
        var others = count <= 1 ? [] : new WorkSite[count - 1];
        for (var i = 0; i < others.Length; i++)
        {
            others[i] = SiteOf(ref read, around);
        }

        return (first, others);
    }

    private static WorkSite SiteOf(ref ExtractReader read, VacancySurroundings around)
    {
        var (province, district) = (read.Number(), read.Number());
        return around.SiteOf(province, district);
    }

    private static CodeNumbers<int> PlacesIn(Vocabulary vocabulary, string list) => new(vocabulary.List(list).Select(t => (t.Code, t.SortOrder)));

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Live(int Seq, int Version, int Taken);

    /// <summary>The lists of one thread.</summary>
    private sealed class Lists(VacancyReading reading, int places)
    {
        public RepeatedLists<(int[] Skills, int[] Near)> Essential { get; } = new(places, skills => (skills, reading.near.Of(skills)));

        public RepeatedLists<int[]> Titles { get; } = new(places, numbers => reading.words.Known(numbers));

        public RepeatedLists<int[]> Codes { get; } = new(places, codes => codes);

        public RepeatedLists<LanguageLevel[]> Languages { get; } = new(places, levels => Array.ConvertAll(levels, l => new LanguageLevel((byte)(l >> 8), (byte)l)));
    }

    /// <summary>What codes stand for, found by their bytes in an extract.</summary>
    private sealed class CodeNumbers<T>
    {
        // As long as the column of a code.
        private const int LongestCode = 40;

        private readonly Dictionary<string, T>.AlternateLookup<ReadOnlySpan<char>> byCode;

        public CodeNumbers(IEnumerable<(string Code, T Value)> codes) =>
            byCode = codes.ToDictionary(c => c.Code, c => c.Value, StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

        public bool Find(ReadOnlySpan<byte> code, [MaybeNullWhen(false)] out T value)
        {
            Span<char> letters = stackalloc char[LongestCode];
            return byCode.TryGetValue(letters[..Encoding.UTF8.GetChars(code, letters)], out value);
        }
    }
}
