using System.Reflection;
using System.Runtime.CompilerServices;

namespace Autobatch.Standins.Api.Tests;

/// <summary>
/// Lists the public API of an assembly, one signature a line, in the form that the lists of the real packages have: default values, enum
/// numbers, static, abstract, protected and base classes are shown, since callers compile some of them in; nullability and init are not.
/// </summary>
internal static class ApiListing
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance
        | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static IReadOnlyCollection<string> Of(Assembly assembly) => Of(assembly.GetExportedTypes());

    public static IReadOnlyCollection<string> Of(params Type[] types) =>
        new SortedSet<string>(types.Where(t => t.GetCustomAttribute<CompilerGeneratedAttribute>() is null).SelectMany(Lines), StringComparer.Ordinal);

    private static IEnumerable<string> Lines(Type type)
    {
        string self = TypeNames.Of(type);
        yield return Header(type, self);
        IEnumerable<string> members = type.IsEnum
            ? type.GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => $"{f.Name} = {Convert.ToInt64(f.GetRawConstantValue(), null)}")
            : Members(type);
        foreach (string member in members) yield return $"{self}::{member}";
    }

    private static string Header(Type type, string self)
    {
        string kind = type.IsEnum ? "enum"
            : type.IsInterface ? "interface"
            : type.IsValueType ? "struct"
            : type.BaseType == typeof(MulticastDelegate) ? "delegate"
            : type is { IsAbstract: true, IsSealed: true } ? "static class"
            : type.IsAbstract ? "abstract class"
            : "class";
        bool derived = !type.IsValueType && type.BaseType is not null && type.BaseType != typeof(object);
        return derived ? $"{kind} {self} : {TypeNames.Of(type.BaseType!)}" : $"{kind} {self}";
    }

    private static IEnumerable<string> Members(Type type) =>
        type.GetConstructors(Declared).Where(c => !c.IsStatic && IsVisible(c)).Select(c => $".ctor({Parameters(c)})")
            .Concat(type.GetProperties(Declared).Where(p => p.GetAccessors(nonPublic: true).Any(IsVisible)).Select(Property))
            .Concat(type.GetFields(Declared).Where(f => f.IsPublic || f.IsFamily).Select(f => $"{f.Name} : {TypeNames.Of(f.FieldType)}"))
            .Concat(type.GetEvents(Declared).Where(e => IsVisible(e.AddMethod))
                .Select(e => $"event {e.Name} : {TypeNames.Of(e.EventHandlerType!)}"))
            .Concat(type.GetMethods(Declared).Where(IsListed).Select(Method));

    private static string Property(PropertyInfo property)
    {
        string accessors = (IsVisible(property.GetMethod) ? " get;" : "") + (IsVisible(property.SetMethod) ? " set;" : "");
        return $"{property.Name} : {TypeNames.Of(property.PropertyType)} {{{accessors} }}";
    }

    private static string Method(MethodInfo method)
    {
        string modifier = method.IsStatic ? "static " : method.IsAbstract ? "abstract " : method.IsFamily ? "protected " : "";
        string generics = method.IsGenericMethodDefinition
            ? $"<{string.Join(", ", method.GetGenericArguments().Select(a => a.Name))}>"
            : "";
        return $"{modifier}{method.Name}{generics}({Parameters(method)}) : {TypeNames.Of(method.ReturnType)}";
    }

    /// <summary>Not what every type has (overrides of Equals, GetHashCode, ToString), not accessors, not the compiler's own.</summary>
    private static bool IsListed(MethodInfo method)
    {
        Type? origin = method.GetBaseDefinition().DeclaringType;
        return IsVisible(method) && !method.Name.StartsWith('<') && origin != typeof(object) && origin != typeof(ValueType)
            && (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal));
    }

    private static bool IsVisible(MethodBase? method) => method is { IsPublic: true } or { IsFamily: true } or { IsFamilyOrAssembly: true };

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(p =>
    {
        string fallback = p.HasDefaultValue ? $" = {p.RawDefaultValue ?? "null"}" : p.IsOptional ? " = default" : "";
        return $"{TypeNames.Of(p.ParameterType)} {p.Name}{fallback}";
    }));
}
