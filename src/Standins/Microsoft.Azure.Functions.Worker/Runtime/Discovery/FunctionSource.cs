using System.Reflection;

namespace Microsoft.Azure.Functions.Worker.Runtime.Discovery;

/// <summary>Where functions are looked for.</summary>
/// <param name="Assembly">The app's assembly; its folder holds host.json.</param>
/// <param name="Types">The classes to look through.</param>
internal sealed record FunctionSource(Assembly Assembly, IReadOnlyList<Type> Types)
{
    public static FunctionSource Of(Assembly assembly) => new(assembly, assembly.GetTypes());

    public static FunctionSource Of(params Type[] types) => new(types[0].Assembly, types);

    /// <summary>The folder of the assembly.</summary>
    public string Folder => Path.GetDirectoryName(Assembly.Location) is { Length: > 0 } folder ? folder : AppContext.BaseDirectory;

    /// <summary>Every method that is marked as a function, in a stable order.</summary>
    public IEnumerable<(FunctionAttribute Attribute, MethodInfo Method)> Methods() =>
        from type in Types
        from method in type.GetMethods(
            BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
        let attribute = method.GetCustomAttribute<FunctionAttribute>()
        where attribute is not null
        orderby attribute.Name, type.FullName
        select (attribute, method);
}
