using FluentValidation;
using MediatR;
using Pes.Features.Reference;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Text;
using Pes.Platform.Web;

namespace Pes.Features.Monitoring;

/// <summary>The overview: six figures of a period, and one of them by month, province, centre and group of people.</summary>
public static class ReadFigures
{
    [Allows(Role.Monitor, Role.CentreManager, Role.Counsellor, Role.Administrator)]
    public sealed record Query : ScopedRequest, IQuery<Answer>
    {
        public FigureFilter Filter { get; init; } = new();
    }

    /// <summary>All counts are within the reader's scope and suppress nothing.</summary>
    public sealed record Answer
    {
        public required FigureFilter Filter { get; init; }

        public required DateOnly From { get; init; }

        /// <summary>The day after the last.</summary>
        public required DateOnly To { get; init; }

        public required DateTime CountedAt { get; init; }

        public required IReadOnlyDictionary<Measure, Figure> Totals { get; init; }

        /// <summary>Openings that are left in the live vacancies.</summary>
        public required long OpeningsLeft { get; init; }

        public required IReadOnlyList<ByMonth> Months { get; init; }

        public required IReadOnlyList<ByPlace> Provinces { get; init; }

        public required IReadOnlyList<ByPlace> Centres { get; init; }

        /// <summary>Empty for vacancies, which have no sex and no age.</summary>
        public required IReadOnlyList<ByGroup> Groups { get; init; }
    }

    public sealed record ByMonth(DateOnly Month, Figure Figure);

    /// <param name="Code">Of the province, or of the centre.</param>
    /// <param name="CentreId">Set for a centre.</param>
    public sealed record ByPlace(string Code, Guid? CentreId, Figure Figure);

    /// <param name="Code">A code of list sex, an age band, or yes and no.</param>
    public sealed record ByGroup(Split Split, string Code, Figure Figure);

    public sealed class Validator : AbstractValidator<Query>
    {
        public Validator(Vocabulary vocabulary) => RuleFor(q => q.Filter).NotNull().SetValidator(new FigureFilterValidator(vocabulary));
    }

    public sealed class Handler(Database db, Vocabulary vocabulary, TimeProvider clock) : IRequestHandler<Query, Outcome<Answer>>
    {
        private const string CentresSql = """
            SELECT c.Id FROM Centre c JOIN ScopeCentre sc ON sc.CentreId = c.Id
            WHERE sc.SessionId = @SessionId AND (@ProvinceCode IS NULL OR c.ProvinceCode = @ProvinceCode)
            """;

        public async Task<Outcome<Answer>> Handle(Query query, CancellationToken cancellationToken)
        {
            var (filter, scope, today) = (query.Filter, query.Scope, clock.TodayInCambodia());
            var period = FigurePeriod.Last(filter.Months, today);
            Task<IReadOnlyList<FigureCell>> Cells(Measure measure) => FigureCube.ReadAsync(db, measure, period, filter, scope, today, cancellationToken);
            var (registered, referred, placed) = (await Cells(Measure.Registrations), await Cells(Measure.Referrals), await Cells(Measure.Placements));
            var (live, liveByProvince, published) = await FigureVacancies.ReadAsync(db, period, filter, scope, today, cancellationToken);
            var centres = await db.QueryAsync<Guid>(CentresSql, new { scope.SessionId, filter.ProvinceCode }, cancellationToken);
            var cells = filter.Measure switch
            {
                Measure.Referrals or Measure.Answers => referred,
                Measure.Placements => placed,
                _ => registered,
            };
            Figure Sum(Measure measure, IEnumerable<FigureCell> of) => of.Aggregate(Figure.None, (sum, cell) => sum + FigureMath.Of(measure, cell, period, today));
            var isVacancies = filter.Measure == Measure.Vacancies;
            return new Answer
            {
                Filter = filter,
                From = period.From,
                To = period.To,
                CountedAt = clock.GetUtcNow().UtcDateTime,
                OpeningsLeft = live.Openings,
                Totals = new Dictionary<Measure, Figure>
                {
                    [Measure.Registrations] = Sum(Measure.Registrations, registered),
                    [Measure.Vacancies] = live.Figure,
                    [Measure.Referrals] = Sum(Measure.Referrals, referred),
                    [Measure.Answers] = Sum(Measure.Answers, referred),
                    [Measure.Placements] = Sum(Measure.Placements, placed),
                    [Measure.PlacementRate] = Sum(Measure.PlacementRate, registered),
                },
                Months = [.. Enumerable.Range(0, period.Months).Select(number => new ByMonth(
                    period.Month(number),
                    isVacancies ? published.FirstOrDefault(p => p.Month == number)?.Figure ?? Figure.None : Sum(filter.Measure, cells.Where(c => c.Month == number))))],
                Provinces = [.. centres.Select(id => vocabulary.Centres[id].ProvinceCode).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(code => new ByPlace(
                    code, null,
                    isVacancies ? liveByProvince.FirstOrDefault(v => v.ProvinceCode == code)?.Figure ?? Figure.None
                        : Sum(filter.Measure, cells.Where(c => vocabulary.Centres[c.CentreId].ProvinceCode == code))))],
                Centres = isVacancies ? [] : [.. centres.Select(id => vocabulary.Centres[id]).OrderBy(c => c.Code, StringComparer.Ordinal).Select(centre => new ByPlace(
                    centre.Code, centre.Id, Sum(filter.Measure, cells.Where(c => c.CentreId == centre.Id))))],
                Groups = isVacancies ? [] : [.. Enum.GetValues<Split>().SelectMany(split => FigureMath.Codes(split, cells).Select(code => new ByGroup(
                    split, code, Sum(filter.Measure, cells.Where(c => FigureMath.CodeOf(split, c) == code)))))],
            };
        }
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.Get("/figures", ([AsParameters] FigureQuestion question, ApiEdge edge) => edge.Ask(new Query { Filter = question.Filter, Scope = edge.Scope }))
            .For<Query>("Read the figures of a period");
}

/// <summary>From the cells of the counts to a figure; the formulas stand in docs/figures.md.</summary>
internal static class FigureMath
{
    private static readonly string[] Ages = ["15-24", "25-34", "35-44", "45-54", "55+", "unknown"];

    private static readonly string[] YesNo = ["yes", "no"];

    private static readonly string[] Sexes = ["female", "male", "other"];

    public static Figure Of(Measure measure, FigureCell cell, FigurePeriod period, DateOnly today) => measure switch
    {
        Measure.Registrations => new(cell.Count, cell.Count, cell.Sex == "other" || cell.Age == "unknown" ? cell.Count : 0),
        Measure.Referrals => new(cell.Count, cell.Count, cell.Missing),
        Measure.Answers => new(cell.Verified, cell.Count, cell.Missing),
        Measure.Placements => new(cell.Count, cell.Count, cell.Missing),

        // While the window is open, nobody without a verified start has an outcome; afterwards only a start that she alone told is not known.
        Measure.PlacementRate => new(cell.Verified, cell.Count, period.WindowEnds(cell.Month) > today ? cell.Count - cell.Verified : cell.Missing),
        _ => Figure.None,
    };

    /// <summary>The codes of a split that a table shows: all that exist, and "unknown" only where somebody is.</summary>
    public static IEnumerable<string> Codes(Split split, IReadOnlyList<FigureCell> cells) => (split switch
    {
        Split.Sex => Sexes,
        Split.Age => Ages,
        _ => YesNo,
    }).Where(code => code != "unknown" || cells.Any(c => c.Age == code));

    public static string CodeOf(Split split, FigureCell cell) => split switch
    {
        Split.Sex => cell.Sex,
        Split.Age => cell.Age,
        Split.Disability => cell.Disability ? "yes" : "no",
        _ => cell.Returnee ? "yes" : "no",
    };
}
