namespace Microsoft.Azure.Functions.Worker;

/// <summary>One binding of a function.</summary>
public abstract class BindingMetadata
{
    /// <summary>The parameter's name; <c>$return</c> for the result.</summary>
    public abstract string Name { get; }

    /// <summary>The binding's type, for example <c>httpTrigger</c>.</summary>
    public abstract string Type { get; }

    /// <summary>In for triggers and inputs, Out for results.</summary>
    public abstract BindingDirection Direction { get; }
}
