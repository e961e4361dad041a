using System.Collections.Concurrent;
using System.Diagnostics;
using System.Reflection;
using FluentValidation;
using MediatR;
using Pes.Platform.Data;
using Pes.Platform.Security;

namespace Pes.Platform.Requests;

/// <summary>The stable name of an operation: <c>Features/Referrals/ReferToVacancy</c> is <c>refer-to-vacancy</c>.</summary>
public static class OperationName
{
    private static readonly ConcurrentDictionary<Type, string> Names = new();

    public static string Of(Type request) => Names.GetOrAdd(request, static type =>
        string.Concat((type.DeclaringType ?? type).Name.Select((letter, i) =>
            char.IsUpper(letter) ? (i == 0 ? "" : "-") + char.ToLowerInvariant(letter) : letter.ToString())));
}

/// <summary>One log line and one trace span an operation: its name, outcome and time; ids only.</summary>
public sealed partial class LogBehaviour<TRequest, TResponse>(ILogger<LogBehaviour<TRequest, TResponse>> log) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IBaseRequest
    where TResponse : IOutcome<TResponse>
{
    private static readonly string Operation = OperationName.Of(typeof(TRequest));

    public async Task<TResponse> Handle(TRequest request, RequestHandlerDelegate<TResponse> next, CancellationToken cancellationToken)
    {
        using var span = Telemetry.Source.StartActivity(Operation);
        var start = Stopwatch.GetTimestamp();
        var outcome = await next();
        var code = outcome.Refusal?.Code ?? "done";
        span?.SetTag("pes.outcome", code);
        Telemetry.Operations.Record(
            Stopwatch.GetElapsedTime(start).TotalMilliseconds,
            new KeyValuePair<string, object?>("operation", Operation),
            new KeyValuePair<string, object?>("outcome", code));
        Finished(Operation, code, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        return outcome;
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Operation} {Outcome} in {Milliseconds} ms")]
    private partial void Finished(string operation, string outcome, double milliseconds);
}

/// <summary>Runs the validators of a request; a fault in the input is a refusal with its fields.</summary>
public sealed class ValidationBehaviour<TRequest, TResponse>(IEnumerable<IValidator<TRequest>> validators) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IBaseRequest
    where TResponse : IOutcome<TResponse>
{
    private readonly IValidator<TRequest>[] validators = [.. validators];

    public async Task<TResponse> Handle(TRequest request, RequestHandlerDelegate<TResponse> next, CancellationToken cancellationToken)
    {
        List<FieldError> errors = [];
        foreach (var validator in validators)
        {
            var result = await validator.ValidateAsync(request, cancellationToken);
            errors.AddRange(result.Errors.Select(Localisable));
        }

        return errors.Count > 0 ? TResponse.Refused(Refusal.Invalid(errors)) : await next();
    }

    // WithErrorCode names a key of Refusals.resx; FluentValidation's own codes have keys of the same name there.
    private static FieldError Localisable(FluentValidation.Results.ValidationFailure failure) =>
        new(failure.PropertyName, failure.ErrorCode, [.. Arguments(failure)]);

    private static IEnumerable<object> Arguments(FluentValidation.Results.ValidationFailure failure)
    {
        foreach (var name in (ReadOnlySpan<string>)["MaxLength", "ComparisonValue", "From", "To"])
        {
            if (failure.FormattedMessagePlaceholderValues?.TryGetValue(name, out var value) == true && value is not null and not "")
            {
                return name == "From" ? [value, failure.FormattedMessagePlaceholderValues["To"]] : [value];
            }
        }

        return [];
    }
}

/// <summary>Refuses a role that the request does not name. A request without the attribute is refused to everyone.</summary>
public sealed class AuthorisationBehaviour<TRequest, TResponse> : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IBaseRequest
    where TResponse : IOutcome<TResponse>
{
    private static readonly AllowsAttribute? Rule = typeof(TRequest).GetCustomAttribute<AllowsAttribute>();

    private static readonly Func<TRequest, Scope> ScopeOf = MakeScopeOf();

    public async Task<TResponse> Handle(TRequest request, RequestHandlerDelegate<TResponse> next, CancellationToken cancellationToken) =>
        Rule is not null && Rule.Allowed.Contains(ScopeOf(request).Role) ? await next() : TResponse.Refused(Refusal.NotFound);

    private static Func<TRequest, Scope> MakeScopeOf()
    {
        var property = typeof(TRequest).GetProperty(nameof(ScopedRequest.Scope));
        return property?.PropertyType == typeof(Scope)
            ? property.GetMethod!.CreateDelegate<Func<TRequest, Scope>>()
            : _ => Scope.Nobody;
    }
}

/// <summary>
/// A command's transaction: the handler's writes, the audit row and the idempotency row, committed together and only
/// when the outcome is a value. A repeated key answers with the first outcome and changes nothing.
/// </summary>
public sealed class CommandBehaviour<TRequest, TResponse>(
    Database db, AuditTrail audit, IdempotencyKey key, TimeProvider clock) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : ICommand
    where TResponse : IOutcome<TResponse>
{
    private const int Tries = 3;

    private static readonly string Operation = OperationName.Of(typeof(TRequest));

    public async Task<TResponse> Handle(TRequest request, RequestHandlerDelegate<TResponse> next, CancellationToken cancellationToken)
    {
        // A command sent by a command is part of it.
        if (db.InTransaction)
        {
            var inner = await next();
            if (inner.Refusal is null)
            {
                Audit(request, inner);
            }

            return inner;
        }

        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await RunAsync(request, next, cancellationToken);
            }
            catch (Exception exception) when (DatabaseFaults.Of(exception) is DatabaseFault.Reference or DatabaseFault.TooLong)
            {
                // A code or an id of the input that no list knows, or a text longer than its column, which no validator had asked about.
                await db.RollbackAsync();
                return TResponse.Refused(new Refusal(DatabaseFaults.Of(exception) == DatabaseFault.Reference ? "unknown-reference" : "text-too-long"));
            }
            catch (Exception exception) when (DatabaseFaults.Of(exception) is DatabaseFault.Duplicate or DatabaseFault.Contention)
            {
                await db.RollbackAsync();
                if (attempt < Tries)
                {
                    continue;
                }

                return TResponse.Refused(DatabaseFaults.Of(exception) == DatabaseFault.Duplicate
                    ? new Refusal("already-there") { Kind = RefusalKind.Stale }
                    : new Refusal("busy") { Kind = RefusalKind.TooMany });
            }
        }
    }

    private async Task<TResponse> RunAsync(TRequest request, RequestHandlerDelegate<TResponse> next, CancellationToken ct)
    {
        await db.BeginAsync(ct);
        try
        {
            if (key.IsGiven && await key.FindAsync(db, request.Scope.AccountId, Operation, ct) is { } earlier)
            {
                await db.RollbackAsync();
                return earlier.IsSameRequest ? TResponse.FromJson(earlier.ValueJson) : TResponse.Refused(new Refusal("idempotency-key-reused"));
            }

            var outcome = await next();
            if (outcome.Refusal is not null)
            {
                await db.RollbackAsync();
                return outcome;
            }

            Audit(request, outcome);
            if (key.IsGiven)
            {
                await key.KeepAsync(db, request.Scope.AccountId, Operation, outcome.ValueJson(), clock.GetUtcNow().UtcDateTime, ct);
            }

            await db.CommitAsync(ct);
            return outcome;
        }
        catch
        {
            await db.RollbackAsync();
            throw;
        }
    }

    // The head of the chain is every command's, so it is locked last: an import would hold it for minutes, and two orders of locks would meet.
    private void Audit(TRequest request, TResponse outcome)
    {
        var subject = AuditSubjects.Of(request, outcome);
        db.BeforeCommit(ct => audit.AppendAsync(db, request.Scope, Operation, subject, ct));
    }
}

/// <summary>Calls <see cref="ICommand{TValue}.Subject"/> without knowing the type of the value at compile time.</summary>
internal static class AuditSubjects
{
    private static readonly ConcurrentDictionary<Type, Func<object, IOutcome, AuditSubject>> Readers = new();

    public static AuditSubject Of(object command, IOutcome outcome) =>
        Readers.GetOrAdd(outcome.GetType(), static type =>
            typeof(AuditSubjects)
                .GetMethod(nameof(Read), BindingFlags.NonPublic | BindingFlags.Static)!
                .MakeGenericMethod(type.GetGenericArguments()[0])
                .CreateDelegate<Func<object, IOutcome, AuditSubject>>())(command, outcome);

    private static AuditSubject Read<TValue>(object command, IOutcome outcome) =>
        ((ICommand<TValue>)command).Subject(((Outcome<TValue>)outcome).Value);
}

/// <summary>Commits the audit row of a sensitive read before the answer leaves.</summary>
public sealed class AuditedReadBehaviour<TRequest, TResponse>(Database db, AuditTrail audit) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IAuditedRead
    where TResponse : IOutcome<TResponse>
{
    private static readonly string Operation = OperationName.Of(typeof(TRequest));

    public async Task<TResponse> Handle(TRequest request, RequestHandlerDelegate<TResponse> next, CancellationToken cancellationToken)
    {
        if (db.InTransaction)
        {
            return await next();
        }

        var outcome = await next();
        if (outcome.Refusal is not null)
        {
            return outcome;
        }

        await db.BeginAsync(cancellationToken);
        try
        {
            await audit.AppendAsync(db, request.Scope, Operation, request.Subject, cancellationToken);
            await db.CommitAsync(cancellationToken);
            return outcome;
        }
        catch
        {
            await db.RollbackAsync();
            throw;
        }
    }
}
