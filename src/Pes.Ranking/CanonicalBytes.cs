using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace Pes.Ranking;

/// <summary>
/// Writes values in one fixed form and hashes them: numbers as 8 bytes little endian, an absent value as one byte 0, a
/// present one behind a byte 1, texts and lists with their length first.
/// </summary>
internal sealed class CanonicalBytes
{
    // A snapshot adds some tens of millions of numbers, so an array of its own instead of a buffer behind an interface.
    private byte[] buffer = new byte[1_024];
    private int written;

    /// <summary>128 bits of SHA-256 over what was added since the last take.</summary>
    public UInt128 TakeHash()
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(buffer.AsSpan(0, written), hash);
        written = 0;
        return BinaryPrimitives.ReadUInt128BigEndian(hash);
    }

    public void Add(long value) => BinaryPrimitives.WriteInt64LittleEndian(Next(sizeof(long)), value);

    public void Add(bool value) => Add(value ? 1L : 0L);

    public void AddWide(UInt128 value)
    {
        Add((long)(ulong)(value >> 64));
        Add((long)(ulong)value);
    }

    public void Add(Guid value) => value.TryWriteBytes(Next(16), bigEndian: true, out _);

    public void Add(string value)
    {
        var length = Encoding.UTF8.GetByteCount(value);
        Add(length);
        Encoding.UTF8.GetBytes(value, Next(length));
    }

    public void Add(GeoPoint? place)
    {
        AddOptional(place?.LatitudeE4);
        AddOptional(place?.LongitudeE4);
    }

    public void AddOptional(int? value)
    {
        Next(1)[0] = value is null ? (byte)0 : (byte)1;
        if (value is { } known)
        {
            Add(known);
        }
    }

    public void AddAll<T>(T[] codes)
        where T : IBinaryInteger<T>
    {
        Add(codes.Length);
        foreach (var code in codes)
        {
            Add(long.CreateChecked(code));
        }
    }

    /// <summary>A list that came later than the runs which are kept: without it they have the checksum that they had.</summary>
    public void AddAny(int[] codes)
    {
        if (codes.Length > 0)
        {
            AddAll(codes);
        }
    }

    /// <inheritdoc cref="AddAny(int[])"/>
    public void AddAny(OccupationMove[] moves)
    {
        // Apart from a list of codes that came before it and may be empty as well.
        AddAny(moves is [] ? [] : [-moves.Length, .. moves.SelectMany(m => (int[])[m.From, m.To, m.Share])]);
    }

    /// <summary>When jobs ended, of careers of which that is known.</summary>
    /// <inheritdoc cref="AddAny(int[])"/>
    public void AddAnyEnds(CareerStep[] career) =>
        AddAny(Array.Exists(career, s => s.MonthsSince is not null) ? [int.MinValue, .. career.Select(s => s.MonthsSince ?? -1)] : []);

    public void AddAll(LanguageLevel[] languages)
    {
        Add(languages.Length);
        foreach (var (language, level) in languages)
        {
            Add(language);
            Add(level);
        }
    }

    public void AddAll(WorkSite[] places)
    {
        Add(places.Length);
        foreach (var (place, province, _) in places)
        {
            Add(place);
            Add(province);
        }
    }

    public void AddAll(CareerStep[] career)
    {
        Add(career.Length);
        foreach (var step in career)
        {
            Add(step.Occupation);
            Add(step.Months);
        }
    }

    private Span<byte> Next(int length)
    {
        if (buffer.Length - written < length)
        {
            Array.Resize(ref buffer, Math.Max(2 * buffer.Length, written + length));
        }

        written += length;
        return buffer.AsSpan(written - length, length);
    }
}
