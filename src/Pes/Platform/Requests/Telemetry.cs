using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Pes.Platform.Requests;

/// <summary>The product's own trace source and meter; names and ids only.</summary>
public static class Telemetry
{
    public const string Name = "Pes";

    public static readonly ActivitySource Source = new(Name);

    public static readonly Meter Meter = new(Name);

    /// <summary>Milliseconds an operation took, by operation and outcome.</summary>
    public static readonly Histogram<double> Operations = Meter.CreateHistogram<double>("pes.operation.duration", "ms");
}
