using Pes.Ranking.Text;

namespace Pes.Features.Vacancies.Import;

/// <summary>A vacancy made of one advertisement or of several copies; it closes with the last of them.</summary>
internal sealed record NewVacancy(Guid Id, ReadAdvertisement Words)
{
    public DateOnly PublishedOn { get; set; } = Words.PublishedOn;

    public DateOnly ClosesOn { get; set; } = Words.ClosesOn;
}

/// <summary>A row that is a copy of a vacancy.</summary>
internal sealed record Copy(Guid Vacancy, string SourceKey, int Line, bool IsExact);

/// <summary>A vacancy of an earlier import.</summary>
internal sealed record ImportedVacancy(Guid Id, string Title, string Text, IReadOnlyList<string> Provinces);

/// <summary>Which advertisements are new vacancies and which are copies of one.</summary>
internal sealed record Merging(IReadOnlyList<NewVacancy> New, IReadOnlyList<Copy> Copies)
{
    /// <param name="read">In the order of the file; the first copy stands for all.</param>
    /// <param name="imported">Vacancies of earlier imports, for copies that differ a little.</param>
    public static Merging Of(IReadOnlyList<ReadAdvertisement> read, IEnumerable<ImportedVacancy> imported)
    {
        var signatures = read.AsParallel().AsOrdered().Select(r => AdvertisementText.Signature(r.Text)).ToArray();
        var duplicates = new Duplicates();
        foreach (var vacancy in imported)
        {
            duplicates.Add(vacancy.Id, vacancy.Title, vacancy.Text, vacancy.Provinces);
        }

        Dictionary<Guid, NewVacancy> added = [];
        Dictionary<string, Guid> byKey = new(StringComparer.Ordinal);
        List<Copy> copies = [];
        for (var i = 0; i < read.Count; i++)
        {
            var words = read[i];
            var provinces = words.Places.Select(p => p.ProvinceCode);
            var isExact = byKey.TryGetValue(words.SourceKey, out var first);
            if (!isExact)
            {
                first = duplicates.Find(words.Title, words.Text, provinces, signatures[i]) ?? default;
            }

            if (first != default)
            {
                copies.Add(new Copy(first, words.SourceKey, words.Line, isExact));
                if (added.TryGetValue(first, out var kept))
                {
                    kept.PublishedOn = words.PublishedOn < kept.PublishedOn ? words.PublishedOn : kept.PublishedOn;
                    kept.ClosesOn = words.ClosesOn > kept.ClosesOn ? words.ClosesOn : kept.ClosesOn;
                }

                byKey.TryAdd(words.SourceKey, first);
                continue;
            }

            var vacancy = new NewVacancy(Guid.CreateVersion7(), words);
            added.Add(vacancy.Id, vacancy);
            byKey.Add(words.SourceKey, vacancy.Id);
            duplicates.Add(vacancy.Id, words.Title, words.Text, provinces, signatures[i]);
        }

        return new Merging([.. added.Values.OrderBy(v => v.Words.Line)], copies);
    }
}
