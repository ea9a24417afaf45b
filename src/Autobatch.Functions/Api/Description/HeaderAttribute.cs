namespace Autobatch.Functions.Api.Description;

/// <summary>A request header that a route reads; <see cref="ApiHeaders"/> describes it.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class HeaderAttribute(string name) : Attribute
{
    public string Name => name;
}
