using System.Security.Cryptography;
using System.Text;
using Pes.Platform.Requests;

namespace Pes.Platform.Web;

/// <summary>Every POST of the API carries an Idempotency-Key; its hash covers path and body.</summary>
public sealed class IdempotencyHeader(RequestDelegate next)
{
    public const string Name = "Idempotency-Key";

    private const int LongestKey = 100;

    public async Task InvokeAsync(HttpContext context, IdempotencyKey key, RefusalSentences sentences)
    {
        if (HttpMethods.IsPost(context.Request.Method)
            && context.Request.Path.StartsWithSegments("/api/v1", StringComparison.OrdinalIgnoreCase)
            && context.GetEndpoint()?.Metadata.GetMetadata<NeedsNoKey>() is null)
        {
            var given = context.Request.Headers[Name].ToString();
            if (given.Length is 0 or > LongestKey)
            {
                await RefusalResponses.Problem(Refusal.Invalid(new FieldError(Name, "idempotency-key-missing")), sentences).ExecuteAsync(context);
                return;
            }

            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            hash.AppendData(Encoding.UTF8.GetBytes(context.Request.Path + context.Request.QueryString));
            await AppendAsync(hash, context);
            key.Give(given, Convert.ToHexString(hash.GetHashAndReset()));
        }

        await next(context);
    }

    // ApiBody has taken the body into memory; an endpoint that reads its own is known by its address and length.
    private static async Task AppendAsync(IncrementalHash hash, HttpContext context)
    {
        if (!context.Request.Body.CanSeek)
        {
            hash.AppendData(BitConverter.GetBytes(context.Request.ContentLength ?? 0));
            return;
        }

        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await context.Request.Body.ReadAsync(buffer, context.RequestAborted)) > 0)
        {
            hash.AppendData(buffer, 0, read);
        }

        context.Request.Body.Position = 0;
    }
}

/// <summary>Marks a POST that changes nothing worth repeating safely, such as signing in.</summary>
public sealed class NeedsNoKey;
