using FluentValidation;
using MediatR;

namespace Pes.Platform.Requests;

public static class RequestServices
{
    /// <summary>The mediator, its handlers and validators, and the behaviours in their order.</summary>
    public static IServiceCollection AddPesRequests(this IServiceCollection services)
    {
        services.AddMediatR(o =>
        {
            // It wants an assembly to look through; ours is looked through once, below.
            o.RegisterServicesFromAssemblyContaining<IBaseRequest>();
            o.AddOpenBehavior(typeof(LogBehaviour<,>));
            o.AddOpenBehavior(typeof(ValidationBehaviour<,>));
            o.AddOpenBehavior(typeof(AuthorisationBehaviour<,>));
            o.AddOpenBehavior(typeof(CommandBehaviour<,>));
            o.AddOpenBehavior(typeof(AuditedReadBehaviour<,>));
        });
        services.AddHandlersAndValidators();
        services.AddScoped<IdempotencyKey>();
        services.AddSingleton<AuditTrail>();
        services.AddSingleton<AuditHeads>();
        services.AddSingleton<AuditVerification>();
        return services;
    }

    private static void AddHandlersAndValidators(this IServiceCollection services)
    {
        foreach (var type in typeof(Refusal).Assembly.GetTypes().Where(t => t is { IsClass: true, IsAbstract: false, IsGenericTypeDefinition: false } && !t.Name.StartsWith('<')))
        {
            foreach (var contract in type.GetInterfaces().Where(i => i.IsGenericType))
            {
                var definition = contract.GetGenericTypeDefinition();
                if (definition == typeof(IRequestHandler<,>) || definition == typeof(IRequestHandler<>))
                {
                    services.AddTransient(contract, type);
                }
                else if (definition == typeof(IValidator<>))
                {
                    services.AddSingleton(contract, type);
                }
            }
        }
    }
}
