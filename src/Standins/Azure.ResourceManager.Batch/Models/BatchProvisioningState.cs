namespace Azure.ResourceManager.Batch.Models;

/// <summary>Whether an account is ready. The service may come to know further values.</summary>
public readonly struct BatchProvisioningState : IEquatable<BatchProvisioningState>
{
    private readonly string _value;

    /// <param name="value">As on the wire.</param>
    public BatchProvisioningState(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        _value = value;
    }

    public static BatchProvisioningState Cancelled { get; } = new("Cancelled");

    public static BatchProvisioningState Creating { get; } = new("Creating");

    public static BatchProvisioningState Deleting { get; } = new("Deleting");

    public static BatchProvisioningState Failed { get; } = new("Failed");

    public static BatchProvisioningState Invalid { get; } = new("Invalid");

    public static BatchProvisioningState Succeeded { get; } = new("Succeeded");

    public static bool operator ==(BatchProvisioningState left, BatchProvisioningState right) => left.Equals(right);

    public static bool operator !=(BatchProvisioningState left, BatchProvisioningState right) => !left.Equals(right);

    public static implicit operator BatchProvisioningState(string value) => new(value);

    /// <inheritdoc/>
    public bool Equals(BatchProvisioningState other) => string.Equals(_value, other._value, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is BatchProvisioningState other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _value is null ? 0 : StringComparer.OrdinalIgnoreCase.GetHashCode(_value);

    /// <inheritdoc/>
    public override string ToString() => _value ?? "";
}
