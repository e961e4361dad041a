using System.Text.Json;

namespace Pes.Platform.Requests;

/// <summary>What the pipeline needs to know of any outcome.</summary>
public interface IOutcome
{
    Refusal? Refusal { get; }

    /// <summary>The value as JSON, kept beside an idempotency key.</summary>
    string ValueJson();
}

/// <summary>What the pipeline needs to make of any outcome.</summary>
public interface IOutcome<TSelf> : IOutcome
    where TSelf : IOutcome<TSelf>
{
    static abstract TSelf Refused(Refusal refusal);

    static abstract TSelf FromJson(string json);
}

/// <summary>A value, or a refusal that says why there is none.</summary>
public sealed class Outcome<T> : IOutcome<Outcome<T>>
{
    private readonly T value;

    private Outcome(T value, Refusal? refusal) => (this.value, Refusal) = (value, refusal);

    public Refusal? Refusal { get; }

    /// <summary>The value.</summary>
    /// <exception cref="InvalidOperationException">The outcome is a refusal.</exception>
    public T Value => Refusal is null ? value : throw new InvalidOperationException($"Refused: {Refusal.Code}");

    public static implicit operator Outcome<T>(T value) => new(value, null);

    public static implicit operator Outcome<T>(Refusal refusal) => new(default!, refusal);

    /// <summary>For values whose type is an interface, where C# allows no implicit conversion.</summary>
    public static Outcome<T> Of(T value) => new(value, null);

    public static Outcome<T> Refused(Refusal refusal) => refusal;

    public static Outcome<T> FromJson(string json) => new(JsonSerializer.Deserialize<T>(json)!, null);

    public string ValueJson() => JsonSerializer.Serialize(Value);
}

/// <summary>The value of a command that has nothing to say but that it is done.</summary>
public readonly record struct Done;
