using System.Collections.Immutable;

namespace Microsoft.Azure.Functions.Worker.Runtime.Invocation;

/// <summary>Trigger data by name, regardless of case.</summary>
internal sealed class BindingValues(IReadOnlyDictionary<string, object?> values) : BindingContext
{
    public static BindingValues None { get; } = new(ImmutableDictionary<string, object?>.Empty);

    public override IReadOnlyDictionary<string, object?> BindingData { get; } = values;
}
