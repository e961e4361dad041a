namespace Pes.Platform.Security;

/// <summary>Secrets in files of setting Keys:Directory: made once, readable by their owner alone.</summary>
public static class KeyFile
{
    private const string Default = "data/keys";

    public static string DirectoryOf(IConfiguration configuration) => Path.GetFullPath(configuration["Keys:Directory"] ?? Default);

    public static string PathOf(IConfiguration configuration, string name) => Path.Combine(DirectoryOf(configuration), name);

    /// <summary>The file's full path; it is made where it is missing.</summary>
    public static string Ensure(IConfiguration configuration, string name, Func<byte[]> make)
    {
        Directory.CreateDirectory(DirectoryOf(configuration));
        var file = PathOf(configuration, name);
        if (File.Exists(file))
        {
            return file;
        }

        var fresh = file + "." + Guid.CreateVersion7().ToString("N");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var stream = new FileStream(fresh, options))
        {
            stream.Write(make());
            stream.Flush(flushToDisk: true);
        }

        // Two processes that start at once: the first one's key stays.
        try
        {
            File.Move(fresh, file, overwrite: false);
        }
        catch (IOException) when (File.Exists(file))
        {
            File.Delete(fresh);
        }

        return file;
    }
}
