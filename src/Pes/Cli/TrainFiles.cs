using System.CommandLine;
using System.Globalization;
using Pes.Features.RankingModels;
using Pes.Features.RankingModels.Training;
using Pes.Ranking.Learning;
using Pes.Ranking.Models;
using Pes.Ranking.Pairs;

namespace Pes.Cli;

/// <summary>Training elsewhere: the rows go out as files that LightGBM reads, the model comes in as a candidate (docs/learning.md).</summary>
internal static class TrainFiles
{
    public static Command Rows()
    {
        var file = new Argument<string>("file") { Description = "Takes the rows as svmlight; FILE.query, FILE.weight and FILE.features are written beside it." };
        var since = new Option<DateOnly?>("--since") { Description = "First day of the lists." };
        var until = new Option<DateOnly?>("--until") { Description = "Last day of the lists; else they end where the latest quarter begins, on which the model can then be judged." };
        var lists = new Option<int>("--lists") { Description = "The latest so many lists.", DefaultValueFactory = _ => TrainingPlan.UsualMostRuns };
        var command = new Command("rows", "Write the training rows to files: numbers only, of people whose consent to statistics stands, without any id.")
        {
            file, since, until, lists, Train.Maturity, Train.Data,
        };
        command.SetAction(async (parsed, ct) =>
        {
            var plan = new TrainingPlan
            {
                Since = parsed.GetValue(since), Until = parsed.GetValue(until), MaturityDays = parsed.GetValue(Train.Maturity), MostRuns = parsed.GetValue(lists), Options = new(),
            };
            if (plan.MaturityDays < 1 || plan.MostRuns < 1)
            {
                throw new CommandException("--maturity and --lists are at least 1.");
            }

            await using var app = Train.Product(parsed.GetValue(Train.Data));
            var rows = await Train.RunAsync(app, "Rows", async (training, report) =>
            {
                report("reading lists", 0.1);
                return await training.RowsAsync(plan, ct);
            });
            Write(rows, parsed.GetValue(file)!);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{rows.Window.Rows:N0} rows of {rows.Rows.Queries:N0} lists, {rows.Window.From:yyyy-MM-dd} to {rows.Window.To:yyyy-MM-dd}. Bring the model in with: pes train import MODEL --data-to {rows.Window.To:yyyy-MM-dd}"));
            return 0;
        });
        return command;
    }

    public static Command Import()
    {
        var file = new Argument<string>("file") { Description = "A model of this product, or one that LightGBM wrote as text." };
        var dataTo = new Option<DateOnly?>("--data-to") { Description = "Last day of the lists that it was trained on; a LightGBM model does not tell it, and is judged on later lists alone." };
        var command = new Command("import", "Take a model in as a candidate: next 'pes train judge NAME', then the gate and a person.") { file, dataTo, Train.As, Train.Data };
        command.SetAction(async (parsed, ct) =>
        {
            var path = parsed.GetValue(file)!;
            var bytes = await ReadAsync(path, parsed.GetValue(dataTo), ct);
            if (!ModelFile.TryOpen(bytes, out var opened))
            {
                throw new CommandException($"{path} is no ranking model of this product, or is damaged.");
            }

            await using var app = Train.Product(parsed.GetValue(Train.Data));
            var scope = await Train.ScopeAsync(app, parsed.GetValue(Train.As), ct);
            await Train.SendAsync(app, new ImportRankingModel.Command { Scope = scope, File = Convert.ToBase64String(bytes) }, ct);
            Console.WriteLine(opened switch
            {
                { Ranking: null } => "Taken in, but it cannot rank lists: its trees are too large, or do not tell how many rows each leaf covers.",
                _ when opened.BrokenDirections() is { Count: > 0 } broken => $"Taken in, but the gate will hold it back: it lets these count against their direction: {string.Join(", ", broken)}. Train with monotone constraints (FILE.features).",
                _ => "Taken in as a candidate; judge it with 'pes train judge'.",
            });
            return 0;
        });
        return command;
    }

    private static async Task<byte[]> ReadAsync(string path, DateOnly? dataTo, CancellationToken ct)
    {
        byte[] bytes;
        try
        {
            bytes = await File.ReadAllBytesAsync(path, ct);
        }
        catch (IOException exception)
        {
            throw new CommandException(exception.Message);
        }

        if (!LightGbmText.Begins(bytes))
        {
            return bytes;
        }

        using var text = new StreamReader(new MemoryStream(bytes));
        using var file = new MemoryStream();
        try
        {
            ModelFile.OfLightGbm(text, dataTo ?? throw new CommandException("Give --data-to: the last day of the lists that the model was trained on, as 'pes train rows' said.")).Write(file);
        }
        catch (InvalidDataException exception)
        {
            throw new CommandException($"{path}: {exception.Message}");
        }

        return file.ToArray();
    }

    private static void Write(TrainingRows rows, string path)
    {
        using var text = new StreamWriter(path);
        using var sizes = new StreamWriter(path + ".query");
        LetorText.Write(rows.Rows, text, sizes);
        File.WriteAllLines(path + ".weight", rows.Weights.Select(w => w.ToString("R", CultureInfo.InvariantCulture)));
        File.WriteAllLines(path + ".features", PairFeatures.All.Select(f => string.Create(CultureInfo.InvariantCulture, $"{f.Feature}\t{f.Direction}\t{f.Unit}")));
    }
}
