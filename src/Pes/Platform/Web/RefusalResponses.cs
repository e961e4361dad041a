using Microsoft.AspNetCore.Mvc;
using Pes.Platform.Requests;

namespace Pes.Platform.Web;

/// <summary>A refusal as application/problem+json: RFC 9457 with <c>code</c>, <c>errors</c> by field and <c>conflicts</c>.</summary>
public static class RefusalResponses
{
    public static int Status(Refusal refusal) => refusal.Kind switch
    {
        RefusalKind.Invalid => StatusCodes.Status400BadRequest,
        RefusalKind.NotFound => StatusCodes.Status404NotFound,
        RefusalKind.Stale => StatusCodes.Status409Conflict,
        RefusalKind.Forbidden => StatusCodes.Status403Forbidden,
        RefusalKind.TooMany => StatusCodes.Status429TooManyRequests,
        _ => StatusCodes.Status422UnprocessableEntity,
    };

    public static IResult Problem(Refusal refusal, RefusalSentences sentences)
    {
        var problem = new ProblemDetails
        {
            Type = $"urn:pes:problem:{refusal.Code}",
            Title = sentences.Of(refusal),
            Status = Status(refusal),
            Extensions = { ["code"] = refusal.Code },
        };
        if (refusal.Fields.Count > 0)
        {
            problem.Extensions["errors"] = refusal.Fields
                .GroupBy(f => Camel(f.Field), StringComparer.Ordinal)
                .ToDictionary(g => g.Key, g => g.Select(sentences.Of).ToArray(), StringComparer.Ordinal);
        }

        if (refusal.Conflicts.Count > 0)
        {
            problem.Extensions["conflicts"] = refusal.Conflicts.Select(c => new { field = Camel(c.Field), c.Theirs, c.Yours }).ToArray();
        }

        return Results.Problem(problem);
    }

    private static string Camel(string field) => string.Join('.', field.Split('.').Select(System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName));
}
