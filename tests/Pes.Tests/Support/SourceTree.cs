using System.Reflection;

namespace Pes.Tests.Support;

/// <summary>The project's files as the build saw them.</summary>
public static class SourceTree
{
    /// <summary>The folder src/Pes.</summary>
    public static string Product { get; } = typeof(PesApp).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(a => a.Key == "ProjectDirectory").Value!;

    public static string Root { get; } = Path.GetFullPath(Path.Combine(Product, "..", ".."));

    /// <summary>Files below src/Pes with an ending, without what the build makes.</summary>
    public static IEnumerable<string> Files(string ending) => Directory.EnumerateFiles(Product, "*" + ending, SearchOption.AllDirectories)
        .Where(f => !Path.GetRelativePath(Product, f).Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj" or "node_modules" or "wwwroot"));
}
