namespace Microsoft.Azure.Functions.Worker;

/// <summary>Which way a binding's value goes.</summary>
public enum BindingDirection
{
    /// <summary>To the function.</summary>
    In = 0,

    /// <summary>From the function.</summary>
    Out = 1,
}
