namespace MediatR;

/// <summary>Allows for generic type constraints of objects implementing a request of any kind.</summary>
public interface IBaseRequest;

/// <summary>A request without a response.</summary>
public interface IRequest : IBaseRequest;

/// <summary>A request whose handler answers with a <typeparamref name="TResponse"/>.</summary>
public interface IRequest<out TResponse> : IBaseRequest;

/// <summary>A request whose handler answers with a stream of <typeparamref name="TResponse"/>.</summary>
public interface IStreamRequest<out TResponse>;

/// <summary>Something that happened, told to any number of handlers.</summary>
public interface INotification;

/// <summary>The value of a request that answers nothing.</summary>
public readonly struct Unit : IEquatable<Unit>, IComparable<Unit>, IComparable
{
    /// <summary>The only value.</summary>
    public static readonly Unit Value;

    /// <summary>The only value, as a finished task.</summary>
    public static Task<Unit> Task { get; } = System.Threading.Tasks.Task.FromResult(Value);

    public static bool operator ==(Unit first, Unit second) => true;

    public static bool operator !=(Unit first, Unit second) => false;

    public int CompareTo(Unit other) => 0;

    int IComparable.CompareTo(object? obj) => 0;

    public bool Equals(Unit other) => true;

    public override bool Equals(object? obj) => obj is Unit;

    public override int GetHashCode() => 0;

    public override string ToString() => "()";
}
