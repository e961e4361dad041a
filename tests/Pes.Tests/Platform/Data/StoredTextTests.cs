using System.Globalization;
using Pes.Platform.Data;

namespace Pes.Tests.Platform.Data;

/// <summary>What the fast way reads is what the framework reads, and what it cannot read is refused.</summary>
public sealed class StoredTextTests
{
    [Theory]
    [InlineData("2026-11-22T02:03:04.567Z")]
    [InlineData("2024-02-29T23:59:59.999Z")]
    [InlineData("0001-01-01T00:00:00.000Z")]
    [InlineData("2026-11-22T02:03:04Z")]
    [InlineData("2026-11-22 02:03:04")]
    [InlineData("2026-11-22T09:03:04.567+07:00")]
    public void An_instant_is_the_frameworks(string text)
    {
        var read = StoredText.Instant(text);
        Assert.Equal(DateTimeKind.Utc, read.Kind);
        Assert.Equal(DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal).UtcDateTime, read);
    }

    [Theory]
    [InlineData("2025-02-29T00:00:00.000Z")]
    [InlineData("2026-13-01T00:00:00.000Z")]
    [InlineData("2026-11-22T25:00:00.000Z")]
    [InlineData("2026-11-22T02:0x:04.567Z")]
    public void What_is_no_instant_is_refused(string text) => Assert.Throws<FormatException>(() => StoredText.Instant(text));

    [Fact]
    public void A_date_is_the_frameworks()
    {
        for (var day = new DateOnly(2023, 12, 30); day.Year < 2025; day = day.AddDays(1))
        {
            Assert.Equal(day, StoredText.Date(day.ToString(StoredText.DateFormat, CultureInfo.InvariantCulture)));
        }

        Assert.Throws<FormatException>(() => StoredText.Date("2025-02-29"));
        Assert.Throws<FormatException>(() => StoredText.Date("2025-02-3០"));
    }

    [Fact]
    public void An_id_is_the_frameworks()
    {
        var id = Guid.CreateVersion7();
        Assert.Equal(id, StoredText.Id(id.ToString("D")));
        Assert.Equal(id, StoredText.Id(id.ToString("N")));
        Assert.Throws<FormatException>(() => StoredText.Id("no id"));
    }
}
