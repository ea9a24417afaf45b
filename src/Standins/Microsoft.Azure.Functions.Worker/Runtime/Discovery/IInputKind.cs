using System.Reflection;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using Microsoft.Azure.Functions.Worker.Runtime.Invocation;

namespace Microsoft.Azure.Functions.Worker.Runtime.Discovery;

/// <summary>One input binding attribute.</summary>
internal interface IInputKind
{
    Type AttributeType { get; }

    /// <summary>Reads the attribute and binds the parameter; null after reporting what is wrong.</summary>
    (ParameterBinder Binder, BindingModel Binding)? Bind(
        FunctionCandidate function, ParameterInfo parameter, InputBindingAttribute attribute);
}
