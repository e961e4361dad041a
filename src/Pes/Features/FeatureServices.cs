namespace Pes.Features;

/// <summary>What the features add to the container beside their handlers.</summary>
public static class FeatureServices
{
    public static IServiceCollection AddPesFeatures(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<Reference.Vocabulary>();
        services.AddSingleton(ApiDocs.Guide.Make);
        return services;
    }
}
