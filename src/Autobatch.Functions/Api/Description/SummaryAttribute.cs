namespace Autobatch.Functions.Api.Description;

/// <summary>What a route does, in one sentence of the OpenAPI document.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SummaryAttribute(string text) : Attribute
{
    public string Text => text;
}
