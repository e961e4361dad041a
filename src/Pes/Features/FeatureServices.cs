namespace Pes.Features;

/// <summary>What the features add to the container beside their handlers.</summary>
public static class FeatureServices
{
    public static IServiceCollection AddPesFeatures(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<Reference.Vocabulary>();
        services.AddSingleton<CaseFiles.IdentityNumbers>();
        services.AddSingleton<CaseFiles.FileReferences>();
        services.AddScoped<CaseFiles.ProfileLists>();
        services.AddScoped<CaseFiles.PersonMessages>();
        services.AddSingleton<CaseFiles.PartForms>();
        services.AddSingleton<Reference.OccupationFinder>();
        services.AddSingleton<Reference.SkillFinding>();
        services.AddSingleton<Vacancies.VacancyCoding>();
        services.AddSingleton(configuration.GetSection("Wages").Get<Vacancies.WageSettings>() ?? new Vacancies.WageSettings());
        return services;
    }
}
