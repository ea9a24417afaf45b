namespace Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

/// <summary>Base of the attributes that hand a function something besides its trigger.</summary>
public abstract class InputBindingAttribute : BindingAttribute;
