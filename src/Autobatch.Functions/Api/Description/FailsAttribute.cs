using Autobatch.Errors;

namespace Autobatch.Functions.Api.Description;

/// <summary>The codes of the error catalogue that a route may answer with.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class FailsAttribute(params string[] codes) : Attribute
{
    /// <summary>Whether a manifest is read and planned, which may fail in every way that a manifest can be wrong.</summary>
    public bool Manifest { get; init; }

    public IEnumerable<string> Codes => Manifest ? codes.Concat(ErrorCatalogue.All.Where(e => e.Status is 400 or 422).Select(e => e.Code)) : codes;
}
