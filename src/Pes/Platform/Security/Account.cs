namespace Pes.Platform.Security;

/// <summary>Somebody who may sign in, as Identity and its store see the row of table Account.</summary>
public sealed record Account
{
    public required Guid Id { get; init; }

    public required string UserName { get; set; }

    public required string NormalisedUserName { get; set; }

    public required string DisplayName { get; set; }

    public string? Email { get; set; }

    public required Role Role { get; set; }

    /// <summary><c>own-cases</c>, <c>centre</c>, <c>province</c>, <c>nation</c>, <c>company</c> or <c>self</c>.</summary>
    public required string ScopeKind { get; set; }

    public Guid? CentreId { get; set; }

    public string? ProvinceCode { get; set; }

    public Guid? EmployerId { get; set; }

    public Guid? PersonId { get; set; }

    /// <summary><c>km</c> or <c>en</c>: the language of messages to this account.</summary>
    public required string Language { get; set; }

    public string? PasswordHash { get; set; }

    /// <summary>Sessions of another stamp are over.</summary>
    public required string SecurityStamp { get; set; }

    /// <summary>The authenticator's key, encrypted by data protection.</summary>
    public string? TotpKey { get; set; }

    public bool TotpEnabled { get; set; }

    public int AccessFailedCount { get; set; }

    public DateTime? LockoutEndAt { get; set; }

    public DateTime? DisabledAt { get; set; }

    public DateTime CreatedAt { get; init; }

    public int Version { get; set; } = 1;

    /// <summary>A new value for <see cref="SecurityStamp"/>.</summary>
    public static string NewStamp() => Guid.CreateVersion7().ToString("N");
}
