using System.Reflection;
using System.Text.Json.Nodes;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using Microsoft.Azure.Functions.Worker.Runtime.Discovery;
using Microsoft.Azure.Functions.Worker.Runtime.Invocation;

namespace Microsoft.Azure.Functions.Worker.Runtime.Blobs;

/// <summary>Functions that blobs start.</summary>
internal sealed class BlobTriggerKind(BlobConnections connections) : ITriggerKind
{
    public Type AttributeType => typeof(BlobTriggerAttribute);

    public string TriggerTypes => BlobValues.Types;

    public (TriggerModel Model, IReadOnlyList<BindingModel> Bindings)? Read(
        FunctionCandidate function, ParameterInfo parameter, TriggerBindingAttribute attribute)
    {
        var trigger = (BlobTriggerAttribute)attribute;
        string? path = function.Resolve("the blob path", trigger.BlobPath ?? "");
        string? connection = function.Resolve("the connection", trigger.Connection ?? BlobConnections.Default);
        if (!Enum.IsDefined(trigger.Source)) function.Report($"the blob trigger source {trigger.Source} does not exist.");
        if (path is null || connection is null) return null;
        if (connections.Check(connection) is { } unusable) function.Report(unusable);
        if (connection != BlobConnections.Default && connections.Check(BlobConnections.Default) is { } noReceipts)
            function.Report($"blob triggers keep receipts, but {noReceipts}");
        if (BlobPathPattern.Parse(path, out string? problem) is not { } pattern)
        {
            function.Report($"the blob path '{path}' is wrong: {problem}.");
            return null;
        }

        var json = new JsonObject { ["path"] = path, ["connection"] = connection, ["source"] = trigger.Source.ToString() };
        return (new BlobTriggerModel(pattern, connection, trigger.Source),
            [new BindingModel(parameter.Name!, "blobTrigger", BindingDirection.In, json)]);
    }

    public ParameterBinder? BindTrigger(FunctionCandidate function, TriggerModel model, ParameterInfo parameter) =>
        BlobValues.For(parameter.ParameterType) is not { } value ? null : context =>
        {
            var blob = (BlobCall)context.Trigger;
            return value(blob.Container, blob.Name, context.CancellationToken);
        };

    public ParameterBinder? BindData(FunctionCandidate function, TriggerModel model, ParameterInfo parameter)
    {
        string name = parameter.Name!;
        bool part = ((BlobTriggerModel)model).Path.Names.Contains(name, StringComparer.OrdinalIgnoreCase);
        if (parameter.ParameterType == typeof(Uri) && name.Equals("uri", StringComparison.OrdinalIgnoreCase))
        {
            return context =>
            {
                var blob = (BlobCall)context.Trigger;
                return new(blob.Container.GetBlobClient(blob.Name).Uri);
            };
        }

        if (!part && !name.Equals("blobTrigger", StringComparison.OrdinalIgnoreCase)) return null;
        if (parameter.ParameterType != typeof(string))
        {
            function.Report($"path part '{name}' is {parameter.ParameterType}; a blob's path gives strings.");
            return null;
        }

        return context =>
        {
            var blob = (BlobCall)context.Trigger;
            return new(part ? blob.Parts[name] : blob.Path);
        };
    }
}
