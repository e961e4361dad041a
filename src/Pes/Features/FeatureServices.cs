using Microsoft.Extensions.DependencyInjection.Extensions;
using Pes.Platform.Jobs;
using Pes.Platform.Security;

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
        services.AddSingleton<Audit.VerificationRun>();
        services.AddDailyWork("close-expired-vacancies", _ => new Vacancies.CloseExpiredVacancies.Command { Scope = Scope.Product });
        services.AddScoped<Referrals.ReferralMessages>();
        services.AddSingleton<Matching.VacancySnapshotSource>();
        services.TryAddSingleton<Matching.JobseekerIndexSource>();
        services.AddSingleton<Matching.VacancyExtracts>();
        services.AddSingleton(new RepeatedJob("keep-vacancy-extracts", TimeSpan.FromMinutes(5), (s, ct) => s.GetRequiredService<Matching.VacancyExtracts>().KeepUpAsync(ct)));
        services.AddTransient(typeof(MediatR.IPipelineBehavior<,>), typeof(Shared.Changes.NoteProfileChange<,>));
        services.AddDailyWork("prune-profile-changes", _ => new Shared.Changes.PruneProfileChanges.Command { Scope = Scope.Product });
        services.AddDailyWork("count-career-moves", _ => new Matching.CountCareerMoves.Command { Scope = Scope.Product });
        services.AddDailyWork("count-skill-pairs", _ => new Matching.CountSkillPairs.Command { Scope = Scope.Product });
        services.AddSingleton(new RepeatedJob("keep-up-vacancies", TimeSpan.FromSeconds(1), (s, _) => s.GetRequiredService<Matching.VacancySnapshotSource>().KeepUpAsync(), IsRefresh: true));
        services.AddSingleton(new RepeatedJob("keep-up-jobseekers", TimeSpan.FromSeconds(1), (s, _) => s.GetRequiredService<Matching.JobseekerIndexSource>().KeepUpAsync(), IsRefresh: true));
        services.AddSingleton<Matching.Assignments.AssignmentWork>();
        services.AddSingleton(new RepeatedJob("assign-groups", TimeSpan.FromSeconds(2), (s, ct) => s.GetRequiredService<Matching.Assignments.AssignmentWork>().DoAsync(ct)));
        services.AddSingleton<Vacancies.VacancySearchSource>();
        services.AddSingleton(new RepeatedJob("keep-up-search", TimeSpan.FromSeconds(1), (s, _) => s.GetRequiredService<Vacancies.VacancySearchSource>().KeepUpAsync(), IsRefresh: true));
        services.AddSingleton<RankingModels.RankingInCharge>();
        services.AddSingleton(Matching.SpreadSettings.Of(configuration));
        services.AddSingleton(Matching.OverrideSettings.Of(configuration));
        services.AddScoped<Matching.ReportedPair>();
        services.AddScoped<Matching.GainReplay>();
        services.AddSingleton(RankingModels.GateSettings.Of(configuration));
        services.AddScoped<Matching.VacancyLists>();
        services.AddScoped<Matching.JobseekerLists>();

        // The employer's address of the page that officers open under /referrals.
        services.Configure<Microsoft.AspNetCore.Mvc.RazorPages.RazorPagesOptions>(o => o.Conventions.AddPageRoute("/Referrals/ReadReferral", "/desk/referrals/{id:guid}"));
        services.AddSingleton(ApiDocs.Guide.Make);
        services.AddSingleton<CaseFiles.IdentityNumbers>();
        services.AddSingleton<CaseFiles.FileReferences>();
        services.AddSingleton<CaseFiles.PersonNameKeys>();
        services.AddSingleton(new RepeatedJob("keep-person-name-keys", TimeSpan.FromMinutes(5), (s, ct) => s.GetRequiredService<CaseFiles.PersonNameKeys>().KeepUpAsync(ct)));
        services.AddScoped<CaseFiles.ProfileLists>();
        services.AddScoped<CaseFiles.PersonMessages>();
        services.AddSingleton<CaseFiles.PartForms>();
        services.AddSingleton<Reference.OccupationFinder>();
        services.AddSingleton<Reference.SkillFinding>();
        services.AddSingleton<Vacancies.VacancyCoding>();
        services.AddSingleton<Reference.OccupationCoder>();
        services.AddSingleton(configuration.GetSection("Wages").Get<Vacancies.WageSettings>() ?? new Vacancies.WageSettings());
        services.AddScoped<Monitoring.FigureLabels>();
        return services;
    }
}
