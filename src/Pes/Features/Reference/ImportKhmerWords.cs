using MediatR;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Text;
using Pes.Ranking.Text.Words;

namespace Pes.Features.Reference;

/// <summary>
/// Takes Khmer word lists over, by which Khmer text is cut into words; they replace those of an earlier import. Safe to run
/// twice, all or nothing.
/// </summary>
public static class ImportKhmerWords
{
    /// <summary>The words of some files together.</summary>
    public sealed record Lists(string Version, string Checksum, IReadOnlyList<ListedWord> Words)
    {
        /// <param name="files">JSON of word and count, lines of word, tab and count, or a word a line (<see cref="WordLists.Read"/>).</param>
        /// <exception cref="IOException">A file is missing or holds no Khmer word.</exception>
        public static Lists Open(IReadOnlyList<string> files) => new(
            string.Join(", ", files.Select(Path.GetFileName)),
            ImportFile.Checksum(files),
            WordLists.Join([.. files.Select(Read)]));

        private static IReadOnlyDictionary<string, long> Read(string file) => ImportFile.Read(file, () =>
            WordLists.Read(File.ReadAllText(file)) is { Count: > 0 } words ? words : throw new InvalidDataException("it holds no Khmer word."));
    }

    [Allows(Role.Administrator)]
    public sealed record Command : ScopedRequest, ICommand<ReferenceReport>
    {
        public required Lists Lists { get; init; }

        public AuditSubject Subject(ReferenceReport value) =>
            new("reference", null, Detail: $"khmer-words added={value.Added} updated={value.Updated} retired={value.Retired}");
    }

    public sealed class Handler(Database db, TimeProvider clock) : IRequestHandler<Command, Outcome<ReferenceReport>>
    {
        private const string StoredSql = "SELECT Word, Frequency, Lists FROM KhmerWord";

        private const string AddSql = "INSERT INTO KhmerWord (Word, Frequency, Lists) VALUES (@Word, @Frequency, @Lists)";

        private const string UpdateSql = "UPDATE KhmerWord SET Frequency = @Frequency, Lists = @Lists WHERE Word = @Word";

        private const string RemoveSql = "DELETE FROM KhmerWord WHERE Word = @Word";

        public async Task<Outcome<ReferenceReport>> Handle(Command command, CancellationToken cancellationToken)
        {
            var stored = (await db.QueryAsync<KhmerWordRow>(StoredSql, ct: cancellationToken)).ToDictionary(r => r.Word, r => r.Listed, StringComparer.Ordinal);
            var read = command.Lists.Words.ToDictionary(w => w.Word, StringComparer.Ordinal);
            var changes = Changes<ListedWord>.Between(stored, read, _ => true);
            foreach (var (sql, words) in ((string, IEnumerable<object>)[])[(AddSql, changes.Added), (UpdateSql, changes.Changed), (RemoveSql, changes.Gone.Select(w => new { Word = w }))])
            {
                foreach (var word in words)
                {
                    await db.ExecuteAsync(sql, word, cancellationToken);
                }
            }

            var report = new ReferenceReport
            {
                Kind = "khmer-words",
                Version = command.Lists.Version,
                Read = read.Count,
                Added = changes.Added.Count,
                Updated = changes.Changed.Count,
                Retired = changes.Gone.Count,
                Refused = [],
            };
            await ReferenceImports.KeepAsync(db, report, command.Lists.Checksum, clock.GetUtcNow().UtcDateTime, cancellationToken);
            return report;
        }
    }
}

internal sealed record KhmerWordRow
{
    public required string Word { get; init; }

    public required long Frequency { get; init; }

    public required int Lists { get; init; }

    public ListedWord Listed => new(Word, Frequency, Lists);
}
