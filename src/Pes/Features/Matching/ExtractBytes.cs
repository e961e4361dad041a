using System.Buffers;
using System.Text;

namespace Pes.Features.Matching;

/// <summary>
/// Writes values behind one another: numbers from 0 up in groups of seven bits, the lowest first; an absent number as 0 and a
/// present one as one more; texts and lists with their length first; ascending numbers by their distances.
/// </summary>
internal sealed class ExtractWriter
{
    private readonly ArrayBufferWriter<byte> bytes = new();

    public void Add(Guid value)
    {
        value.TryWriteBytes(bytes.GetSpan(16));
        bytes.Advance(16);
    }

    /// <exception cref="ArgumentOutOfRangeException">Below 0.</exception>
    public void Add(long value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        for (; value > 127; value >>= 7)
        {
            bytes.Write([(byte)(value | 128)]);
        }

        bytes.Write([(byte)value]);
    }

    public void AddOptional(int? value) => Add(value is { } known ? known + 1L : 0);

    public void Add(string value)
    {
        Add(Encoding.UTF8.GetByteCount(value));
        Encoding.UTF8.GetBytes(value, bytes);
    }

    public void AddAll<T>(IEnumerable<T> items, Action<T> add)
    {
        T[] all = [.. items];
        Add(all.Length);
        Array.ForEach(all, add);
    }

    /// <summary>Numbers from 0 up, each once, whatever order they come in.</summary>
    public void AddAscending(IEnumerable<int> numbers)
    {
        var last = 0;
        AddAll(numbers.Distinct().Order(), number =>
        {
            Add(number - last);
            last = number;
        });
    }

    public byte[] ToArray() => bytes.WrittenSpan.ToArray();
}

/// <summary>Reads what <see cref="ExtractWriter"/> wrote, in the same order. Bytes that end too early throw.</summary>
internal ref struct ExtractReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> rest = bytes;

    public Guid Id()
    {
        var id = new Guid(rest[..16]);
        rest = rest[16..];
        return id;
    }

    public long Wide()
    {
        var value = 0L;
        var at = 0;
        for (; rest[at] > 127; at++)
        {
            value |= (long)(rest[at] & 127) << (7 * at);
        }

        value |= (long)rest[at] << (7 * at);
        rest = rest[(at + 1)..];
        return value;
    }

    public int Number() => (int)Wide();

    public int? Optional() => Wide() is > 0 and var more ? (int)(more - 1) : null;

    /// <summary>As it stands, in UTF-8.</summary>
    public ReadOnlySpan<byte> Text()
    {
        var length = Number();
        var text = rest[..length];
        rest = rest[length..];
        return text;
    }

    /// <summary>Into room that is there already, as far as it goes.</summary>
    public Span<int> Ascending(Span<int> room)
    {
        var count = Number();
        var numbers = count <= room.Length ? room[..count] : new int[count];
        var last = 0;
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = last += Number();
        }

        return numbers;
    }
}
