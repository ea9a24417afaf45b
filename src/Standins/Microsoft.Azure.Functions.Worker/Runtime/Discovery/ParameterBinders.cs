using System.Reflection;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using Microsoft.Azure.Functions.Worker.Runtime.Invocation;

namespace Microsoft.Azure.Functions.Worker.Runtime.Discovery;

/// <summary>Chooses a binder for every parameter of a method.</summary>
internal sealed class ParameterBinders(IReadOnlyList<IInputKind> inputs)
{
    /// <summary>The binders in the method's order; adds the bindings of input attributes to <paramref name="bindings"/>.</summary>
    public ParameterBinder[] Bind(
        FunctionCandidate function, ITriggerKind kind, TriggerModel model, ParameterInfo trigger, List<BindingModel> bindings) =>
        [.. function.Method.GetParameters().Select(p => Bind(function, kind, model, trigger, p, bindings) ?? Nothing)];

    private static ValueTask<object?> Nothing(LocalFunctionContext context) => default;

    private ParameterBinder? Bind(
        FunctionCandidate function, ITriggerKind kind, TriggerModel model, ParameterInfo trigger, ParameterInfo parameter, List<BindingModel> bindings)
    {
        if (parameter == trigger)
        {
            ParameterBinder? binder = kind.BindTrigger(function, model, parameter);
            if (binder is null && !function.Faulty)
                function.Report($"parameter '{parameter.Name}' is {parameter.ParameterType}; its trigger gives {kind.TriggerTypes}.");
            return binder;
        }

        if (parameter.GetCustomAttributes<InputBindingAttribute>().FirstOrDefault() is { } input)
        {
            if (inputs.FirstOrDefault(i => i.AttributeType == input.GetType()) is not { } known)
            {
                function.Report($"the local runtime does not know the input {input.GetType().Name} of parameter '{parameter.Name}'.");
                return null;
            }

            if (known.Bind(function, parameter, input) is not { } bound) return null;
            bindings.Add(bound.Binding);
            return bound.Binder;
        }

        if (parameter.ParameterType == typeof(FunctionContext)) return context => new(context);
        if (parameter.ParameterType == typeof(CancellationToken)) return context => new(context.CancellationToken);
        if (kind.BindData(function, model, parameter) is { } data) return data;
        if (parameter.HasDefaultValue) return _ => new(parameter.DefaultValue);
        if (!function.Faulty)
        {
            function.Report($"nothing binds parameter '{parameter.Name}' ({parameter.ParameterType}). "
                + "Services belong in the class's constructor; trigger data binds by name.");
        }

        return null;
    }
}
