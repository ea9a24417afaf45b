using System.Collections.Immutable;
using System.IO.Hashing;
using System.Reflection;
using System.Text;

namespace Microsoft.Azure.Functions.Worker.Runtime.Discovery;

internal sealed class LocalFunctionDefinition : FunctionDefinition
{
    public LocalFunctionDefinition(string name, MethodInfo method, IReadOnlyList<BindingModel> bindings)
    {
        Name = name;
        EntryPoint = $"{method.DeclaringType!.FullName}.{method.Name}";
        PathToAssembly = method.DeclaringType.Assembly.Location;
        // Stable over restarts, so that what names a function by its id goes on naming it.
        Id = XxHash3.HashToUInt64(Encoding.UTF8.GetBytes($"{EntryPoint}|{name}")).ToString("D20", null);
        Parameters = [.. method.GetParameters().Select(p => new FunctionParameter(
            p.Name!, p.ParameterType, p.HasDefaultValue, p.HasDefaultValue ? p.DefaultValue : null, Properties(p)))];
        InputBindings = Of(bindings, BindingDirection.In);
        OutputBindings = Of(bindings, BindingDirection.Out);
    }

    public override ImmutableArray<FunctionParameter> Parameters { get; }

    public override string PathToAssembly { get; }

    public override string EntryPoint { get; }

    public override string Id { get; }

    public override string Name { get; }

    public override IImmutableDictionary<string, BindingMetadata> InputBindings { get; }

    public override IImmutableDictionary<string, BindingMetadata> OutputBindings { get; }

    private static ImmutableDictionary<string, BindingMetadata> Of(IReadOnlyList<BindingModel> bindings, BindingDirection direction) =>
        bindings.Where(b => b.Direction == direction).ToImmutableDictionary(b => b.Name, b => (BindingMetadata)b);

    private static ImmutableDictionary<string, object> Properties(ParameterInfo parameter) =>
        parameter.GetCustomAttribute<Extensions.Abstractions.BindingAttribute>() is { } attribute
            ? ImmutableDictionary<string, object>.Empty.Add("bindingAttribute", attribute)
            : ImmutableDictionary<string, object>.Empty;
}
