using Xunit;

namespace Pes.Browser.Tests.Support;

/// <summary>A test in real Chromium for several cases; skipped, and said so, where it is not installed.</summary>
public sealed class ChromiumTheoryAttribute : TheoryAttribute
{
    public ChromiumTheoryAttribute()
    {
        if (Chromium.Path is null)
        {
            Skip = "Chromium is not installed (Debian: apt-get install chromium).";
        }
    }
}
