using Microsoft.Data.Sqlite;
using Pes.Ranking.Search;
using Pes.Ranking.Text;

namespace Pes.Cli.SearchBench;

/// <summary>
/// What stands in for an index where there is none: LIKE on a folded column, every word anywhere, the count and the first 25.
/// It finds parts of words, ranks nothing and counts no facets. The table is the bench's own, in a file that is deleted.
/// </summary>
internal sealed class SqlSearch : IDisposable
{
    private const int MostWords = 4;

    private const string CountAndFirst = """
        SELECT COUNT(*) FROM Vacancy
        WHERE ($Word1 IS NULL OR SearchKey LIKE $Word1) AND ($Word2 IS NULL OR SearchKey LIKE $Word2) AND ($Word3 IS NULL OR SearchKey LIKE $Word3) AND ($Word4 IS NULL OR SearchKey LIKE $Word4);
        SELECT Id FROM Vacancy
        WHERE ($Word1 IS NULL OR SearchKey LIKE $Word1) AND ($Word2 IS NULL OR SearchKey LIKE $Word2) AND ($Word3 IS NULL OR SearchKey LIKE $Word3) AND ($Word4 IS NULL OR SearchKey LIKE $Word4)
        ORDER BY Id DESC LIMIT 25
        """;

    private readonly string file = Path.Combine(Path.GetTempPath(), $"pes-bench-{Guid.CreateVersion7():N}.db");
    private readonly SqliteConnection connection;

    public SqlSearch(IEnumerable<SearchDocument> documents)
    {
        connection = new($"Data Source={file};Pooling=False");
        connection.Open();
        Run("CREATE TABLE Vacancy (Id INTEGER PRIMARY KEY, SearchKey TEXT NOT NULL, Guid TEXT NOT NULL UNIQUE, Since INTEGER NOT NULL)");
        using var transaction = connection.BeginTransaction();
        using var add = connection.CreateCommand();
        add.CommandText = "INSERT INTO Vacancy (SearchKey, Guid, Since) VALUES ($Key, $Guid, $Since)";
        var (key, guid, since) = (add.Parameters.Add("$Key", SqliteType.Text), add.Parameters.Add("$Guid", SqliteType.Text), add.Parameters.Add("$Since", SqliteType.Integer));
        foreach (var (document, folded) in documents.AsParallel().AsOrdered().Select(d => (d, KhmerText.FoldKey($"{d.Title} {d.Employer} {d.Skills} {d.Text}"))))
        {
            (key.Value, guid.Value, since.Value) = (folded, document.Id.ToString(), document.SortKeys.Since);
            add.ExecuteNonQuery();
        }

        transaction.Commit();
    }

    public long Find(string text)
    {
        using var find = connection.CreateCommand();
        find.CommandText = CountAndFirst;
        var words = text.Split([' ', '"'], StringSplitOptions.RemoveEmptyEntries).Select(KhmerText.FoldKey).Where(w => w.Length > 0).ToList();
        for (var i = 0; i < MostWords; i++)
        {
            find.Parameters.AddWithValue($"$Word{i + 1}", i < words.Count ? $"%{words[i]}%" : DBNull.Value);
        }

        using var reader = find.ExecuteReader();
        reader.Read();
        var found = reader.GetInt64(0);
        reader.NextResult();
        var shown = 0;
        while (reader.Read())
        {
            shown++;
        }

        return Math.Max(found, shown);
    }

    /// <summary>The newest 25 of many that an index found: their ids handed over, put in order by the database.</summary>
    public int Newest(IEnumerable<Guid> found)
    {
        using var sort = connection.CreateCommand();
        sort.CommandText = "SELECT Id FROM Vacancy WHERE Guid IN (SELECT value FROM json_each($Ids)) ORDER BY Since DESC, Id DESC LIMIT 25";
        sort.Parameters.AddWithValue("$Ids", System.Text.Json.JsonSerializer.Serialize(found));
        using var reader = sort.ExecuteReader();
        var shown = 0;
        while (reader.Read())
        {
            shown++;
        }

        return shown;
    }

    public void Dispose()
    {
        connection.Dispose();
        File.Delete(file);
    }

    private void Run(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
