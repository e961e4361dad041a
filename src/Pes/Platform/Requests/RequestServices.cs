using FluentValidation;

namespace Pes.Platform.Requests;

public static class RequestServices
{
    /// <summary>The mediator, its handlers and validators, and the behaviours in their order.</summary>
    public static IServiceCollection AddPesRequests(this IServiceCollection services)
    {
        services.AddMediatR(o =>
        {
            o.RegisterServicesFromAssemblyContaining<Refusal>();
            o.AddOpenBehavior(typeof(LogBehaviour<,>));
            o.AddOpenBehavior(typeof(ValidationBehaviour<,>));
            o.AddOpenBehavior(typeof(AuthorisationBehaviour<,>));
            o.AddOpenBehavior(typeof(CommandBehaviour<,>));
            o.AddOpenBehavior(typeof(AuditedReadBehaviour<,>));
        });
        foreach (var found in AssemblyScanner.FindValidatorsInAssembly(typeof(Refusal).Assembly, includeInternalTypes: true))
        {
            services.AddSingleton(found.InterfaceType, found.ValidatorType);
        }

        services.AddScoped<IdempotencyKey>();
        services.AddSingleton<AuditTrail>();
        services.AddSingleton<AuditHeads>();
        services.AddSingleton<AuditVerification>();
        return services;
    }
}
