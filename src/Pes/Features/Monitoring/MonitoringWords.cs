namespace Pes.Features.Monitoring;

/// <summary>Names the words of the figures.</summary>
public sealed class MonitoringWords;
