using System.Buffers.Binary;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Pes.Platform.Security;
using Pes.Tests.Support;

namespace Pes.Tests.Platform.Security;

public sealed class PasswordTests(PesHost host) : IClassFixture<PesHost>
{
    [Theory]
    [InlineData("rice fields in may", false, null)]
    [InlineData("ricefield7may", false, "password-too-short-alone")]
    [InlineData("ricefield7may", true, null)]
    [InlineData("rice7", true, "password-too-short")]
    [InlineData("rice7", false, "password-too-short-alone")]
    [InlineData("iloveyou", true, "password-too-common")]
    [InlineData("IloveYou", true, "password-too-common")]
    [InlineData("aaaaaaaaaaaaaaaaaaaa", false, "password-too-common")]
    [InlineData("my name is sok.dara!", false, "password-holds-name")]
    [InlineData("ពាក្យសម្ងាត់ខ្មែរ", false, null)]
    public void A_password_is_weighed(string password, bool hasSecondFactor, string? refusal) =>
        Assert.Equal(refusal, PasswordRule.Refuse(password, hasSecondFactor, "sok.dara", "Sok Dara"));

    [Fact]
    public void A_password_of_201_characters_is_too_long() =>
        Assert.Equal("password-too-long", PasswordRule.Refuse(string.Concat(Enumerable.Repeat("abcdefghij", 20)) + "k", true));

    [Fact]
    public void At_least_3000_common_passwords_are_refused() => Assert.True(PasswordRule.CommonCount >= 3000, $"{PasswordRule.CommonCount}");

    [Fact]
    public async Task The_stored_hash_is_PBKDF2_with_SHA512_and_210000_rounds()
    {
        var account = await host.Given.AccountAsync(Role.Counsellor, "nation");
        var store = await host.InDatabaseAsync(db => db.SingleAsync<string>("SELECT UserName FROM Account WHERE Id = @Id", new { Id = account }));
        var hash = await host.App.Services.GetRequiredService<Passwords>().HashAsync(null!, store + " long enough", default);
        var bytes = Convert.FromBase64String(hash);
        Assert.Equal(1, bytes[0]);
        Assert.Equal(2u, BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(1)));
        Assert.True(BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(5)) >= 210_000);
        Assert.True(BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(9)) >= 16);
        Assert.IsType<PasswordHasher<Account>>(host.App.Services.GetRequiredService<IPasswordHasher<Account>>());
    }

    [Fact]
    public async Task An_account_without_a_password_has_none_that_fits()
    {
        var passwords = host.App.Services.GetRequiredService<Passwords>();
        Assert.False(await passwords.VerifyAsync(null, "", default));
        Assert.False(await passwords.VerifyAsync(null, TestData.Password, default));
    }
}
