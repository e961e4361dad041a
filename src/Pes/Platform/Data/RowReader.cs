using System.Data.Common;

namespace Pes.Platform.Data;

/// <summary>One row after another by ordinal, in the types of the product whatever the database has for them.</summary>
/// <param name="isText">Ids, instants and dates are stored as text.</param>
public sealed class RowReader(DbDataReader reader, bool isText)
{
    public Guid Id(int column) => isText ? StoredText.Id(reader.GetString(column)) : reader.GetGuid(column);

    public string Text(int column) => reader.GetString(column);

    public string? TextOrNull(int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    public int Number(int column) => reader.GetInt32(column);

    public int? NumberOrNull(int column) => reader.IsDBNull(column) ? null : reader.GetInt32(column);

    public long Wide(int column) => reader.GetInt64(column);

    public long? WideOrNull(int column) => reader.IsDBNull(column) ? null : reader.GetInt64(column);

    public double? RealOrNull(int column) => reader.IsDBNull(column) ? null : reader.GetDouble(column);

    public bool Bit(int column) => reader.GetBoolean(column);

    public byte[] Bytes(int column) => reader.GetFieldValue<byte[]>(column);

    public DateOnly Date(int column) => isText ? StoredText.Date(reader.GetString(column)) : DateOnly.FromDateTime(reader.GetDateTime(column));

    public DateOnly? DateOrNull(int column) => reader.IsDBNull(column) ? null : Date(column);

    /// <summary>UTC.</summary>
    public DateTime? InstantOrNull(int column) => reader.IsDBNull(column) ? null
        : isText ? StoredText.Instant(reader.GetString(column)) : DateTime.SpecifyKind(reader.GetDateTime(column), DateTimeKind.Utc);
}
