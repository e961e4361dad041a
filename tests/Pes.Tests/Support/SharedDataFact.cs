namespace Pes.Tests.Support;

/// <summary>A test on the shared data, which is no part of the project: skipped, and seen to be, where it is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedDataFactAttribute : FactAttribute
{
    public SharedDataFactAttribute(params string[] relativePaths)
    {
        foreach (var path in relativePaths)
        {
            if (!File.Exists(SharedData.Path(path)) && !Directory.Exists(SharedData.Path(path)))
            {
                Skip = $"shared/data/{path} is not here";
            }
        }
    }
}

/// <summary>Where the shared data lies: the folder `shared/data` beside the checkout.</summary>
internal static class SharedData
{
    private static readonly string Root = Find();

    public static string Path(string relative) => System.IO.Path.Combine(Root, relative);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = System.IO.Path.Combine(folder.FullName, "shared", "data");
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }
        return System.IO.Path.Combine(AppContext.BaseDirectory, "shared", "data");
    }
}
