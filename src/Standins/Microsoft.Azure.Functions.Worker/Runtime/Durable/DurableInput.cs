using System.Text.Json;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Converters;

namespace Microsoft.Azure.Functions.Worker.Runtime.Durable;

/// <summary>Turns a serialized input into a parameter's type.</summary>
internal static class DurableInput
{
    public static DataConverter Converter => JsonDataConverter.Default;

    /// <exception cref="InvalidOperationException">The input is not what the parameter wants.</exception>
    public static object? Read(string? json, Type type, string function)
    {
        try
        {
            object? value = json is null ? null : Converter.Deserialize(json, type);
            return value is null && type.IsValueType ? Activator.CreateInstance(type) : value;
        }
        catch (JsonException bad)
        {
            throw new InvalidOperationException(
                $"The input of '{function}' is no {type}, at {bad.Path ?? "$"}. Caller and function must agree on the type.", bad);
        }
    }
}
