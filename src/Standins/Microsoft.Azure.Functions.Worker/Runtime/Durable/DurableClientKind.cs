using System.Reflection;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using Microsoft.Azure.Functions.Worker.Runtime.Discovery;
using Microsoft.Azure.Functions.Worker.Runtime.Invocation;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.Azure.Functions.Worker.Runtime.Durable;

/// <summary>Hands functions the client of the host's task hub.</summary>
/// <param name="hub">The hub's name in host.json.</param>
internal sealed class DurableClientKind(string hub) : IInputKind
{
    public Type AttributeType => typeof(DurableClientAttribute);

    public (ParameterBinder Binder, BindingModel Binding)? Bind(
        FunctionCandidate function, ParameterInfo parameter, InputBindingAttribute attribute)
    {
        if (parameter.ParameterType != typeof(DurableTaskClient))
        {
            function.Report($"parameter '{parameter.Name}' is {parameter.ParameterType}; [DurableClient] gives DurableTaskClient.");
            return null;
        }

        if (((DurableClientAttribute)attribute).TaskHub is { Length: > 0 } text
            && function.Resolve("the task hub", text) is { } other && !other.Equals(hub, StringComparison.OrdinalIgnoreCase))
        {
            function.Report($"the task hub '{other}' is not the host's own ('{hub}'), and the local runtime has only one.");
            return null;
        }

        return (context => new(context.InstanceServices.GetRequiredService<DurableTaskClient>()),
            new BindingModel(parameter.Name!, "durableClient", BindingDirection.In));
    }
}
