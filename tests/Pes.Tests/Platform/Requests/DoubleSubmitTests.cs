using System.Net;
using Pes.Tests.Support;

namespace Pes.Tests.Platform.Requests;

/// <summary>Row 31: the same request sent twice at once has one effect and one answer.</summary>
public sealed class DoubleSubmitTests(PesHost host) : IClassFixture<PesHost>
{
    private const int Pairs = 200;

    private const int Cuts = 100;

    [Fact]
    public async Task Two_hundred_pairs_have_two_hundred_effects()
    {
        using var api = await host.ApiAsync(await host.Given.CounsellorAsync());
        var audited = await host.InDatabaseAsync(db => db.SingleAsync<int>("SELECT COUNT(*) FROM AuditRow WHERE Operation = 'register-employer'"));
        for (var i = 0; i < Pairs; i++)
        {
            var body = new { details = new { nameEn = $"Pair {i}", registrationNumber = $"P{i:0000}", provinceCode = "15", kindCode = "private", phone = "012345678" }, isAnother = true };
            var both = await Task.WhenAll(api.SendAsync("employers", body, key: $"pair-{i}"), api.SendAsync("employers", body, key: $"pair-{i}"));
            Assert.All(both, r => Assert.Equal(HttpStatusCode.Created, r.StatusCode));
            Assert.Equal(await both[0].Content.ReadAsStringAsync(), await both[1].Content.ReadAsStringAsync());
        }

        Assert.Equal(Pairs, await host.InDatabaseAsync(db => db.SingleAsync<int>("SELECT COUNT(*) FROM Employer WHERE NameEn LIKE 'Pair %'")));
        Assert.Equal(audited + Pairs, await host.InDatabaseAsync(db => db.SingleAsync<int>("SELECT COUNT(*) FROM AuditRow WHERE Operation = 'register-employer'")));
    }

    [Fact]
    public async Task A_request_that_was_cut_off_at_any_moment_and_is_sent_again_has_one_effect_and_the_first_answer()
    {
        using var api = await host.ApiAsync(await host.Given.CounsellorAsync());
        var audited = await host.InDatabaseAsync(db => db.SingleAsync<int>("SELECT COUNT(*) FROM AuditRow WHERE Operation = 'register-employer'"));
        var (cut, keptBefore) = (0, 0);
        for (var i = 0; i < Cuts; i++)
        {
            var body = new { details = new { nameEn = $"Cut {i}", registrationNumber = $"C{i:0000}", provinceCode = "15", kindCode = "private", phone = "012345678" }, isAnother = true };
            using var hangUp = new CancellationTokenSource();
            var sending = api.SendAsync("employers", body, key: $"cut-{i}", ct: hangUp.Token);
            await Task.WhenAny(sending, Task.Delay(i % 20));
            await hangUp.CancelAsync();
            try
            {
                Assert.Equal(HttpStatusCode.Created, (await sending).StatusCode);
            }
            catch (OperationCanceledException)
            {
                cut++;
            }

            keptBefore += await host.InDatabaseAsync(db => db.SingleAsync<int>("SELECT COUNT(*) FROM Employer WHERE RegistrationNumber = @Number", new { Number = $"C{i:0000}" }));
            using var again = await api.SendAsync("employers", body, key: $"cut-{i}");
            using var once = await api.SendAsync("employers", body, key: $"cut-{i}");
            Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created), (again.StatusCode, once.StatusCode));
            Assert.Equal(await again.Content.ReadAsStringAsync(), await once.Content.ReadAsStringAsync());
        }

        Assert.True(cut > 0 && keptBefore < Cuts, $"{cut} of {Cuts} were cut off, {keptBefore} were kept before they were sent again.");
        Assert.Equal(Cuts, await host.InDatabaseAsync(db => db.SingleAsync<int>("SELECT COUNT(*) FROM Employer WHERE NameEn LIKE 'Cut %'")));
        Assert.Equal(audited + Cuts, await host.InDatabaseAsync(db => db.SingleAsync<int>("SELECT COUNT(*) FROM AuditRow WHERE Operation = 'register-employer'")));
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
