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
        Run("CREATE TABLE Vacancy (Id INTEGER PRIMARY KEY, SearchKey TEXT NOT NULL)");
        using var transaction = connection.BeginTransaction();
        using var add = connection.CreateCommand();
        add.CommandText = "INSERT INTO Vacancy (SearchKey) VALUES ($Key)";
        var key = add.Parameters.Add("$Key", SqliteType.Text);
        foreach (var folded in documents.AsParallel().AsOrdered().Select(d => KhmerText.FoldKey($"{d.Title} {d.Employer} {d.Skills} {d.Text}")))
        {
            key.Value = folded;
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
