namespace Pes.Platform.Data;

/// <summary>The two databases that one SQL text serves.</summary>
public enum DatabaseKind
{
    Sqlite,
    SqlServer,
}

/// <summary>Section "Database" of the settings.</summary>
public sealed record DatabaseSettings
{
    /// <summary>Which database the connection string names.</summary>
    public DatabaseKind Kind { get; init; } = DatabaseKind.Sqlite;

    /// <summary>An ADO.NET connection string; for SQLite <c>Data Source=FILE</c>.</summary>
    public string ConnectionString { get; init; } = "Data Source=data/pes.db";

    /// <summary>Longest time one statement may take, in seconds.</summary>
    public int TimeoutSeconds { get; init; } = 30;
}
