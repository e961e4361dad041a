using System.Buffers;
using Microsoft.AspNetCore.Http.Metadata;

namespace Pes.Platform.Web.Api;

/// <summary>
/// Takes a body of the API into memory, never to disk, and refuses one that is larger than <see cref="Most"/> before it
/// is read whole. An endpoint with its own size limit reads its body itself.
/// </summary>
public sealed class ApiBody(RequestDelegate next)
{
    public const int Most = 1024 * 1024;

    public async Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase)
            && !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method)
            && context.GetEndpoint()?.Metadata.GetMetadata<IRequestSizeLimitMetadata>() is null)
        {
            request.Body = await TakeAsync(request, context.RequestAborted);
        }

        await next(context);
    }

    private static async Task<MemoryStream> TakeAsync(HttpRequest request, CancellationToken ct)
    {
        if (request.ContentLength > Most)
        {
            throw TooLarge();
        }

        var taken = new MemoryStream((int)(request.ContentLength ?? 0));
        var buffer = ArrayPool<byte>.Shared.Rent(16 * 1024);
        try
        {
            int read;
            while ((read = await request.Body.ReadAsync(buffer, ct)) > 0)
            {
                if (taken.Length + read > Most)
                {
                    throw TooLarge();
                }

                taken.Write(buffer, 0, read);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }

        taken.Position = 0;
        return taken;
    }

    private static BadHttpRequestException TooLarge() => new("The body is too large.", StatusCodes.Status413PayloadTooLarge);
}
