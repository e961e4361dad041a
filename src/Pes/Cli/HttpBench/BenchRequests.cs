using System.Net.Http.Headers;
using Pes.Platform.Web;

namespace Pes.Cli.HttpBench;

/// <summary>The requests of the bench, the same to the product and to the bare endpoint but for the root of the address.</summary>
internal static class BenchRequests
{
    public static HttpRequestMessage Read(BenchPlan plan, string root, Guid caseFile) =>
        Bearing(plan, new HttpRequestMessage(HttpMethod.Get, $"{root}/case-files/{caseFile}"));

    public static HttpRequestMessage Post(BenchPlan plan, string root, ReferralPair pair)
    {
        var request = Bearing(plan, new HttpRequestMessage(HttpMethod.Post, $"{root}/case-files/{pair.CaseFileId}/referrals")
        {
            Content = JsonContent.Create(new { pair.VacancyId, Reason = "Her last two jobs were of this kind.", ConsentGiven = true }),
        });
        request.Headers.Add(IdempotencyHeader.Name, Guid.CreateVersion7().ToString("N"));
        return request;
    }

    public static HttpRequestMessage Page(BenchPlan plan)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/cases?size=100");
        request.Headers.Add("Cookie", plan.Cookie);
        return request;
    }

    private static HttpRequestMessage Bearing(BenchPlan plan, HttpRequestMessage request)
    {
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", plan.Bearer);
        request.Headers.AcceptLanguage.ParseAdd("km");
        return request;
    }
}
