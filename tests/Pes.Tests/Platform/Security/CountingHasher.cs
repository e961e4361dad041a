using Microsoft.AspNetCore.Identity;
using Pes.Platform.Security;

namespace Pes.Tests.Platform.Security;

/// <summary>Counts what would have been computed, and how much of it at once.</summary>
public sealed class CountingHasher : IPasswordHasher<Account>
{
    private int count;
    private int inFlight;
    private int most;

    /// <summary>The one password that fits; none where it is null.</summary>
    public string? Right { get; set; }

    public int Count => count;

    public int MostAtOnce => most;

    public int Reset() => Interlocked.Exchange(ref count, 0);

    public string HashPassword(Account user, string password)
    {
        Interlocked.Increment(ref count);
        return "hash";
    }

    public PasswordVerificationResult VerifyHashedPassword(Account user, string hashedPassword, string providedPassword)
    {
        var now = Interlocked.Increment(ref inFlight);
        InterlockedMax(ref most, now);
        Interlocked.Increment(ref count);
        Thread.SpinWait(2000);
        Interlocked.Decrement(ref inFlight);
        return providedPassword == Right ? PasswordVerificationResult.Success : PasswordVerificationResult.Failed;
    }

    private static void InterlockedMax(ref int target, int value)
    {
        int seen;
        while (value > (seen = Volatile.Read(ref target)) && Interlocked.CompareExchange(ref target, value, seen) != seen)
        {
        }
    }
}
