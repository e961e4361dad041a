namespace Pes.Features;

/// <summary>What the features add to the container beside their handlers.</summary>
public static class FeatureServices
{
    public static IServiceCollection AddPesFeatures(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<Reference.Vocabulary>();
        services.AddScoped<Accounts.PasskeySignIn>();
        services.AddScoped<Accounts.OwnFactors>();
        services.AddSingleton<Accounts.NewPassword>();
        services.AddSingleton<Accounts.Invitations>();
        return services;
    }
}
