using System.Reflection;
using Microsoft.Azure.Functions.Worker.Runtime.Invocation;

namespace Microsoft.Azure.Functions.Worker.Runtime.Discovery;

/// <summary>A function that was found and understood.</summary>
internal sealed record FunctionModel
{
    public required string Name { get; init; }

    public required MethodInfo Method { get; init; }

    public required TriggerModel Trigger { get; init; }

    /// <summary>In the method's order.</summary>
    public required ParameterBinder[] Binders { get; init; }

    public required IReadOnlyList<BindingModel> Bindings { get; init; }

    public required LocalFunctionDefinition Definition { get; init; }

    public required FunctionCode Code { get; init; }

    public RetryAttribute? Retry { get; init; }

    /// <summary>Set by the setting <c>AzureWebJobs.{name}.Disabled</c>: known, never started by its trigger.</summary>
    public bool Disabled { get; init; }
}
