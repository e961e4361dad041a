using System.Text.Json;
using MediatR;
using Pes.Features.Reference;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Ranking.Search;

namespace Pes.Features.Vacancies;

/// <summary>Vacancies as the search reads them, whatever their status: titles, texts and names of skills as they stand now. Sent by the command line; it has no route.</summary>
public static class ReadVacancyDocuments
{
    private const int Batch = 5_000;

    [Allows(Role.Administrator)]
    public sealed record Query : ScopedRequest, IQuery<IReadOnlyList<SearchDocument>>
    {
        public required IReadOnlyList<Guid> VacancyIds { get; init; }
    }

    public sealed class Handler(Database db, Vocabulary vocabulary) : IRequestHandler<Query, Outcome<IReadOnlyList<SearchDocument>>>
    {
        private const string NumbersSql = "SELECT Seq FROM Vacancy WHERE Id IN (SELECT value FROM OPENJSON(@Ids))";

        public async Task<Outcome<IReadOnlyList<SearchDocument>>> Handle(Query request, CancellationToken cancellationToken)
        {
            List<long> numbers = [];
            foreach (var some in request.VacancyIds.Chunk(Batch))
            {
                numbers.AddRange(await db.QueryAsync<long>(NumbersSql, new { Ids = JsonSerializer.Serialize(some) }, cancellationToken));
            }

            return Outcome<IReadOnlyList<SearchDocument>>.Of(await new VacancySearchDocuments(vocabulary).ReadAsync(db, numbers, cancellationToken));
        }
    }
}
