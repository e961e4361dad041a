namespace Pes.Tests.Support;

/// <summary>A test that needs a real server: reported as skipped where <c>PES_TEST_SQLSERVER</c> names none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SqlServerFactAttribute : FactAttribute
{
    public SqlServerFactAttribute()
    {
        if (TestDatabase.Server is null)
        {
            Skip = $"No SQL Server: set {TestDatabase.ServerVariable} to the connection string of an empty server.";
        }
    }
}
