using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Hands a function the <c>DurableTaskClient</c> of its task hub.</summary>
public sealed class DurableClientAttribute : InputBindingAttribute
{
    /// <summary>The task hub; the host's own when null.</summary>
    public string? TaskHub { get; set; }

    /// <summary>The setting that names the hub's storage; the host's own when null.</summary>
    public string? ConnectionName { get; set; }
}
