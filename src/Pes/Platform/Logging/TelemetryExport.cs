using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Pes.Platform.Requests;

namespace Pes.Platform.Logging;

/// <summary>Traces and metrics over OTLP where Telemetry:OtlpEndpoint names a collector; nothing is gathered otherwise.</summary>
public sealed class TelemetryExport(IConfiguration configuration) : IHostedService, IDisposable
{
    // Typed by what they are for: naming their types here would load the exporter at every start, collector or not.
    private IDisposable? traces;
    private IDisposable? metrics;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (configuration["Telemetry:OtlpEndpoint"] is { Length: > 0 } endpoint)
        {
            Export(endpoint);
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        if (traces is not null)
        {
            Flush();
        }

        return Task.CompletedTask;
    }

    public void Dispose()
    {
        traces?.Dispose();
        metrics?.Dispose();
    }

    private void Export(string endpoint)
    {
        var resource = ResourceBuilder.CreateDefault().AddService("pes");
        void To(OtlpExporterOptions o) => o.Endpoint = new Uri(endpoint);
        traces = Sdk.CreateTracerProviderBuilder()
            .SetResourceBuilder(resource)
            .SetSampler(new ParentBasedSampler(new TraceIdRatioBasedSampler(configuration.GetValue("Telemetry:Share", 0.1))))
            .AddSource(Telemetry.Name)
            .AddOtlpExporter(To)
            .Build();
        metrics = Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(resource)
            .AddMeter(Telemetry.Name, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime")
            .AddOtlpExporter(To)
            .Build();
    }

    private void Flush()
    {
        (traces as TracerProvider)?.ForceFlush(2000);
        (metrics as MeterProvider)?.ForceFlush(2000);
    }
}
