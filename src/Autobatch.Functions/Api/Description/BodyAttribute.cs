namespace Autobatch.Functions.Api.Description;

/// <summary>The body that a route takes.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BodyAttribute(string description, string schema) : Attribute
{
    public string Description => description;

    /// <summary>The name of its schema under <c>/api/schemas</c>.</summary>
    public string Schema => schema;
}
