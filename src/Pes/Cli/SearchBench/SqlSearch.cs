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
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(KhmerText.FoldKey).Where(w => w.Length > 0).ToList();
        var where = words.Count == 0 ? "1 = 1" : string.Join(" AND ", words.Select((_, i) => $"SearchKey LIKE $Word{i}"));
        find.CommandText = $"SELECT COUNT(*) FROM Vacancy WHERE {where}; SELECT Id FROM Vacancy WHERE {where} ORDER BY Id DESC LIMIT 25";
        for (var i = 0; i < words.Count; i++)
        {
            find.Parameters.AddWithValue($"$Word{i}", $"%{words[i]}%");
        }

        using var reader = find.ExecuteReader();
        reader.Read();
        var count = reader.GetInt64(0);
        reader.NextResult();
        while (reader.Read())
        {
            count += 0 * reader.GetInt64(0);
        }

        return count;
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
