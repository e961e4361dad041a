using System.Runtime.InteropServices;
using Pes.Ranking.Text;

namespace Pes.Cli.TextBench;

/// <summary>Words as ICU's break iterator cuts them, through its C interface, where the system has the library.</summary>
internal sealed class IcuWords
{
    private const int WordBreaks = 1;
    private const int Done = -1;
    private const int OldestVersion = 60;
    private const int NewestVersion = 99;

    private readonly OpenBreaks open;
    private readonly MoveBreak next;
    private readonly CloseBreaks close;

    private IcuWords(nint library, int version)
    {
        Version = version;
        open = Marshal.GetDelegateForFunctionPointer<OpenBreaks>(NativeLibrary.GetExport(library, $"ubrk_open_{version}"));
        next = Marshal.GetDelegateForFunctionPointer<MoveBreak>(NativeLibrary.GetExport(library, $"ubrk_next_{version}"));
        close = Marshal.GetDelegateForFunctionPointer<CloseBreaks>(NativeLibrary.GetExport(library, $"ubrk_close_{version}"));
    }

    private delegate nint OpenBreaks(int kind, nint locale, nint text, int length, ref int status);

    private delegate int MoveBreak(nint breaks);

    private delegate void CloseBreaks(nint breaks);

    public int Version { get; }

    /// <summary>Null where the library is not there.</summary>
    public static IcuWords? Open()
    {
        for (var version = NewestVersion; version >= OldestVersion; version--)
        {
            if (NativeLibrary.TryLoad($"libicuuc.so.{version}", out var library) && NativeLibrary.TryGetExport(library, $"ubrk_open_{version}", out _))
            {
                return new(library, version);
            }
        }

        return null;
    }

    public List<TextSpan> Of(string text)
    {
        List<TextSpan> words = [];
        var (locale, letters, status) = (Marshal.StringToCoTaskMemUTF8("km"), Marshal.StringToCoTaskMemUni(text), 0);
        var breaks = open(WordBreaks, locale, letters, text.Length, ref status);
        for (int start = 0, end = next(breaks); end != Done; start = end, end = next(breaks))
        {
            words.Add(new(start, end - start));
        }

        close(breaks);
        Marshal.FreeCoTaskMem(locale);
        Marshal.FreeCoTaskMem(letters);
        return words;
    }
}
