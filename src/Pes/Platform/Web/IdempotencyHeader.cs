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
            Append(hash, context.Request);
            key.Give(given, Convert.ToHexString(hash.GetHashAndReset()));
        }

        await next(context);
    }

    // ApiBody has taken the body into memory; an endpoint that reads its own is known by its address and length.
    private static void Append(IncrementalHash hash, HttpRequest request)
    {
        if (request.Body is MemoryStream memory && memory.TryGetBuffer(out var body))
        {
            hash.AppendData(body);
        }
        else
        {
            hash.AppendData(BitConverter.GetBytes(request.ContentLength ?? 0));
        }
    }
}

/// <summary>Marks a POST that changes nothing worth repeating safely, such as signing in.</summary>
public sealed class NeedsNoKey;
