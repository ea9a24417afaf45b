using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using Microsoft.Azure.Functions.Worker.Runtime.Invocation;
using Microsoft.Azure.Functions.Worker.Runtime.Settings;

namespace Microsoft.Azure.Functions.Worker.Runtime.Discovery;

/// <summary>Finds the functions once at start and understands their signatures, or says everything that is wrong with them.</summary>
internal sealed partial class FunctionDiscovery(
    IReadOnlyList<ITriggerKind> triggers, IReadOnlyList<IInputKind> inputs, SettingReferences settings, List<string> errors)
{
    public IReadOnlyList<FunctionModel> Find(FunctionSource source)
    {
        var found = new List<FunctionModel>();
        var names = new Dictionary<string, MethodInfo>(StringComparer.OrdinalIgnoreCase);
        foreach ((FunctionAttribute attribute, MethodInfo method) in source.Methods())
        {
            var candidate = new FunctionCandidate(attribute.Name, method, settings, errors);
            CheckMethod(candidate);
            if (!names.TryAdd(attribute.Name, method))
            {
                MethodInfo other = names[attribute.Name];
                candidate.Report($"the name is already taken by {other.DeclaringType?.FullName}.{other.Name}. Names are unique regardless of case.");
            }

            if (Read(candidate) is { } function) found.Add(function);
        }

        return found;
    }

    private static void CheckMethod(FunctionCandidate function)
    {
        MethodInfo method = function.Method;
        Type type = method.DeclaringType!;
        if (!NamePattern().IsMatch(function.Name))
            function.Report("the name must begin with a letter and hold letters, digits, '_' and '-' only, up to 128.");
        if (!method.IsPublic || type.IsNestedPrivate || type.IsNestedFamily)
            function.Report("the method must be public, and its class public or internal.");
        if (method.IsGenericMethodDefinition || type.IsGenericTypeDefinition)
            function.Report("neither the method nor its class may be generic.");
        if (type.IsAbstract && !method.IsStatic)
            function.Report("its class is abstract, so no instance can be made. Make the class concrete or the method static.");
        if (method.ReturnType == typeof(void) && method.GetCustomAttribute<AsyncStateMachineAttribute>() is not null)
            function.Report("'async void' cannot be waited for. Return a Task.");
        foreach (ParameterInfo parameter in method.GetParameters().Where(p => p.ParameterType.IsByRef || p.ParameterType.IsByRefLike))
            function.Report($"parameter '{parameter.Name}' is a ref, out or ref struct, which no binding can give.");
    }

    private FunctionModel? Read(FunctionCandidate function)
    {
        var marked = (from p in function.Method.GetParameters()
                      let a = p.GetCustomAttributes<TriggerBindingAttribute>().FirstOrDefault()
                      where a is not null
                      select (Parameter: p, Attribute: a)).ToList();
        if (marked.Count != 1)
        {
            function.Report(marked.Count == 0
                ? "no parameter has a trigger attribute. Mark one, for example with [HttpTrigger]."
                : $"several parameters have a trigger attribute ({string.Join(", ", marked.Select(m => m.Parameter.Name))}). Keep one.");
            return null;
        }

        (ParameterInfo trigger, TriggerBindingAttribute attribute) = marked[0];
        if (triggers.FirstOrDefault(k => k.AttributeType == attribute.GetType()) is not { } kind)
        {
            function.Report($"the local runtime does not know the trigger {attribute.GetType().Name}.");
            return null;
        }

        if (kind.Read(function, trigger, attribute) is not { } read || function.Faulty) return null;
        var bindings = new List<BindingModel>(read.Bindings);
        ParameterBinder[] binders = new ParameterBinders(inputs).Bind(function, kind, read.Model, trigger, bindings);
        RetryAttribute? retry = RetryPolicy.Read(function, kind);
        FunctionCode? code = MakeCode(function);
        return function.Faulty || code is null ? null : new FunctionModel
        {
            Name = function.Name,
            Method = function.Method,
            Trigger = read.Model,
            Binders = binders,
            Bindings = bindings,
            Definition = new LocalFunctionDefinition(function.Name, function.Method, bindings),
            Code = code,
            Retry = retry,
            Disabled = settings.IsTrue($"AzureWebJobs.{function.Name}.Disabled"),
        };
    }

    private static FunctionCode? MakeCode(FunctionCandidate function)
    {
        if (function.Faulty) return null;
        try
        {
            return new FunctionCode(function.Method);
        }
        catch (InvalidOperationException)
        {
            function.Report("its class has no public constructor that services can call. Give it one.");
            return null;
        }
    }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_-]{0,127}$")]
    private static partial Regex NamePattern();
}
