namespace Pes.Features.Employers;

/// <summary>Marks EmployerWords.resx: the words of the employer pages.</summary>
public sealed class EmployerWords;
