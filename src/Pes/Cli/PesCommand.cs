using System.CommandLine;

namespace Pes.Cli;

/// <summary>
/// The table of contents of the command line, one verb a file. Exit codes: 0 done; 1 refused or failed, with one line
/// that says what to do; 2 the words of the call are off (docs/operations.md).
/// </summary>
public static class PesCommand
{
    public const int Failed = 1;

    public const int Misused = 2;

    public static async Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand("Pes, the platform of a public employment service.")
        {
            Serve.Command(),
            Migrate.Command(),
            User.Command(),
            Demo.Command(),
            Check.Command(),
            Backup.Command(),
            Restore.Command(),
            Import.Command(),
            Rank.Command(),
            Train.Command(),
            Simulate.Command(),
            Bench.Command(),
        };
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            await Console.Error.WriteLineAsync($"pes: {parsed.Errors[0].Message} Try 'pes --help'.");
            return Misused;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("pes: interrupted; what was finished stands, and the verb can be called again.");
            return Failed;
        }
        catch (Exception exception) when (exception is CommandException or Platform.Data.MigrationException or System.Data.Common.DbException
            or IOException or UnauthorizedAccessException or TimeoutException)
        {
            await Console.Error.WriteLineAsync($"pes: {exception.Message.ReplaceLineEndings(" ")}");
            return Failed;
        }
    }
}

/// <summary>A verb that could not do its work; the message is one line that says what to do.</summary>
public sealed class CommandException(string message) : Exception(message);
