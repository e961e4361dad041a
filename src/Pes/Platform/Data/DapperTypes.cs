using System.Data;
using System.Globalization;
using Dapper;

namespace Pes.Platform.Data;

/// <summary>How the types of rows are stored where a database has no such type: ISO text in SQLite, the type itself in SQL Server.</summary>
internal static class DapperTypes
{
    private static readonly Lock Once = new();
    private static bool registered;

    public static void Register()
    {
        lock (Once)
        {
            if (registered)
            {
                return;
            }

            foreach (var type in (Type[])[typeof(Guid), typeof(Guid?), typeof(DateTime), typeof(DateTime?), typeof(DateOnly), typeof(DateOnly?), typeof(decimal), typeof(decimal?)])
            {
                SqlMapper.RemoveTypeMap(type);
            }

            SqlMapper.AddTypeHandler(new GuidType());
            SqlMapper.AddTypeHandler(new UtcType());
            SqlMapper.AddTypeHandler(new DateType());
            SqlMapper.AddTypeHandler(new DecimalType());
            registered = true;
        }
    }

    private static bool IsSqlite(IDbDataParameter parameter) => parameter is Microsoft.Data.Sqlite.SqliteParameter;

    private sealed class GuidType : SqlMapper.TypeHandler<Guid>
    {
        public override Guid Parse(object value) => value is Guid guid ? guid : StoredText.Id((string)value);

        public override void SetValue(IDbDataParameter parameter, Guid value)
        {
            parameter.DbType = IsSqlite(parameter) ? DbType.String : DbType.Guid;
            parameter.Value = IsSqlite(parameter) ? value.ToString("D") : value;
        }
    }

    // Rounded down to the millisecond so that both databases give back the same instant.
    private sealed class UtcType : SqlMapper.TypeHandler<DateTime>
    {
        public override DateTime Parse(object value) => value is DateTime instant
            ? DateTime.SpecifyKind(instant, DateTimeKind.Utc)
            : StoredText.Instant((string)value);

        public override void SetValue(IDbDataParameter parameter, DateTime value)
        {
            var utc = value.Kind == DateTimeKind.Local
                ? throw new ArgumentException("Only UTC is stored.", nameof(value))
                : new DateTime(value.Ticks - (value.Ticks % TimeSpan.TicksPerMillisecond), DateTimeKind.Utc);
            parameter.DbType = IsSqlite(parameter) ? DbType.String : DbType.DateTime2;
            parameter.Value = IsSqlite(parameter) ? utc.ToString(StoredText.InstantFormat, CultureInfo.InvariantCulture) : utc;
        }
    }

    private sealed class DateType : SqlMapper.TypeHandler<DateOnly>
    {
        public override DateOnly Parse(object value) => value switch
        {
            DateOnly date => date,
            DateTime instant => DateOnly.FromDateTime(instant),
            _ => StoredText.Date((string)value),
        };

        public override void SetValue(IDbDataParameter parameter, DateOnly value)
        {
            parameter.DbType = IsSqlite(parameter) ? DbType.String : DbType.Date;
            parameter.Value = IsSqlite(parameter) ? value.ToString(StoredText.DateFormat, CultureInfo.InvariantCulture) : value.ToDateTime(TimeOnly.MinValue);
        }
    }

    private sealed class DecimalType : SqlMapper.TypeHandler<decimal>
    {
        public override decimal Parse(object value) => Convert.ToDecimal(value, CultureInfo.InvariantCulture);

        public override void SetValue(IDbDataParameter parameter, decimal value)
        {
            parameter.DbType = IsSqlite(parameter) ? DbType.Double : DbType.Decimal;
            parameter.Value = IsSqlite(parameter) ? (double)value : value;
        }
    }
}
