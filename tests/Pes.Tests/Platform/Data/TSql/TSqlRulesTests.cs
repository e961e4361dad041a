namespace Pes.Tests.Platform.Data.TSql;

/// <summary>Each rule finds its bad examples and leaves what only looks like them.</summary>
public sealed class TSqlRulesTests
{
    private static readonly TSqlSchema Schema = TSqlSchema.Of(
        "CREATE TABLE T (Id int NOT NULL PRIMARY KEY, Name nvarchar(20) NOT NULL, Kind nvarchar(5) NULL, N int NULL, M bigint NULL, IsOn bit NULL, At datetime2(3) NULL, OnDay date NULL, Uid uniqueidentifier NULL, Hash varbinary(32) NULL);",
        "CREATE TABLE U (Seq bigint NOT NULL IDENTITY(1,1) PRIMARY KEY, TId int NOT NULL, Name nvarchar(20) NOT NULL, Cost float NULL, Tries int NOT NULL DEFAULT 0);",
        "ALTER TABLE T ADD Late int NULL; ALTER TABLE T ADD Gone int NULL;",
        "ALTER TABLE T DROP COLUMN Gone; CREATE UNIQUE INDEX UX_T ON T (Kind, Name); CREATE UNIQUE INDEX UX_T_N ON T (N) WHERE N IS NOT NULL;");

    [Theory]
    [InlineData("SELECT Name || Kind FROM T"), InlineData("SELECT COUNT(*) FILTER (WHERE N = 1) FROM T"), InlineData("SELECT N FROM T LIMIT 5"), InlineData("SELECT N FROM T ORDER BY N LIMIT 5")]
    [InlineData("INSERT OR IGNORE INTO T (Id) VALUES (1)"), InlineData("INSERT INTO T (Id) VALUES (1) ON CONFLICT DO NOTHING"), InlineData("REPLACE INTO T (Id) VALUES (1)"), InlineData("DELETE FROM T RETURNING Id")]
    [InlineData("SELECT N FROM T WHERE N == 1"), InlineData("SELECT N FROM `T`"), InlineData("SELECT N FROM T ORDER BY N NULLS LAST"), InlineData("SELECT T.N FROM T NATURAL JOIN U"), InlineData("SELECT T.N FROM T JOIN U USING (Name)")]
    [InlineData("WITH RECURSIVE a AS (SELECT N FROM T) SELECT N FROM a"), InlineData("SELECT N FROM T WHERE N IS @p"), InlineData("SELECT COUNT(N = 1) FROM T"), InlineData("SELECT N, EXISTS (SELECT 1 FROM U) FROM T")]
    [InlineData("UPDATE T t SET N = 1"), InlineData("DELETE FROM T t WHERE t.N = 1"), InlineData("SELECT N FROM T WHERE (N, M) IN (SELECT Tries, Seq FROM U)"), InlineData("SELECT N FROM T OFFSET @Skip ROWS FETCH NEXT @Take ROWS ONLY")]
    [InlineData("SELECT N AS Plan FROM T"), InlineData("SELECT N AS Disk FROM T"), InlineData("SELECT N AS Percent FROM T"), InlineData("SELECT N FROM T WHERE IsOn"), InlineData("SELECT N FROM T WHERE NOT IsOn AND N = 1"), InlineData("SELECT N > 1 AS More FROM T"), InlineData("SELECT N FROM T WHERE Name GLOB 'a*'")]
    [InlineData("SELECT CASE WHEN IsOn THEN 1 ELSE 0 END FROM T"), InlineData("SELECT N FROM T WHERE (N = 1) = (M = 1)"), InlineData("SELECT N FROM T UNION SELECT Tries FROM U ORDER BY N UNION SELECT 1")]
    [InlineData("SELECT d.N FROM (SELECT N FROM T ORDER BY N) d"), InlineData("WITH a AS (SELECT N FROM T ORDER BY N) SELECT N FROM a"), InlineData("SELECT N FROM T WHERE N IN (SELECT Tries FROM U ORDER BY Seq)"), InlineData("SELECT (SELECT Tries FROM U ORDER BY Seq) FROM T")]
    [InlineData("SELECT STRING_AGG(DISTINCT Name, ',') FROM T"), InlineData("SELECT COUNT(DISTINCT N, M) FROM T"), InlineData("SELECT COUNT(DISTINCT N) OVER (PARTITION BY M) FROM T"), InlineData("SELECT N FROM T WHERE EXISTS (SELECT 1 FROM U WHERE U.TId = T.Id ORDER BY Seq)")]
    public void What_the_grammar_refuses_is_found(string sql) => Assert.NotEmpty(TSqlText.Read(sql).Faults);

    [Theory]
    [InlineData("SELECT Nothing FROM T"), InlineData("SELECT N FROM Nowhere"), InlineData("SELECT x.N FROM T"), InlineData("SELECT T.N FROM T x"), InlineData("SELECT Gone FROM T"), InlineData("SELECT N FROM T WHERE N = TRUE")]
    [InlineData("SELECT Name FROM T JOIN U ON U.TId = T.Id"), InlineData("SELECT a.N FROM T a JOIN T a ON a.Id = a.N"), InlineData("SELECT \"N\" FROM T WHERE Name = \"x\""), InlineData("SELECT t.Seq FROM T t JOIN U u ON u.TId = t.Id")]
    [InlineData("SELECT N + 1 AS Next FROM T WHERE Next > 2"), InlineData("SELECT N + 1 AS Next, Next + 1 AS Last FROM T"), InlineData("SELECT N + 1 AS Next, COUNT(*) AS Much FROM T GROUP BY Next"), InlineData("SELECT N, COUNT(*) AS Much FROM T GROUP BY N HAVING Much > 1")]
    [InlineData("SELECT N + 1 AS Next FROM T ORDER BY CASE WHEN Next > 1 THEN 0 ELSE 1 END"), InlineData("SELECT t.N FROM T t JOIN U u ON u.TId = v.TId JOIN U v ON v.TId = t.Id"), InlineData("SELECT t.N FROM T t, U u JOIN U v ON v.TId = t.Id")]
    [InlineData("SELECT t.N FROM T t JOIN (SELECT u.Seq FROM U u WHERE u.TId = t.Id) d ON d.Seq = t.N"), InlineData("WITH a AS (SELECT N FROM b), b AS (SELECT N FROM T) SELECT N FROM a"), InlineData("SELECT Id, N AS Id FROM T ORDER BY Id"), InlineData("UPDATE T SET Nothing = 1"), InlineData("INSERT INTO T (Id, Name, Nothing) VALUES (1, 'a', 2)")]
    [InlineData("SELECT N FROM T UNION SELECT Tries FROM U ORDER BY Tries"), InlineData("SELECT N FROM T UNION SELECT Tries FROM U ORDER BY N + 1"), InlineData("SELECT N FROM dbo.T"), InlineData("SELECT N FROM T WHERE EXISTS (SELECT 1 FROM U WHERE Place = 1)"), InlineData("SELECT Same = N FROM T")]
    public void A_name_that_cannot_be_bound_is_found(string sql) => Found(sql);

    [Theory]
    [InlineData("SELECT N, Late FROM T"), InlineData("SELECT t.N FROM T AS t JOIN U u ON u.TId = t.Id AND u.Name = t.Name"), InlineData("SELECT N FROM T WHERE EXISTS (SELECT 1 FROM U WHERE TId = Id AND U.Name = T.Name)")]
    [InlineData("SELECT N + 1 AS Next FROM T ORDER BY Next"), InlineData("SELECT N + 1 AS N FROM T ORDER BY N"), InlineData("SELECT N AS M FROM T ORDER BY M + 1"), InlineData("SELECT t.N FROM T t JOIN (U u JOIN U v ON v.TId = u.TId) ON u.TId = t.Id"), InlineData("SELECT d.* FROM (SELECT N, M FROM T) d WHERE d.M = 1")]
    [InlineData("WITH a AS (SELECT N FROM T), b (X) AS (SELECT N FROM a) SELECT X FROM b"), InlineData("SELECT N FROM T UNION SELECT Tries FROM U ORDER BY N"), InlineData("DELETE FROM T WHERE NOT EXISTS (SELECT 1 FROM U WHERE U.TId = T.Id)"), InlineData("UPDATE T SET N = (SELECT COUNT(*) FROM U WHERE U.TId = T.Id) WHERE Id = @Id")]
    [InlineData("SELECT t.N FROM T t WHERE t.N IN (SELECT value FROM OPENJSON(@Ids))"), InlineData("SELECT t.N FROM T t JOIN OPENJSON(@Ids) j ON t.M = CAST(j.value AS bigint)"), InlineData("WITH T AS (SELECT Seq AS Own FROM U) SELECT Own FROM T"), InlineData("SELECT n FROM t")]
    public void A_name_that_means_one_column_passes(string sql) => Passes(sql);

    [Theory]
    [InlineData("SELECT N, COUNT(*) FROM T"), InlineData("SELECT N, MAX(At) FROM T"), InlineData("SELECT N, M, COUNT(*) FROM T GROUP BY N"), InlineData("SELECT * FROM T GROUP BY N"), InlineData("SELECT N FROM T GROUP BY N ORDER BY M"), InlineData("SELECT N FROM T GROUP BY N HAVING M > 1")]
    [InlineData("SELECT N + M FROM T GROUP BY N + 1, M"), InlineData("SELECT COUNT(*) FROM T GROUP BY 1"), InlineData("SELECT COUNT(*) FROM T GROUP BY (SELECT 1)"), InlineData("SELECT COUNT(*) FROM T ORDER BY N"), InlineData("SELECT t.N, (SELECT COUNT(*) FROM U u WHERE u.TId = t.Id) FROM T t GROUP BY t.N")]
    [InlineData("SELECT N FROM T HAVING COUNT(*) > 1"), InlineData("SELECT N FROM T GROUP BY ROLLUP (N)"), InlineData("SELECT COUNT(*) FROM T GROUP BY @p")]
    public void A_column_neither_grouped_nor_aggregated_is_found(string sql) => Found(sql);

    [Theory]
    [InlineData("SELECT t.N, COUNT(*) AS Much FROM T t GROUP BY N ORDER BY Much DESC, COUNT(*), MAX(M)"), InlineData("SELECT N + 1, COUNT(*) FROM T GROUP BY N + 1 HAVING SUM(M) > @p"), InlineData("SELECT (N + 1) * 2, 'x', @p FROM T GROUP BY n + 1"), InlineData("SELECT COUNT(*) FROM T HAVING MAX(N) > 1")]
    [InlineData("SELECT t.Id, (SELECT MAX(u.Seq) FROM U u WHERE u.TId = t.Id) FROM T t GROUP BY t.Id"), InlineData("SELECT CASE WHEN At < @b THEN 1 ELSE 2 END AS Part, COUNT(*) FROM T GROUP BY CASE WHEN At < @b THEN 1 ELSE 2 END"), InlineData("SELECT N, ROW_NUMBER() OVER (ORDER BY M) AS Place FROM T"), InlineData("SELECT N FROM T WHERE M = (SELECT MAX(M) FROM T)")]
    public void A_grouped_query_passes(string sql) => Passes(sql);

    [Theory]
    [InlineData("SELECT SUM(CASE WHEN EXISTS (SELECT 1 FROM U WHERE U.TId = T.Id) THEN 1 ELSE 0 END) FROM T"), InlineData("SELECT SUM(COUNT(*)) FROM T"), InlineData("SELECT MAX((SELECT COUNT(*) FROM U)) FROM T"), InlineData("SELECT COUNT(CASE WHEN N IN (SELECT Tries FROM U) THEN 1 END) FROM T")]
    [InlineData("SELECT N FROM T WHERE COUNT(*) > 1"), InlineData("SELECT t.N FROM T t JOIN U u ON MAX(u.Seq) = t.N"), InlineData("UPDATE T SET N = MAX(M)"), InlineData("SELECT N FROM T WHERE ROW_NUMBER() OVER (ORDER BY N) = 1"), InlineData("SELECT COUNT(*) FROM T GROUP BY ROW_NUMBER() OVER (ORDER BY N)"), InlineData("SELECT SUM(ROW_NUMBER() OVER (ORDER BY N)) FROM T")]
    [InlineData("SELECT ROW_NUMBER() OVER (ORDER BY 1) FROM T"), InlineData("SELECT ROW_NUMBER() OVER (PARTITION BY M) FROM T"), InlineData("SELECT LAG(N) FROM T"), InlineData("SELECT t.Id, (SELECT SUM(u.Tries * t.N) FROM U u) FROM T t")]
    public void A_misplaced_aggregate_is_found(string sql) => Found(sql);

    [Theory]
    [InlineData("SELECT SUM(CASE WHEN N IN (1, 2) THEN 1 ELSE 0 END), COUNT(DISTINCT N), STRING_AGG(Name, ',') FROM T"), InlineData("SELECT SUM(d.Has) FROM (SELECT CASE WHEN EXISTS (SELECT 1 FROM U WHERE U.TId = T.Id) THEN 1 ELSE 0 END AS Has FROM T) d"), InlineData("SELECT LAG(N) OVER (PARTITION BY M ORDER BY At, N DESC) FROM T")]
    [InlineData("SELECT SUM(SUM(N)) OVER (ORDER BY M) FROM T GROUP BY M"), InlineData("SELECT t.Id, (SELECT SUM(u.Tries) * t.N FROM U u) FROM T t"), InlineData("SELECT N FROM T WHERE N = (SELECT MAX(Tries) FROM U)")]
    public void A_well_placed_aggregate_passes(string sql) => Passes(sql);

    [Theory]
    [InlineData("SELECT DISTINCT N FROM T ORDER BY M"), InlineData("SELECT DISTINCT N FROM T ORDER BY N + 1"), InlineData("SELECT N FROM T ORDER BY N, M, N DESC")]
    [InlineData("SELECT N FROM T t ORDER BY t.M, M"), InlineData("SELECT N FROM T ORDER BY @Sort"), InlineData("SELECT N FROM T ORDER BY M, CASE @Sort WHEN 1 THEN N END"), InlineData("SELECT N FROM T ORDER BY NULL"), InlineData("SELECT N FROM T ORDER BY 'N'"), InlineData("SELECT ROW_NUMBER() OVER (ORDER BY N, N) FROM T")]
    public void A_refused_order_is_found(string sql) => Found(sql);

    [Theory]
    [InlineData("SELECT d.N FROM (SELECT N FROM T ORDER BY N OFFSET @Skip ROWS FETCH NEXT @Take ROWS ONLY) d ORDER BY d.N"), InlineData("SELECT DISTINCT N, M + 1 AS More FROM T ORDER BY More, T.N"), InlineData("INSERT INTO T (Id, Name) SELECT TId, Name FROM U ORDER BY Seq"), InlineData("SELECT N AS A, M AS B FROM T ORDER BY A, B, Id"), InlineData("SELECT N FROM T ORDER BY CASE WHEN N = @p THEN 0 ELSE 1 END, 1")]
    public void An_order_that_is_taken_passes(string sql) => Passes(sql);

    [Theory]
    [InlineData("SELECT 1 FROM (SELECT COUNT(*) FROM T) d"), InlineData("WITH a AS (SELECT N + 1 FROM T) SELECT 1 FROM a"), InlineData("SELECT 1 FROM (SELECT t.Name, u.Name FROM T t JOIN U u ON u.TId = t.Id) d"), InlineData("WITH a (X) AS (SELECT N, M FROM T) SELECT X FROM a"), InlineData("SELECT N, M FROM T UNION ALL SELECT Tries FROM U")]
    [InlineData("SELECT N FROM T WHERE N IN (SELECT Tries, Seq FROM U)"), InlineData("SELECT (SELECT N, M FROM T) FROM U"), InlineData("INSERT INTO T (Id, Name) VALUES (1, 'a', 2)"), InlineData("INSERT INTO T (Id, Name) SELECT TId FROM U"), InlineData("INSERT INTO T (Id, Name, Name) VALUES (1, 'a', 'b')"), InlineData("UPDATE T SET N = 1, N = 2")]
    [InlineData("INSERT INTO T (Name) VALUES ('a')"), InlineData("INSERT INTO U (Seq, TId, Name) VALUES (1, 1, 'a')"), InlineData("UPDATE U SET Seq = 1"), InlineData("INSERT INTO T VALUES (1, 'a')")]
    public void A_wrong_number_or_name_of_columns_is_found(string sql) => Found(sql);

    [Theory]
    [InlineData("SELECT 1 FROM (SELECT COUNT(*) AS Much FROM T) d"), InlineData("SELECT X FROM (SELECT N + 1 FROM T) d (X)"), InlineData("SELECT N FROM T WHERE EXISTS (SELECT Tries, Seq FROM U)"), InlineData("INSERT INTO U (TId, Name) VALUES (1, 'a'), (@b, @c)"), InlineData("SELECT Name, Name FROM T")]
    [InlineData("INSERT INTO U (TId, Name) SELECT @a, @b WHERE NOT EXISTS (SELECT 1 FROM U WHERE TId = @a)")]
    public void A_right_number_of_columns_passes(string sql) => Passes(sql);

    [Theory]
    [InlineData("SELECT Id, (SELECT Name FROM U WHERE TId = Id) FROM T"), InlineData("SELECT N FROM T WHERE N = (SELECT Tries FROM U)"), InlineData("SELECT (SELECT M FROM T WHERE N = 5) FROM U"), InlineData("SELECT (SELECT Name FROM U WHERE Seq = 1 OR TId = 2) FROM T"), InlineData("SELECT (SELECT Name FROM U WHERE Seq = TId) FROM T")]
    [InlineData("SELECT (SELECT MAX(Name) FROM U GROUP BY TId) FROM T"), InlineData("UPDATE T SET N = (SELECT Tries FROM U WHERE U.TId = T.Id)"), InlineData("SELECT (SELECT Tries FROM U WHERE Seq > 1) FROM T")]
    public void A_value_of_more_than_one_row_is_found(string sql) => Found(sql);

    [Theory]
    [InlineData("SELECT Id, (SELECT u.Name FROM U u WHERE u.TId > 1 AND T.M = u.Seq) FROM T"), InlineData("SELECT (SELECT MAX(Name) FROM U), (SELECT N + 1) FROM T"), InlineData("SELECT (SELECT Name FROM T WHERE (Id = @p AND N = 1)) FROM U"), InlineData("SELECT (SELECT t.At FROM T t WHERE t.Name = @p AND t.Kind = 'a') FROM U")]
    public void A_value_of_one_row_passes(string sql) => Passes(sql);

    [Theory]
    [InlineData("SELECT LENGTH(Name) FROM T"), InlineData("SELECT IFNULL(N, 0) FROM T"), InlineData("SELECT MAX(N, M) FROM T"), InlineData("SELECT LOWER(Name) FROM T"), InlineData("SELECT DATEADD(day, 1, @p)"), InlineData("SELECT CURRENT_TIMESTAMP"), InlineData("SELECT AVG(N) FROM T"), InlineData("SELECT CONCAT(Name) FROM T")]
    [InlineData("SELECT CAST(N AS TEXT) FROM T"), InlineData("SELECT CAST(N AS nvarchar) FROM T"), InlineData("SELECT CAST(N AS decimal(9, 2)) FROM T"), InlineData("SELECT CONVERT(int, Name) FROM T"), InlineData("SELECT N FROM T WHERE Name = 'a' COLLATE NOCASE"), InlineData("SELECT CHARINDEX(Name) FROM T"), InlineData("SELECT SUBSTR(Name, 1) FROM T")]
    public void A_function_or_a_cast_outside_the_list_is_found(string sql) => Found(sql);

    [Theory]
    [InlineData("SELECT SUM(IsOn) FROM T"), InlineData("SELECT MAX(IsOn) FROM T"), InlineData("SELECT SUM(Name) FROM T"), InlineData("SELECT IsOn + IsOn FROM T"), InlineData("SELECT At - 1 FROM T"), InlineData("SELECT Name + Kind FROM T"), InlineData("SELECT Name + 'a' FROM T"), InlineData("SELECT N / M FROM T"), InlineData("SELECT N % @p FROM T")]
    [InlineData("SELECT N FROM T WHERE Name = 5"), InlineData("SELECT t.N FROM T t JOIN U u ON u.Tries = t.Name"), InlineData("SELECT N FROM T WHERE At = 0"), InlineData("SELECT N FROM T WHERE Uid = 1"), InlineData("SELECT COALESCE(Name, 0) FROM T"), InlineData("SELECT CASE WHEN N = 1 THEN Name ELSE N END FROM T"), InlineData("SELECT N FROM T UNION SELECT Name FROM U")]
    [InlineData("SELECT CONCAT(Uid, 'a') FROM T"), InlineData("SELECT CONCAT(At, 'a') FROM T"), InlineData("SELECT DATALENGTH(Name) FROM T"), InlineData("SELECT CAST(Uid AS nvarchar(40)) FROM T"), InlineData("SELECT N FROM T WHERE Name IN (SELECT value FROM OPENJSON(@Ids))"), InlineData("SELECT N FROM T WHERE N LIKE '1%'"), InlineData("UPDATE T SET N = 'a'"), InlineData("INSERT INTO T (Id, Name, At) VALUES (1, 'a', 0)")]
    [InlineData("SELECT N FROM T WHERE Name IN ('a', 1)"), InlineData("SELECT N FROM T WHERE N BETWEEN 'a' AND 'b'"), InlineData("SELECT CASE N WHEN 'a' THEN 1 END FROM T"), InlineData("UPDATE T SET Name = Uid"), InlineData("SELECT Name FROM T UNION SELECT value FROM OPENJSON(@Ids)")]
    [InlineData("SELECT N FROM T WHERE At < OnDay"), InlineData("SELECT COALESCE(At, OnDay) FROM T"), InlineData("SELECT MAX(Uid) FROM T"), InlineData("SELECT N FROM T WHERE Uid > @p"), InlineData("UPDATE T SET Kind = 'longer'"), InlineData("UPDATE T SET Kind = CASE WHEN N = 1 THEN 'short' ELSE 'longer' END")]
    [InlineData("INSERT INTO T (Id, Name, Kind) VALUES (1, 'a', 'longer')"), InlineData("INSERT INTO T (Id, Name, Kind) SELECT TId, Name, 'longer' FROM U")]
    public void Types_that_do_not_go_together_are_found(string sql) => Found(sql);

    [Theory]
    [InlineData("SELECT SUM(CASE WHEN IsOn = 1 THEN 1 ELSE 0 END), MIN(At), MAX(Name) FROM T"), InlineData("SELECT N + IsOn, N * 2 - 1, M % 7, N / NULLIF(M, 0) FROM T"), InlineData("SELECT N FROM T WHERE M = N AND At > @p AND IsOn = 0 AND Uid = @p"), InlineData("SELECT COALESCE(N, 0), COALESCE(Name, ''), COALESCE(IsOn, 0) FROM T")]
    [InlineData("SELECT CONCAT(Name, N, OnDay, IsOn), LEN(Name), DATALENGTH(Hash) FROM T"), InlineData("SELECT N FROM T WHERE Uid IN (SELECT value FROM OPENJSON(@Ids))"), InlineData("UPDATE T SET N = 1, M = N, IsOn = 1, Name = @p, At = NULL"), InlineData("SELECT Name FROM T UNION SELECT NULL UNION SELECT @p"), InlineData("SELECT N FROM T WHERE At < '2026-01-01' AND Hash = @p"), InlineData("SELECT CAST(N AS bigint) * M, CAST(@p AS nvarchar(max)) FROM T")]
    [InlineData("UPDATE T SET Kind = 'short', Hash = 0x00"), InlineData("INSERT INTO T (Id, Name, Kind, M) SELECT TId, Name, 'short', Seq FROM U")]
    public void Types_that_go_together_pass(string sql) => Passes(sql);

    [Theory]
    [InlineData("SELECT N FROM T ORDER BY N OFFSET @Skip ROWS"), InlineData("SELECT N FROM T ORDER BY N OFFSET 0 ROWS FETCH NEXT 5 ROWS ONLY"), InlineData("SELECT N FROM T ORDER BY N OFFSET @Skip  ROWS FETCH NEXT @Take ROWS ONLY"), InlineData("SELECT N FROM T WITH (NOLOCK)"), InlineData("SELECT N FROM T WITH (UPDLOCK)"), InlineData("SELECT N FROM T WHERE N IN (SELECT value FROM OPENJSON(@Others))")]
    [InlineData("SELECT N FROM T WHERE Name = ' WITH (UPDLOCK, HOLDLOCK)'")]
    public void Another_phrase_is_found(string sql) => Found(sql);

    [Theory]
    [InlineData("SELECT N FROM T WITH (UPDLOCK, HOLDLOCK) WHERE N = 1 ORDER BY N OFFSET @Skip ROWS FETCH NEXT @Take ROWS ONLY"), InlineData("SELECT N FROM T t WITH (UPDLOCK, HOLDLOCK) WHERE t.N = 1")]
    public void The_phrases_pass(string sql) => Passes(sql);

    [Theory]
    [InlineData("WITH a AS (SELECT N FROM T UNION SELECT a.N + 1 FROM a) SELECT N FROM a"), InlineData("WITH a AS (SELECT N FROM T UNION ALL SELECT DISTINCT a.N + 1 FROM a) SELECT N FROM a"), InlineData("WITH a AS (SELECT N FROM T UNION ALL SELECT t.N FROM T t LEFT JOIN a ON a.N = t.M) SELECT N FROM a")]
    [InlineData("WITH a AS (SELECT N FROM T UNION ALL SELECT MAX(a.N) FROM a) SELECT N FROM a"), InlineData("WITH a AS (SELECT N FROM T UNION ALL SELECT a.N FROM a GROUP BY a.N) SELECT N FROM a"), InlineData("WITH a AS (SELECT N FROM T UNION ALL SELECT M FROM T WHERE N IN (SELECT N FROM a)) SELECT N FROM a"), InlineData("WITH a AS (SELECT N FROM T UNION ALL SELECT b.N FROM a b JOIN a c ON c.N = b.N) SELECT N FROM a")]
    public void A_refused_recursion_is_found(string sql) => Found(sql);

    [Theory]
    [InlineData("WITH a AS (SELECT N FROM T UNION ALL SELECT a.N + 1 FROM a JOIN T ON T.N = a.N WHERE a.N < 5) SELECT N FROM a")]
    public void A_recursion_that_is_taken_passes(string sql) => Passes(sql);

    private static void Found(string sql)
    {
        Assert.Empty(TSqlText.Read(sql).Faults);
        Assert.NotEmpty(TSqlRules.Faults(sql, Schema));
    }

    private static void Passes(string sql) => Assert.Empty(TSqlRules.Faults(sql, Schema));
}
