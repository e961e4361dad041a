namespace Pes.Features.ApiDocs;

/// <summary>Marks ApiDocsWords.resx.</summary>
public sealed class ApiDocsWords;
