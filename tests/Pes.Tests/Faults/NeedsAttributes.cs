using System.Diagnostics;

namespace Pes.Tests.Faults;

/// <summary>A test under strace: reported as skipped where strace is missing or may not trace.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class StraceFactAttribute : FactAttribute
{
    public StraceFactAttribute() => Skip = Tool.StraceIsMissing;
}

/// <summary>The same for a test of several cases.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class StraceTheoryAttribute : TheoryAttribute
{
    public StraceTheoryAttribute() => Skip = Tool.StraceIsMissing;
}

/// <summary>A test on a small file system of its own: reported as skipped where none can be mounted.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TmpfsFactAttribute : FactAttribute
{
    public TmpfsFactAttribute()
    {
        var folder = Directory.CreateTempSubdirectory("pes-mount-").FullName;
        if (!Tool.Runs("mount", "-t", "tmpfs", "-o", "size=1m", "none", folder))
        {
            Skip = "No small file system can be mounted here: that takes root.";
        }
        else
        {
            Tool.Runs("umount", folder);
        }

        Directory.Delete(folder);
    }
}

internal static class Tool
{
    /// <summary>Why a test under strace is skipped, or null.</summary>
    public static string? StraceIsMissing { get; } =
        Runs("strace", "-f", "--seccomp-bpf", "-e", "trace=none", "-o", "/dev/null", "true") ? null : "strace is not installed or may not trace here.";

    public static bool Runs(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
