using System.Reflection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Pes.Features;
using Pes.Platform.Data;
using Pes.Platform.Jobs;
using Pes.Platform.Logging;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Web;
using Pes.Platform.Web.Api;

namespace Pes;

/// <summary>The one composition root: every verb that needs the product builds it here.</summary>
public static class PesApp
{
    // Settings are read once; watching their file would watch every folder below the content root.
    private static readonly string[] Unwatched = ["--hostBuilder:reloadConfigOnChange=false"];

    /// <param name="args">Settings as the host takes them, for example <c>--urls</c>.</param>
    /// <param name="adjust">What a test or the demo sets otherwise, before the container is built.</param>
    /// <param name="beside">What can be made ready on another thread while pages and routes are found.</param>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? adjust = null, Action<IServiceProvider>? beside = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = [.. Unwatched, .. args], ContentRootPath = ContentRoot(), ApplicationName = "pes-host" });
        builder.Host.UseDefaultServiceProvider(o => (o.ValidateScopes, o.ValidateOnBuild) = (true, true));
        builder.Logging.ClearProviders();
        adjust?.Invoke(builder);

        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.AddPesData(builder.Configuration);
        services.AddPesRequests();
        services.AddPesSecurity(builder.Configuration, builder.Environment);
        services.AddPesJobs(builder.Configuration);
        services.AddPesHealth();
        services.AddPesWeb();
        services.AddPesFeatures(builder.Configuration);

        var app = builder.Build();
        if (beside is not null)
        {
            _ = Task.Run(() => beside(app.Services));
        }

        app.UsePesWeb();
        app.MapPesHealth();
        app.MapRazorPages();
        app.MapApi();
        app.MapApiDocument();
        return app;
    }

    // A published copy stands beside its wwwroot; a development build stands in bin/ below its project.
    private static string ContentRoot()
    {
        var beside = AppContext.BaseDirectory;
        if (Directory.Exists(Path.Combine(beside, "wwwroot")))
        {
            return beside;
        }

        return typeof(PesApp).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().FirstOrDefault(a => a.Key == "ProjectDirectory")?.Value is { } project
            && Directory.Exists(project) ? project : beside;
    }
}
