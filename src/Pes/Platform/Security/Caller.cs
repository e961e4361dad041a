namespace Pes.Platform.Security;

/// <summary>Who is behind this request; set once by <see cref="SessionGate"/>, nobody until then.</summary>
public sealed class Caller
{
    public Scope Scope { get; private set; } = Scope.Nobody;

    public string DisplayName { get; private set; } = "";

    /// <summary>The factor of this session: <c>password</c>, <c>totp</c>, <c>passkey</c>, <c>recovery</c>.</summary>
    public string Factor { get; private set; } = "";

    public bool IsSignedIn => Scope.SessionId != Guid.Empty;

    internal void Become(Scope scope, string displayName, string factor) => (Scope, DisplayName, Factor) = (scope, displayName, factor);
}
