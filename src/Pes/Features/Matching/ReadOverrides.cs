using FluentValidation;
using MediatR;
using Pes.Features.Reference;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Features.Matching;

/// <summary>How often officers changed the lists that they were shown, by province and centre of the officer: counts, and no names.</summary>
public static class ReadOverrides
{
    internal const int Month = 30;

    internal const int Year = 365;

    [Allows(Role.Administrator)]
    public sealed record Query : ScopedRequest, IQuery<Answer>
    {
        /// <summary>The lists of so many days until now; 1 to 365.</summary>
        public int Days { get; init; } = Month;
    }

    public sealed class Validator : AbstractValidator<Query>
    {
        public Validator() => RuleFor(q => q.Days).InclusiveBetween(1, Year);
    }

    public sealed record Answer
    {
        public required int Days { get; init; }

        /// <summary>Of fewer lists of a province or a centre no share is told.</summary>
        public required int LeastLists { get; init; }

        /// <summary>Lists of vacancies, then lists of jobseekers.</summary>
        public required IReadOnlyList<OfKind> Kinds { get; init; }
    }

    /// <summary>One kind of list.</summary>
    /// <param name="Provinces">By code; last, where there are such lists, those of officers who work for the nation or are not known by now.</param>
    public sealed record OfKind(Overrides Nation, IReadOnlyList<OfProvince> Provinces);

    /// <param name="ProvinceCode">Null: no province.</param>
    /// <param name="Centres">By code; last, where there are such lists, those of officers who work for the whole province.</param>
    public sealed record OfProvince(string? ProvinceCode, PartOverrides All, IReadOnlyList<OfCentre> Centres);

    /// <param name="CentreId">Null: officers of the whole province.</param>
    public sealed record OfCentre(Guid? CentreId, PartOverrides All);

    /// <summary>A part of the nation.</summary>
    public sealed record PartOverrides
    {
        /// <inheritdoc cref="Overrides.Lists"/>
        public required int Lists { get; init; }

        /// <summary>Of those, the ones that an officer changed; null where there are too few lists to say.</summary>
        public required int? Overridden { get; init; }

        /// <inheritdoc cref="Overrides.Alarm"/>
        public required string? Alarm { get; init; }
    }

    public sealed class Handler(Database db, Vocabulary vocabulary, OverrideSettings settings, TimeProvider clock) : IRequestHandler<Query, Outcome<Answer>>
    {
        public async Task<Outcome<Answer>> Handle(Query query, CancellationToken cancellationToken)
        {
            var counts = await OverrideCount.SinceAsync(db, clock.GetUtcNow().UtcDateTime.AddDays(-query.Days), cancellationToken);
            return new Answer
            {
                Days = query.Days,
                LeastLists = settings.LeastListsOfPart,
                Kinds = [.. ListDirection.All.Select(d => new OfKind(Overrides.Of(d, counts, settings), [.. Split(counts.Where(c => c.Direction == d))]))],
            };
        }

        // Every centre stands there, also one at which nobody was shown a list.
        private IEnumerable<OfProvince> Split(IEnumerable<OverrideCount> counts)
        {
            var rows = counts.ToLookup(c => c.CentreId is { } id ? vocabulary.Centres[id].ProvinceCode : c.ProvinceCode, StringComparer.Ordinal);
            foreach (var province in vocabulary.Centres.Values.GroupBy(c => c.ProvinceCode, StringComparer.Ordinal).OrderBy(p => p.Key, StringComparer.Ordinal))
            {
                List<OfCentre> centres = [.. province.OrderBy(c => c.Code, StringComparer.Ordinal).Select(c => new OfCentre(c.Id, Part(rows[province.Key].Where(r => r.CentreId == c.Id))))];
                if (rows[province.Key].Any(r => r.CentreId is null))
                {
                    centres.Add(new(null, Part(rows[province.Key].Where(r => r.CentreId is null))));
                }

                yield return new(province.Key, Part(rows[province.Key]), centres);
            }

            if (rows.Contains(null))
            {
                yield return new(null, Part(rows[null]), []);
            }
        }

        private PartOverrides Part(IEnumerable<OverrideCount> of)
        {
            var (lists, overridden) = of.Aggregate((0, 0), (sum, c) => (sum.Item1 + c.Lists, sum.Item2 + c.Overridden));
            return new() { Lists = lists, Overridden = lists < settings.LeastListsOfPart ? null : overridden, Alarm = settings.AlarmOfPart(lists, overridden) };
        }
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.Get("/match-lists/overrides", (int? days, ApiEdge edge) => edge.Ask(new Query { Days = days ?? Month, Scope = edge.Scope }))
            .For<Query>("How often officers change lists, by province and centre");
}
