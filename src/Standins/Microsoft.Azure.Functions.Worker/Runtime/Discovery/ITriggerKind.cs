using System.Reflection;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using Microsoft.Azure.Functions.Worker.Runtime.Invocation;

namespace Microsoft.Azure.Functions.Worker.Runtime.Discovery;

/// <summary>One way to start a function: reads its attribute, checks the signature, binds its parameters.</summary>
internal interface ITriggerKind
{
    Type AttributeType { get; }

    /// <summary>Reads and checks the trigger; null after reporting what is wrong.</summary>
    (TriggerModel Model, IReadOnlyList<BindingModel> Bindings)? Read(
        FunctionCandidate function, ParameterInfo parameter, TriggerBindingAttribute attribute);

    /// <summary>Binds the parameter that carries the trigger's attribute; null when its type is not one that the trigger can give.</summary>
    ParameterBinder? BindTrigger(FunctionCandidate function, TriggerModel model, ParameterInfo parameter);

    /// <summary>Binds a further parameter by the trigger's data; null when the trigger has nothing of that name and type.</summary>
    ParameterBinder? BindData(FunctionCandidate function, TriggerModel model, ParameterInfo parameter);

    /// <summary>The types that <see cref="BindTrigger"/> knows, for an error message.</summary>
    string TriggerTypes { get; }

    /// <summary>Whether <see cref="RetryAttribute"/> works with the trigger.</summary>
    bool Retries => false;
}
