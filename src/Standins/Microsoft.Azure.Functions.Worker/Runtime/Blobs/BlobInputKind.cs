using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Azure.Storage.Blobs;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using Microsoft.Azure.Functions.Worker.Runtime.Discovery;
using Microsoft.Azure.Functions.Worker.Runtime.Invocation;

namespace Microsoft.Azure.Functions.Worker.Runtime.Blobs;

/// <summary>Hands a function a blob or a container besides its trigger.</summary>
internal sealed partial class BlobInputKind(BlobConnections connections) : IInputKind
{
    public Type AttributeType => typeof(BlobInputAttribute);

    public (ParameterBinder Binder, BindingModel Binding)? Bind(
        FunctionCandidate function, ParameterInfo parameter, InputBindingAttribute attribute)
    {
        var input = (BlobInputAttribute)attribute;
        string? path = function.Resolve("the blob path", input.BlobPath ?? "");
        string? connection = function.Resolve("the connection", input.Connection ?? BlobConnections.Default);
        if (path is null || connection is null) return null;
        if (connections.Check(connection) is { } unusable)
        {
            function.Report(unusable);
            return null;
        }

        if (Choose(parameter.ParameterType, path, connection) is not { } binder)
        {
            function.Report($"parameter '{parameter.Name}' is {parameter.ParameterType}; a container is given as BlobContainerClient, "
                + $"a blob (container/name) as {BlobValues.Types}.");
            return null;
        }

        var json = new JsonObject { ["path"] = path, ["connection"] = connection };
        return (binder, new BindingModel(parameter.Name!, "blob", BindingDirection.In, json));
    }

    private ParameterBinder? Choose(Type type, string path, string connection)
    {
        int slash = path.IndexOf('/', StringComparison.Ordinal);
        string container = slash < 0 ? path : path[..slash];
        if (type == typeof(BlobContainerClient))
            return context => new(connections.Container(connection, Fill(container, context)));
        if (slash < 0 || slash == path.Length - 1 || BlobValues.Optional(type) is not { } value) return null;
        string blob = path[(slash + 1)..];
        return context => value(connections.Container(connection, Fill(container, context)), Fill(blob, context), context.CancellationToken);
    }

    private static string Fill(string template, LocalFunctionContext context) => Part().Replace(template, match =>
        context.BindingContext.BindingData.TryGetValue(match.Groups[1].Value, out object? value) && value is not null
            ? Convert.ToString(value, CultureInfo.InvariantCulture)!
            : throw new InvalidOperationException(
                $"The trigger of function '{context.Function.Name}' gave no value for {match.Value} in the path '{template}'."));

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex Part();
}
