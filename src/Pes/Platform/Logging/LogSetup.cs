using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting.Json;

namespace Pes.Platform.Logging;

/// <summary>
/// JSON lines, one event a line, ids only. Section "Logs" of the settings: Level (Information), Levels:SOURCE, Folder
/// (data/logs; empty: no file), Console (true).
/// </summary>
public static class LogSetup
{
    private const int DaysKept = 30;

    // Below a warning these print addresses with query strings, form fields or statements, so no setting opens them.
    private static readonly string[] TooTalkative = ["Microsoft", "System"];

    /// <summary>Sends the log of a running product to console and file; verbs that only work and end do not call it.</summary>
    public static void AddPesLogging(this WebApplicationBuilder builder)
    {
        builder.Logging.ClearProviders();
        // The level is decided once, below.
        builder.Logging.SetMinimumLevel(LogLevel.Trace);
        builder.Services.AddSingleton<ILoggerProvider>(services => Provider(services.GetRequiredService<IConfiguration>(), null));
    }

    /// <param name="settings">Where section "Logs" stands.</param>
    /// <param name="sink">Where a test reads the events; null for console and file.</param>
    public static ILoggerProvider Provider(IConfiguration settings, TextWriter? sink)
    {
        var logs = settings.GetSection("Logs");
        var setup = new LoggerConfiguration()
            .MinimumLevel.Is(logs.GetValue("Level", LogEventLevel.Information))
            .Enrich.FromLogContext();
        foreach (var source in TooTalkative)
        {
            setup = setup.MinimumLevel.Override(source, LogEventLevel.Warning);
        }

        setup = setup.MinimumLevel.Override("Microsoft.Hosting.Lifetime", LogEventLevel.Information);
        foreach (var source in logs.GetSection("Levels").GetChildren().Where(l => !TooTalkative.Contains(l.Key.Split('.')[0])))
        {
            setup = setup.MinimumLevel.Override(source.Key, Enum.Parse<LogEventLevel>(source.Value!, ignoreCase: true));
        }

        var lines = new SafeJsonLines();
        if (sink is not null)
        {
            setup = setup.WriteTo.Sink(new WriterSink(lines, sink));
        }
        else
        {
            if (logs.GetValue("Console", true))
            {
                setup = setup.WriteTo.Console(lines);
            }

            if (logs.GetValue("Folder", "data/logs") is { Length: > 0 } folder)
            {
                setup = setup.WriteTo.File(lines, Path.Combine(folder, "pes-.jsonl"), rollingInterval: RollingInterval.Day, retainedFileCountLimit: DaysKept, shared: true);
            }
        }

        return new Serilog.Extensions.Logging.SerilogLoggerProvider(setup.CreateLogger(), dispose: true);
    }

    private sealed class WriterSink(SafeJsonLines lines, TextWriter writer) : ILogEventSink
    {
        public void Emit(LogEvent logEvent)
        {
            lock (writer)
            {
                lines.Format(logEvent, writer);
            }
        }
    }
}

/// <summary>
/// JSON in which a control character of any input is an escape, so that one event is one line and no terminal obeys it.
/// An exception is told by its types and frames: the message of one may quote what a person typed.
/// </summary>
public sealed class SafeJsonLines : Serilog.Formatting.ITextFormatter
{
    private readonly JsonFormatter json = new(renderMessage: false);

    public void Format(LogEvent logEvent, TextWriter output)
    {
        // The framework puts the typed address beside every event of a request.
        logEvent.RemovePropertyIfPresent("RequestPath");
        var told = logEvent.Exception is { } exception
            ? new LogEvent(
                logEvent.Timestamp, logEvent.Level, null, logEvent.MessageTemplate,
                [
                    .. logEvent.Properties.Select(p => new LogEventProperty(p.Key, p.Value)),
                    new LogEventProperty("Fault", new ScalarValue(Told(exception))),
                ])
            : logEvent;
        using var line = new StringWriter();
        json.Format(told, line);
        foreach (var letter in line.ToString().TrimEnd('\r', '\n'))
        {
            if (char.IsControl(letter) || letter is '\u2028' or '\u2029')
            {
                output.Write($"\\u{(int)letter:x4}");
            }
            else
            {
                output.Write(letter);
            }
        }

        output.Write('\n');
    }

    private static string Told(Exception exception)
    {
        var frames = new System.Diagnostics.StackTrace(exception, fNeedFileInfo: false).GetFrames()
            .Select(f => f.GetMethod()).OfType<System.Reflection.MethodBase>().Take(20)
            .Select(m => $"{m.DeclaringType?.FullName}.{m.Name}");
        var number = exception switch
        {
            Microsoft.Data.Sqlite.SqliteException sqlite => $" {sqlite.SqliteExtendedErrorCode}",
            Microsoft.Data.SqlClient.SqlException sql => $" {sql.Number}",
            _ => "",
        };
        return $"{exception.GetType().FullName}{number} at {string.Join(" < ", frames)}"
            + (exception.InnerException is { } inner ? $" caused by {Told(inner)}" : "");
    }
}
