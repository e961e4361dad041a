using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Mvc;
using Pes.Platform.Data;
using Pes.Platform.Requests;

namespace Pes.Cli.HttpBench;

/// <summary>
/// The endpoints that the product is held against: bare Kestrel, minimal API, Dapper. Each request runs the statements
/// that the product ran for the same request, and answers as many bytes of JSON. <c>/bare</c> with the audit trail,
/// <c>/no-audit</c> without, <c>/kept</c> with it and on connections that keep their statements compiled.
/// </summary>
internal sealed class BareServer(string file, AuditKey key, BareRecording recording) : IDisposable
{
    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.BasicLatin, UnicodeRanges.Khmer, UnicodeRanges.KhmerSymbols), SkipValidation = true };

    private readonly BareConnections plain = new(file, keepsStatements: false);
    private readonly BareConnections keeping = new(file, keepsStatements: true);

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? spare;

    /// <summary>What the endpoint reads of a referral.</summary>
    internal sealed record Referral(Guid VacancyId, string Reason, bool ConsentGiven);

    public WebApplication Build()
    {
        DapperTypes.Register();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        foreach (var (prefix, connections, audit) in (ReadOnlySpan<(string, BareConnections, bool)>)[("/bare", plain, true), ("/no-audit", plain, false), ("/kept", keeping, true)])
        {
            app.MapGet($"{prefix}/case-files/{{id:guid}}", (Guid id, HttpContext context) => ReadAsync(recording.Reads[id], connections, audit, context));
            app.MapPost($"{prefix}/case-files/{{id:guid}}/referrals", (Guid id, [FromBody] Referral body) => PostAsync(id, body, connections, audit));
        }

        return app;
    }

    public void Dispose()
    {
        plain.Dispose();
        keeping.Dispose();
    }

    private async Task ReadAsync(BareRequest request, BareConnections connections, bool audit, HttpContext context)
    {
        var buffer = (spare, spare = null).spare ?? new ArrayBufferWriter<byte>();
        await using (var json = new Utf8JsonWriter(buffer, Json))
        {
            json.WriteStartArray();
            await request.RunAsync(connections, key, audit, json);
            json.WriteEndArray();
        }

        // As long as the product's: the rows and spaces behind them, or as much of the rows as fits.
        if (buffer.WrittenCount < request.Bytes)
        {
            var missing = request.Bytes - buffer.WrittenCount;
            buffer.GetSpan(missing)[..missing].Fill((byte)' ');
            buffer.Advance(missing);
        }

        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.ContentLength = request.Bytes;
        await context.Response.Body.WriteAsync(buffer.WrittenMemory[..request.Bytes]);
        buffer.ResetWrittenCount();
        spare = buffer;
    }

    private async Task<IResult> PostAsync(Guid caseFileId, Referral body, BareConnections connections, bool audit)
    {
        var (request, id) = recording.Posts[new ReferralPair { CaseFileId = caseFileId, VacancyId = body.VacancyId }];
        await request.RunAsync(connections, key, audit, answer: null);
        return Results.Created($"/api/v1/referrals/{id}", new { id });
    }
}
