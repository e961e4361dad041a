namespace Pes.Platform.Security;

/// <summary>The roles of docs/access.csv. An account has one.</summary>
public enum Role
{
    None,
    Counsellor,
    CentreManager,
    Employer,
    Jobseeker,
    Monitor,
    Trainer,
    Administrator,
    Auditor,
}

/// <summary>
/// Who asks, and what part of the country's data is in front of that person. Its ids are parameters of every
/// statement that touches persons; the fragments below are how they stand in the SQL.
/// </summary>
public sealed record Scope
{
    /// <summary>Sees nothing: no session has this id.</summary>
    public static readonly Scope Nobody = new() { SessionId = Guid.Empty, AccountId = Guid.Empty, Role = Role.None };

    /// <summary>The product itself, for imports and due work at the command line; owns no session and sees no list.</summary>
    public static readonly Scope Product = new() { SessionId = Guid.Empty, AccountId = Guid.Empty, Role = Role.Administrator };

    /// <summary>
    /// Case files the reader may see. Wants alias <c>c</c> for CaseFile and parameters @SessionId, @OwnCasesOf.
    /// ScopeCentre holds the centres of the session: one for a centre, those of a province, all for the nation.
    /// </summary>
    public const string SeesCaseSql = """
        (c.CentreId IN (SELECT sc.CentreId FROM ScopeCentre sc WHERE sc.SessionId = @SessionId)
         AND (@OwnCasesOf IS NULL OR c.CounsellorId = @OwnCasesOf))
        """;

    public required Guid SessionId { get; init; }

    public required Guid AccountId { get; init; }

    public required Role Role { get; init; }

    /// <summary>Set where the account may open only the cases that are its own.</summary>
    public Guid? OwnCasesOf { get; init; }

    /// <summary>The centre the account works at; new case files begin there.</summary>
    public Guid? CentreId { get; init; }

    /// <summary>The company of an employer's account.</summary>
    public Guid? EmployerId { get; init; }

    /// <summary>The person of a jobseeker's account.</summary>
    public Guid? PersonId { get; init; }

    public bool Is(params ReadOnlySpan<Role> roles) => roles.Contains(Role);
}
