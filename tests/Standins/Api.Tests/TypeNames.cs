namespace Autobatch.Standins.Api.Tests;

/// <summary>Writes a type's name as the lists have it: full, with generic arguments in angle brackets and <c>?</c> for nullable values.</summary>
internal static class TypeNames
{
    public static string Of(Type type)
    {
        if (type.IsByRef) return "ref " + Of(type.GetElementType()!);
        if (type.IsArray) return Of(type.GetElementType()!) + "[]";
        if (type.IsGenericParameter) return type.Name;
        if (Nullable.GetUnderlyingType(type) is { } value) return Of(value) + "?";
        string full = type.IsNested ? $"{Of(type.DeclaringType!)}.{type.Name}" : $"{type.Namespace}.{type.Name}";
        int tick = type.IsGenericType ? full.IndexOf('`', StringComparison.Ordinal) : -1;
        return tick < 0 ? full : $"{full[..tick]}<{string.Join(", ", type.GetGenericArguments().Select(Of))}>";
    }
}
