using MediatR;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;

namespace Pes.Features.Shared.Changes;

/// <summary>Due work of each day: changes that every node has read long ago go. Its value is how many.</summary>
public static class PruneProfileChanges
{
    [Allows(Role.Administrator)]
    public sealed record Command : ScopedRequest, ICommand<int>
    {
        public AuditSubject Subject(int value) => new("profile-changes", null, Detail: string.Create(System.Globalization.CultureInfo.InvariantCulture, $"pruned={value}"));
    }

    public sealed class Handler(Database db, TimeProvider clock) : IRequestHandler<Command, Outcome<int>>
    {
        // A node reads everything anew each day, so it misses nothing that is older.
        private static readonly TimeSpan Life = TimeSpan.FromDays(2);

        private const string DeleteSql = "DELETE FROM ProfileChange WHERE ChangedAt < @Before";

        public async Task<Outcome<int>> Handle(Command request, CancellationToken cancellationToken) =>
            await db.ExecuteAsync(DeleteSql, new { Before = clock.GetUtcNow().UtcDateTime - Life }, cancellationToken);
    }
}
