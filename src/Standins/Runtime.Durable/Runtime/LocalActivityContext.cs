using Autobatch.Standins.Runtime.Durable.Store;
using Microsoft.DurableTask;

namespace Autobatch.Standins.Runtime.Durable.Runtime;

internal sealed class LocalActivityContext(ActivityCall call) : TaskActivityContext
{
    public override TaskName Name { get; } = call.Name;

    public override string InstanceId => call.InstanceId;

    public override string Version => call.Version ?? string.Empty;
}
