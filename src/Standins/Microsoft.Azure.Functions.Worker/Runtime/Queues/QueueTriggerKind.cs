using System.Reflection;
using System.Text.Json.Nodes;
using Azure.Storage.Queues.Models;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using Microsoft.Azure.Functions.Worker.Runtime.Blobs;
using Microsoft.Azure.Functions.Worker.Runtime.Discovery;
using Microsoft.Azure.Functions.Worker.Runtime.Invocation;

namespace Microsoft.Azure.Functions.Worker.Runtime.Queues;

/// <summary>Functions that messages of storage queues start.</summary>
internal sealed class QueueTriggerKind(BlobConnections connections) : ITriggerKind
{
    public Type AttributeType => typeof(QueueTriggerAttribute);

    public string TriggerTypes => "QueueMessage, string, byte[] or BinaryData";

    public (TriggerModel Model, IReadOnlyList<BindingModel> Bindings)? Read(
        FunctionCandidate function, ParameterInfo parameter, TriggerBindingAttribute attribute)
    {
        var trigger = (QueueTriggerAttribute)attribute;
        string? queue = function.Resolve("the queue", trigger.QueueName ?? "");
        string? connection = function.Resolve("the connection", trigger.Connection ?? BlobConnections.Default);
        if (queue is null || connection is null) return null;
        if (connections.Check(connection) is { } unusable) function.Report(unusable);
        if (!QueueNames.IsValid(queue))
        {
            function.Report($"'{queue}' is no queue name (3-63 of a-z, 0-9 and single '-').");
            return null;
        }

        var json = new JsonObject { ["queueName"] = queue, ["connection"] = connection };
        return (new QueueTriggerModel(queue, connection), [new BindingModel(parameter.Name!, "queueTrigger", BindingDirection.In, json)]);
    }

    public ParameterBinder? BindTrigger(FunctionCandidate function, TriggerModel model, ParameterInfo parameter)
    {
        if (parameter.ParameterType == typeof(QueueMessage)) return context => new(Message(context));
        if (parameter.ParameterType == typeof(string)) return context => new(Message(context).Body.ToString());
        if (parameter.ParameterType == typeof(byte[])) return context => new(Message(context).Body.ToArray());
        return parameter.ParameterType == typeof(BinaryData) ? context => new(Message(context).Body) : null;
    }

    public ParameterBinder? BindData(FunctionCandidate function, TriggerModel model, ParameterInfo parameter) => null;

    private static QueueMessage Message(LocalFunctionContext context) => (QueueMessage)context.Trigger;
}
