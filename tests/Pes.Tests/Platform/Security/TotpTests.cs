using System.Text;
using Pes.Platform.Security;

namespace Pes.Tests.Platform.Security;

public sealed class TotpTests
{
    // The last six digits of the eight that RFC 6238, appendix B, gives for SHA-1.
    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1234567890, "005924")]
    [InlineData(2000000000, "279037")]
    [InlineData(20000000000, "353130")]
    public void A_code_is_the_one_of_the_standard(long seconds, string code) =>
        Assert.Equal(code, Totp.Code(Encoding.ASCII.GetBytes("12345678901234567890"), Totp.Step(DateTimeOffset.FromUnixTimeSeconds(seconds))));

    [Fact]
    public void A_key_survives_base32()
    {
        Assert.Equal("12345678901234567890", Encoding.ASCII.GetString(Totp.FromBase32("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")));
        var key = Totp.NewKey();
        Assert.Equal(32, key.Length);
        Assert.NotEqual(key, Totp.NewKey());
    }

    [Theory]
    [InlineData(-2, false)]
    [InlineData(-1, true)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public void A_code_may_be_one_step_off(int steps, bool isTaken)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);
        var key = Totp.FromBase32(Totp.NewKey());
        Assert.Equal(isTaken, Totp.StepOf(key, Totp.Code(key, Totp.Step(now) + steps), now) is not null);
    }
}
