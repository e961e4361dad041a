namespace Pes.Features.CaseFiles;

/// <summary>Marks CaseFileWords.resx: the words of the jobseeker's and the case file's pages.</summary>
public sealed class CaseFileWords;
