namespace Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

/// <summary>Base of the attributes that start a function; a function has exactly one.</summary>
public abstract class TriggerBindingAttribute : BindingAttribute;
