using System.Globalization;
using FluentValidation;
using MediatR;
using Pes.Features.Reference;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Text;
using Pes.Platform.Web;
using Microsoft.Extensions.Localization;

namespace Pes.Features.Monitoring;

/// <summary>
/// The figures as a CSV file that may be published: a count of persons from 1 to 4 stands as "&lt;5", and so does the
/// next smallest of its table where the sum would give it away. Each export is audited.
/// </summary>
public static class ExportFigures
{
    internal const int Least = 5;

    [Allows(Role.Monitor, Role.CentreManager, Role.Counsellor, Role.Administrator)]
    public sealed record Query : ScopedRequest, IQuery<string>, IAuditedRead
    {
        public FigureFilter Filter { get; init; } = new();

        public AuditSubject Subject => new("figures", Filter.CentreId, Detail: string.Create(
            CultureInfo.InvariantCulture, $"measure={Filter.Measure} months={Filter.Months} province={Filter.ProvinceCode}"));
    }

    public sealed class Validator : AbstractValidator<Query>
    {
        public Validator(Vocabulary vocabulary) => RuleFor(q => q.Filter).NotNull().SetValidator(new FigureFilterValidator(vocabulary));
    }

    public sealed class Handler(ISender sender, FigureLabels labels, IStringLocalizer<MonitoringWords> words) : IRequestHandler<Query, Outcome<string>>
    {
        public async Task<Outcome<string>> Handle(Query query, CancellationToken cancellationToken)
        {
            var outcome = await sender.Send(new ReadFigures.Query { Filter = query.Filter, Scope = query.Scope }, cancellationToken);
            return outcome.Refusal is { } refusal ? refusal : Write(outcome.Value).ToString();
        }

        private CsvText Write(ReadFigures.Answer answer)
        {
            var csv = new CsvText();
            var measure = answer.Filter.Measure;
            csv.Row(words["csv-measure"].Value, words["csv-table"].Value, words["csv-row"].Value, words["csv-count"].Value, words["csv-of"].Value, words["csv-missing"].Value, words["csv-from"].Value, words["csv-to"].Value);
            Put(csv, answer, words["by-month"], [.. answer.Months.Select(m => (Formats.Month(m.Month), m.Figure))], measure);
            Put(csv, answer, words["by-province"], [.. answer.Provinces.Select(p => (labels.Place(p), p.Figure))], measure);
            Put(csv, answer, words["by-centre"], [.. answer.Centres.Select(c => (labels.Place(c), c.Figure))], measure);
            foreach (var split in answer.Groups.GroupBy(g => g.Split))
            {
                Put(csv, answer, words[$"by-{split.Key}".ToLowerInvariant()], [.. split.Select(g => (labels.Group(g.Split, g.Code), g.Figure))], measure);
            }

            Put(csv, answer, words["total"], [(words["total"].Value, answer.Totals[measure])], measure);
            return csv;
        }

        private void Put(CsvText csv, ReadFigures.Answer answer, string table, IReadOnlyList<(string Label, Figure Figure)> rows, Measure measure)
        {
            var ofPersons = measure != Measure.Vacancies;
            var (counts, bases, missing) = (
                Published([.. rows.Select(r => r.Figure.Count)], ofPersons),
                Published([.. rows.Select(r => r.Figure.Of)], ofPersons),
                Published([.. rows.Select(r => r.Figure.Missing)], ofPersons));
            foreach (var (i, (label, _)) in rows.Index())
            {
                csv.Row(labels.Measure(measure), table, label, counts[i], bases[i], missing[i], answer.From, answer.To.AddDays(-1));
            }
        }
    }

    /// <summary>The counts of one table as they may be published.</summary>
    internal static IReadOnlyList<object> Published(IReadOnlyList<long> counts, bool ofPersons)
    {
        if (!ofPersons)
        {
            return [.. counts.Select(c => (object)c)];
        }

        var hidden = counts.Select(c => c is > 0 and < Least).ToArray();

        // One hidden cell alone is the sum less the others: the smallest of the rest goes with it.
        if (hidden.Count(h => h) == 1 && counts.Count > 1)
        {
            var next = Enumerable.Range(0, counts.Count).Where(i => !hidden[i] && counts[i] > 0).OrderBy(i => counts[i]).Select(i => (int?)i).FirstOrDefault();
            if (next is { } second)
            {
                hidden[second] = true;
            }
        }

        return [.. counts.Select((c, i) => hidden[i] ? c < Least ? "<5" : "x" : (object)c)];
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.Get("/figures/export", async ([AsParameters] FigureQuestion question, ApiEdge edge, ISender sender, RefusalSentences sentences, CancellationToken ct) =>
            {
                var outcome = await sender.Send(new Query { Filter = question.Filter, Scope = edge.Scope }, ct);
                return outcome.Refusal is { } refusal
                    ? RefusalResponses.Problem(refusal, sentences)
                    : Results.Text(outcome.Value, "text/csv", System.Text.Encoding.UTF8);
            })
            .For<Query>("Export the figures as CSV for publication", "text/csv");
}
