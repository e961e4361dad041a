using Pes.Platform.Data;
using Pes.Platform.Security;

namespace Pes.Features.Employers;

/// <summary>An employer as it is stored, where the reader may see it: staff all, a company itself.</summary>
internal sealed record EmployerRecord
{
    private const string ReadSql = """
        SELECT Id, Version, Status, StatusReason, VerifiedAt, CreatedAt FROM Employer WHERE Id = @Id AND (@EmployerId IS NULL OR Id = @EmployerId)
        """;

    private const string DetailsSql = """
        SELECT NameEn, NameKm, KindCode, RegistrationNumber, SectorCode, SizeCode, ProvinceCode, DistrictCode, AddressLine, ContactName, Phone, Email
        FROM Employer WHERE Id = @Id
        """;

    public required Guid Id { get; init; }

    public required int Version { get; init; }

    public required string Status { get; init; }

    public string? StatusReason { get; init; }

    public DateTime? VerifiedAt { get; init; }

    public required DateTime CreatedAt { get; init; }

    public EmployerDetails Details { get; init; } = new();

    public static async Task<EmployerRecord?> ReadAsync(Database db, Guid id, Scope scope, CancellationToken ct)
    {
        var args = new { Id = id, EmployerId = scope.Role == Role.Employer ? scope.EmployerId ?? Guid.Empty : (Guid?)null };
        return await db.FirstOrDefaultAsync<EmployerRecord>(ReadSql, args, ct) is { } record
            ? record with { Details = (await db.FirstOrDefaultAsync<EmployerDetails>(DetailsSql, args, ct))! }
            : null;
    }
}
