using System.Reflection;

namespace Autobatch.Functions.Api.Description;

/// <summary>A text property that holds one of a class's public constants.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ValuesOfAttribute(Type type) : Attribute
{
    public IEnumerable<string> Values => Of(type);

    /// <summary>The public constants of a class, in order of their declaration.</summary>
    public static IEnumerable<string> Of(Type type) =>
        type.GetFields(BindingFlags.Public | BindingFlags.Static).Where(f => f.IsLiteral && f.FieldType == typeof(string)).Select(f => (string)f.GetRawConstantValue()!);
}
