namespace Microsoft.DurableTask;

/// <summary>The version of an orchestrator or activity; compares without regard to case.</summary>
public readonly struct TaskVersion : IEquatable<TaskVersion>
{
    public static readonly TaskVersion Unversioned = new(string.Empty);

    public TaskVersion(string version) => Version = version ?? string.Empty;

    public string Version { get; }

    public static bool operator ==(TaskVersion a, TaskVersion b) => a.Equals(b);

    public static bool operator !=(TaskVersion a, TaskVersion b) => !a.Equals(b);

    public static implicit operator string(TaskVersion value) => value.Version;

    public static implicit operator TaskVersion(string value) => string.IsNullOrEmpty(value) ? default : new TaskVersion(value);

    public bool Equals(TaskVersion other) =>
        string.Equals(Version ?? string.Empty, other.Version ?? string.Empty, StringComparison.OrdinalIgnoreCase);

    public override bool Equals(object? obj) => obj is TaskVersion other && Equals(other);

    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(Version ?? string.Empty);

    public override string ToString() => Version ?? string.Empty;
}
