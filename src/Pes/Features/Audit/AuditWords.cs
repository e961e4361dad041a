namespace Pes.Features.Audit;

/// <summary>Marks AuditWords.resx.</summary>
public sealed class AuditWords;
