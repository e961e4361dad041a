using System.Net;
using Pes.Tests.Support;

namespace Pes.Tests.Platform.Requests;

/// <summary>Row 31: the same request sent twice at once has one effect and one answer.</summary>
public sealed class DoubleSubmitTests(PesHost host) : IClassFixture<PesHost>
{
    private const int Pairs = 200;

    [Fact]
    public async Task Two_hundred_pairs_have_two_hundred_effects()
    {
        using var api = await host.ApiAsync(await host.Given.CounsellorAsync());
        for (var i = 0; i < Pairs; i++)
        {
            var body = new { details = new { nameEn = $"Pair {i}", registrationNumber = $"P{i:0000}", provinceCode = "15", kindCode = "private", phone = "012345678" }, isAnother = true };
            var both = await Task.WhenAll(api.SendAsync("employers", body, key: $"pair-{i}"), api.SendAsync("employers", body, key: $"pair-{i}"));
            Assert.All(both, r => Assert.Equal(HttpStatusCode.Created, r.StatusCode));
            Assert.Equal(await both[0].Content.ReadAsStringAsync(), await both[1].Content.ReadAsStringAsync());
        }

        Assert.Equal(Pairs, await host.InDatabaseAsync(db => db.SingleAsync<int>("SELECT COUNT(*) FROM Employer WHERE NameEn LIKE 'Pair %'")));
        Assert.Equal(Pairs, await host.InDatabaseAsync(db => db.SingleAsync<int>("SELECT COUNT(*) FROM AuditRow WHERE Operation = 'register-employer'")));
    }

    [Fact]
    public async Task A_key_is_not_good_for_another_request()
    {
        using var api = await host.ApiAsync(await host.Given.CounsellorAsync());
        var body = new { details = new { nameEn = "Key", registrationNumber = "K1", provinceCode = "15", kindCode = "private", phone = "012345678" }, isAnother = true };
        Assert.Equal(HttpStatusCode.Created, (await api.SendAsync("employers", body, key: "one")).StatusCode);
        var other = body with { isAnother = false };
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await api.SendAsync("employers", other, key: "one")).StatusCode);
    }
}
