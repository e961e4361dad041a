using System.Text.Json.Serialization;
using MediatR;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Features.Audit;

/// <summary>An auditor has the whole chain recomputed and compared with the heads outside the database.</summary>
public static class VerifyAudit
{
    [Allows(Role.Auditor)]
    public sealed record Query : ScopedRequest, IQuery<AuditFinding>, IAuditedRead
    {
        /// <summary>Told the rows so far.</summary>
        [JsonIgnore]
        public Action<long>? Progress { get; init; }

        public AuditSubject Subject => new("audit", null, Detail: "verification");
    }

    public sealed class Handler(AuditVerification verification) : IRequestHandler<Query, Outcome<AuditFinding>>
    {
        public async Task<Outcome<AuditFinding>> Handle(Query query, CancellationToken cancellationToken) =>
            await verification.VerifyAsync(query.Progress, cancellationToken);
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.Post("/audit/verifications", (ApiEdge edge) => edge.Ask(new Query { Scope = edge.Scope }))
            .WithMetadata(new NeedsNoKey())
            .For<Query>("Verify the audit chain");
}

/// <summary>The verification that a page started: one at a time a node, because each reads every row.</summary>
public sealed class VerificationRun(IServiceScopeFactory scopes)
{
    private readonly Lock gate = new();

    public long Rows { get; private set; }

    public bool IsRunning { get; private set; }

    /// <summary>What the last one found; null before the first, and while one runs.</summary>
    public AuditFinding? Finding { get; private set; }

    /// <summary>When the last one ended, UTC.</summary>
    public DateTime? EndedAt { get; private set; }

    /// <summary>Starts one where none runs; returns once it has ended or the patience is over.</summary>
    public async Task StartAsync(Scope scope, TimeProvider clock, TimeSpan patience)
    {
        lock (gate)
        {
            if (IsRunning)
            {
                return;
            }

            (IsRunning, Rows, Finding) = (true, 0, null);
        }

        await Task.WhenAny(Task.Run(() => RunAsync(scope, clock)), Task.Delay(patience, TimeProvider.System));
    }

    private async Task RunAsync(Scope scope, TimeProvider clock)
    {
        try
        {
            await using var services = scopes.CreateAsyncScope();
            var outcome = await services.ServiceProvider.GetRequiredService<ISender>()
                .Send(new VerifyAudit.Query { Scope = scope, Progress = rows => Rows = rows });
            (Finding, EndedAt) = (outcome.Refusal is null ? outcome.Value : null, clock.GetUtcNow().UtcDateTime);
        }
        finally
        {
            IsRunning = false;
        }
    }
}
