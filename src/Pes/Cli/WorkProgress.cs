using Spectre.Console;

namespace Pes.Cli;

/// <summary>Tells how long work is going: a bar at a terminal, plain lines anywhere else.</summary>
internal static class WorkProgress
{
    /// <summary>Reports a step by name, and how far the whole is (0 to 1) where that is known.</summary>
    public delegate void Report(string step, double? share = null);

    public static async Task<T> RunAsync<T>(string title, Func<Report, Task<T>> work)
    {
        if (Console.IsOutputRedirected || !AnsiConsole.Profile.Capabilities.Interactive)
        {
            Console.WriteLine($"{title} …");
            return await work((step, _) => Console.WriteLine($"  {step}"));
        }

        return await AnsiConsole.Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new SpinnerColumn())
            .StartAsync(async context =>
            {
                var task = context.AddTask(Markup.Escape(title), maxValue: 1);
                task.IsIndeterminate = true;
                var result = await work((step, share) =>
                {
                    task.Description = Markup.Escape($"{title}: {step}");
                    if (share is { } value)
                    {
                        (task.IsIndeterminate, task.Value) = (false, value);
                    }
                });
                (task.IsIndeterminate, task.Value) = (false, 1);
                return result;
            });
    }
}
