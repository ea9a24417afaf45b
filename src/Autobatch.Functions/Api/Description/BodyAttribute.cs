namespace Autobatch.Functions.Api.Description;

/// <summary>The body that a route takes.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BodyAttribute(string description, string schema) : Attribute
{
    public BodyAttribute(string description, Type type)
        : this(description, "") => Type = type;

    /// <summary>A body of bytes.</summary>
    public BodyAttribute(string description)
        : this(description, "")
    {
    }

    public string Description => description;

    /// <summary>The record that it is read as; null when it has a schema of its own.</summary>
    public Type? Type { get; }

    /// <summary>The name of its schema under <c>/api/schemas</c>; empty when it has none there.</summary>
    public string Schema => schema;
}
