using System.Globalization;
using MediatR;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Ranking.Text;

namespace Pes.Features.Employers;

/// <summary>
/// Stands for the unknown employers of a file of advertisements: one a file, unverified, of status <c>source</c>. The
/// same file has the same one.
/// </summary>
public static class KeepSourceEmployer
{
    [Allows(Role.Administrator)]
    public sealed record Command : ScopedRequest, ICommand<Guid>
    {
        public required string FileName { get; init; }

        public AuditSubject Subject(Guid value) => new("employer", value);
    }

    public sealed class Handler(Database db, TimeProvider clock) : IRequestHandler<Command, Outcome<Guid>>
    {
        private const int LongestName = 120;

        private const string FindSql = "SELECT Id FROM Employer WHERE NameKey = @NameKey AND Status = 'source'";

        private const string AddSql = """
            INSERT INTO Employer (Id, NameEn, NameKm, NameKey, Status, CreatedAt, Version) VALUES (@Id, @NameEn, @NameKm, @NameKey, 'source', @Now, 1)
            """;

        public async Task<Outcome<Guid>> Handle(Command command, CancellationToken cancellationToken)
        {
            var file = KhmerText.SafeCut(command.FileName, LongestName);
            var nameEn = string.Create(CultureInfo.InvariantCulture, $"Advertisements of {file}");
            var nameKey = KhmerText.FoldKey(nameEn);
            var known = await db.FirstOrDefaultAsync<Guid?>(FindSql, new { NameKey = nameKey }, cancellationToken);
            if (known is { } there)
            {
                return there;
            }

            var id = Guid.CreateVersion7();
            await db.ExecuteAsync(
                AddSql,
                new { Id = id, NameEn = nameEn, NameKm = $"ដំណឹងជ្រើសរើសពីឯកសារ {file}", NameKey = nameKey, Now = clock.GetUtcNow().UtcDateTime },
                cancellationToken);
            return id;
        }
    }
}
