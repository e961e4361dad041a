namespace Pes.Features.Reference;

/// <summary>A row that was not taken over.</summary>
/// <param name="File">Name of the file it stands in.</param>
/// <param name="Line">Its line there; 1 is the header. Of JSON: the ordinal number of the element, from 1.</param>
/// <param name="Code">Why, as a stable word: <c>orphan</c>, <c>twice</c>, <c>unknown-isco</c> …</param>
/// <param name="Detail">The words in question.</param>
public sealed record RefusedRow(string File, long Line, string Code, string Detail);

/// <summary>What an import of reference data did.</summary>
public sealed record ReferenceReport
{
    public required string Kind { get; init; }

    public required string Version { get; init; }

    public required int Read { get; init; }

    public required int Added { get; init; }

    public required int Updated { get; init; }

    /// <summary>Codes that left the files: closed today, never deleted.</summary>
    public required int Retired { get; init; }

    /// <summary>Occupations whose ISCO group is another one now; counted among the updated too.</summary>
    public int Moved { get; init; }

    public required IReadOnlyList<RefusedRow> Refused { get; init; }

    /// <summary>Further lines for the reader, for example which occupations moved.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    public bool ChangedNothing => Added + Updated + Retired + Moved == 0;
}

/// <summary>Stored codes against those of a file, by key.</summary>
internal sealed record Changes<T>(IReadOnlyList<T> Added, IReadOnlyList<T> Changed, IReadOnlyList<string> Gone)
{
    /// <summary>A closed code that is in the file again differs from it by its closing date, and so is changed.</summary>
    public static Changes<T> Between(IReadOnlyDictionary<string, T> stored, IReadOnlyDictionary<string, T> read, Func<T, bool> isOpen) => new(
        [.. read.Where(r => !stored.ContainsKey(r.Key)).Select(r => r.Value)],
        [.. read.Where(r => stored.TryGetValue(r.Key, out var old) && !EqualityComparer<T>.Default.Equals(old, r.Value)).Select(r => r.Value)],
        [.. stored.Where(s => isOpen(s.Value) && !read.ContainsKey(s.Key)).Select(s => s.Key)]);
}
