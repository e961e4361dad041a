using Pes.Platform.Data;

namespace Pes.Features.Employers;

/// <summary>A recorded employer that may be the one being typed.</summary>
public sealed record LikeEmployer
{
    private const string FindSql = """
        SELECT e.Id, e.NameEn AS Name, CASE WHEN e.RegistrationNumber = @RegistrationNumber THEN 1 ELSE 0 END AS SameRegistration
        FROM Employer e
        WHERE e.Id <> @Id AND (e.RegistrationNumber = @RegistrationNumber OR e.NameKey = @NameKey OR e.NameKmKey = @NameKmKey)
        ORDER BY CASE WHEN e.RegistrationNumber = @RegistrationNumber THEN 0 ELSE 1 END, e.Seq
        """;

    public required Guid Id { get; init; }

    public required string Name { get; init; }

    public required bool SameRegistration { get; init; }

    internal static Task<LikeEmployer?> FindAsync(Database db, EmployerDetails details, Guid but, CancellationToken ct) =>
        db.FirstOrDefaultAsync<LikeEmployer>(FindSql, new { Id = but, details.RegistrationNumber, details.NameKey, details.NameKmKey }, ct);
}
