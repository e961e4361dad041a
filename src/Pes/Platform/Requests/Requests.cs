using System.Text.Json.Serialization;
using MediatR;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Pes.Platform.Security;

namespace Pes.Platform.Requests;

/// <summary>What an audit row is about: a stable word for the kind, ids only, and at most a few words of detail without personal data.</summary>
/// <param name="Kind">For example <c>case-file</c>.</param>
/// <param name="Id">The thing that was read or changed.</param>
/// <param name="PersonId">The person concerned, so that she can be told who opened her file.</param>
/// <param name="Detail">Codes or counts; never a name, a note or a number that identifies.</param>
public sealed record AuditSubject(string Kind, Guid? Id, Guid? PersonId = null, string? Detail = null);

/// <summary>Any request of the product: who asks is set by the edge from the session, never bound from input.</summary>
public abstract record ScopedRequest
{
    [JsonIgnore]
    [BindNever]
    public Scope Scope { get; init; } = Scope.Nobody;
}

/// <summary>A request that changes something: runs in one transaction with its audit row.</summary>
public interface ICommand : IBaseRequest
{
    Scope Scope { get; }
}

/// <inheritdoc cref="ICommand"/>
public interface ICommand<TValue> : IRequest<Outcome<TValue>>, ICommand
{
    /// <summary>What the audit row of the finished command is about.</summary>
    AuditSubject Subject(TValue value);
}

/// <summary>A request that only reads.</summary>
public interface IQuery<TValue> : IRequest<Outcome<TValue>>
{
    Scope Scope { get; }
}

/// <summary>A read of something sensitive: its audit row is committed before the answer is sent.</summary>
public interface IAuditedRead
{
    Scope Scope { get; }

    AuditSubject Subject { get; }
}
