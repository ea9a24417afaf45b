using System.ComponentModel;
using System.Globalization;
using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker.Runtime.Invocation;

namespace Microsoft.Azure.Functions.Worker.Runtime.Http;

/// <summary>Gives a method parameter the route's value of the same name.</summary>
internal static class RouteValueReader
{
    private static readonly HashSet<Type> Known =
    [
        typeof(string), typeof(bool), typeof(byte), typeof(short), typeof(int), typeof(long), typeof(float), typeof(double), typeof(decimal),
        typeof(Guid), typeof(DateTime), typeof(DateTimeOffset), typeof(DateOnly), typeof(TimeSpan),
    ];

    /// <summary>The binder, or null for a type that no route value becomes.</summary>
    public static ParameterBinder? For(ParameterInfo parameter)
    {
        Type type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        if (!Known.Contains(type) && !type.IsEnum) return null;
        TypeConverter? converter = type == typeof(string) ? null : TypeDescriptor.GetConverter(type);
        string name = parameter.Name!;
        object? missing = parameter.HasDefaultValue ? parameter.DefaultValue : null;
        return context => new(Read((HttpContext)context.Trigger, name, converter, missing));
    }

    private static object? Read(HttpContext http, string name, TypeConverter? converter, object? missing)
    {
        string? text = Convert.ToString(http.GetRouteValue(name), CultureInfo.InvariantCulture);
        if (string.IsNullOrEmpty(text)) return missing;
        if (converter is null) return text;
        try
        {
            return converter.ConvertFromInvariantString(text);
        }
        catch (Exception bad) when (bad is FormatException or ArgumentException or NotSupportedException)
        {
            throw new BadHttpRequestException($"The route's '{name}' has no valid value.", bad);
        }
    }
}
