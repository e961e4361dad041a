namespace Pes.Tests.Platform.Data.TSql;

/// <summary>Each rule for migrations finds its bad example; the batches before it are as they should be.</summary>
public sealed class MigrationRulesTests
{
    private const string Before = """
        CREATE TABLE T (Id int NOT NULL PRIMARY KEY, Name nvarchar(20) NOT NULL, Body nvarchar(max) NULL, Place int NULL);
        CREATE UNIQUE INDEX UX_T_Name ON T (Name);
        CREATE UNIQUE INDEX UX_T_Place ON T (Place) WHERE Place IS NOT NULL;
        """;

    [Theory]
    [InlineData("CREATE TABLE V (Id int NOT NULL PRIMARY KEY REFERENCES W (Id)); CREATE TABLE W (Id int NOT NULL PRIMARY KEY);")]
    [InlineData("CREATE TABLE V (Id int NOT NULL PRIMARY KEY REFERENCES T (Place));")]
    [InlineData("CREATE TABLE V (Id int NOT NULL PRIMARY KEY, A int NULL, FOREIGN KEY (A) REFERENCES T (Place));")]
    [InlineData("CREATE TABLE T (Id int NOT NULL PRIMARY KEY);")]
    [InlineData("CREATE TABLE V (Id int NOT NULL PRIMARY KEY, id int NULL);")]
    [InlineData("CREATE TABLE V (Name nvarchar(500) NOT NULL PRIMARY KEY);")]
    [InlineData("CREATE TABLE V (Id int NOT NULL PRIMARY KEY); CREATE CLUSTERED INDEX IX_V ON V (Id);")]
    [InlineData("CREATE INDEX IX_T_Body ON T (Body);")]
    [InlineData("CREATE INDEX IX_T_Gone ON T (Gone);")]
    [InlineData("CREATE INDEX UX_T_Name ON T (Id);")]
    [InlineData("CREATE INDEX IX_T_Few ON T (Id) WHERE Place = 1 OR Place = 2;")]
    [InlineData("CREATE INDEX IX_T_Few ON T (Id) WHERE LEN(Name) = 4;")]
    [InlineData("CREATE INDEX IX_T_Few ON T (Id) WHERE NOT Place = 1;")]
    [InlineData("DROP INDEX IX_T_None ON T;")]
    [InlineData("ALTER TABLE T ADD More int NOT NULL;")]
    [InlineData("ALTER TABLE T ADD Name int NULL;")]
    [InlineData("ALTER TABLE Nowhere ADD More int NULL;")]
    [InlineData("ALTER TABLE T ADD More int NULL; UPDATE T SET More = 1;")]
    [InlineData("ALTER TABLE T ADD More int NULL; CREATE INDEX IX_T_More ON T (Id) WHERE More IS NOT NULL;")]
    [InlineData("UPDATE T SET Gone = 1;")]
    [InlineData("INSERT INTO T (Id) VALUES (1);")]
    [InlineData("CREATE TABLE V (Id int NOT NULL PRIMARY KEY, Plan int NULL);")]
    [InlineData("CREATE TABLE V (Id int NOT NULL PRIMARY KEY, Load int NULL);")]
    [InlineData("ALTER TABLE T ALTER COLUMN Name nvarchar(30) NOT NULL;")]
    public void A_refused_migration_is_found(string batch) => Assert.NotEmpty(After(batch));

    [Theory]
    [InlineData("CREATE TABLE V (Id int NOT NULL PRIMARY KEY NONCLUSTERED REFERENCES T (Id), Name nvarchar(20) NULL REFERENCES T (Name)); CREATE CLUSTERED INDEX IX_V ON V (Id);")]
    [InlineData("CREATE TABLE V (A int NOT NULL, B int NOT NULL, PRIMARY KEY (A, B), FOREIGN KEY (A) REFERENCES T (Id)); INSERT INTO V (A, B) SELECT Id, 1 FROM T;")]
    [InlineData("CREATE TABLE V (Id int NOT NULL PRIMARY KEY, Up int NULL REFERENCES V (Id));")]
    [InlineData("ALTER TABLE T ADD More int NOT NULL DEFAULT 0; CREATE INDEX IX_T_More ON T (More) WHERE Place IS NULL AND Name IN ('a', 'b');")]
    [InlineData("CREATE TABLE V (Id int NOT NULL PRIMARY KEY); ALTER TABLE V ADD More int NULL; UPDATE V SET More = 1;")]
    [InlineData("ALTER TABLE T ADD Seq bigint NOT NULL IDENTITY(1,1);")]
    [InlineData("DROP INDEX UX_T_Name ON T; CREATE INDEX UX_T_Name ON T (Name) INCLUDE (Body);")]
    public void What_looks_like_it_passes(string batch) => Assert.Empty(After(batch));

    [Fact]
    public void A_column_of_an_earlier_batch_is_there()
    {
        var rules = new MigrationRules();
        string[] batches = [Before, "ALTER TABLE T ADD More int NULL;", "UPDATE T SET More = 1;"];
        Assert.Empty(batches.SelectMany(rules.Read));
    }

    private static IReadOnlyList<string> After(string batch)
    {
        var rules = new MigrationRules();
        Assert.Empty(rules.Read(Before));
        return rules.Read(batch);
    }
}
