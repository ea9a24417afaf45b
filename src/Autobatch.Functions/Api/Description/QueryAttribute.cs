namespace Autobatch.Functions.Api.Description;

/// <summary>A query parameter of a route.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class QueryAttribute(string name, string description) : Attribute
{
    public string Name => name;

    public string Description => description;

    /// <summary>The JSON type of its value.</summary>
    public string Type { get; init; } = "string";

    /// <summary>A class whose public constants are the values; null for any.</summary>
    public Type? ValuesOf { get; init; }

    /// <summary>The values; null for any.</summary>
    public string[]? Values { get; init; }

    /// <summary>The largest number; 0 when it is no number.</summary>
    public int Most { get; init; }

    public bool Required { get; init; }
}
