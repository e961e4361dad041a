namespace Pes.Platform.Data;

public static class DataServices
{
    public static IServiceCollection AddPesData(this IServiceCollection services, IConfiguration configuration)
    {
        var settings = configuration.GetSection("Database").Get<DatabaseSettings>() ?? new DatabaseSettings();
        services.AddSingleton(settings);
        services.AddSingleton(_ => ConnectionSource.For(settings));
        services.AddScoped<Database>();
        services.AddSingleton<Migrator>();
        return services;
    }
}
