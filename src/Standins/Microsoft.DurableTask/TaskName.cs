using System.Diagnostics.CodeAnalysis;

namespace Microsoft.DurableTask;

/// <summary>The name of an orchestrator or activity. Names compare without regard to case.</summary>
public readonly struct TaskName : IEquatable<TaskName>
{
    public TaskName(string name) => Name = name ?? string.Empty;

    public string Name { get; }

    /// <summary>Always empty; versions travel as <see cref="TaskVersion"/>.</summary>
    [SuppressMessage("Performance", "CA1822:Mark members as static", Justification = "The real member belongs to the instance.")]
    public string Version => string.Empty;

    public static bool operator ==(TaskName a, TaskName b) => a.Equals(b);

    public static bool operator !=(TaskName a, TaskName b) => !a.Equals(b);

    public static implicit operator string(TaskName value) => value.Name;

    public static implicit operator TaskName(string value) => string.IsNullOrEmpty(value) ? default : new TaskName(value);

    public bool Equals(TaskName other) => string.Equals(Name ?? string.Empty, other.Name ?? string.Empty, StringComparison.OrdinalIgnoreCase);

    public override bool Equals(object? obj) => obj is TaskName other && Equals(other);

    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(Name ?? string.Empty);

    public override string ToString() => Name ?? string.Empty;
}
