using Autobatch.Functions.Arrivals;
using Autobatch.Functions.Configuration;
using Autobatch.Functions.Storage;
using Autobatch.Functions.Workloads;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Autobatch.Functions.Audit;

/// <summary>The slow net under the blob events: finds what no event told, and takes up again what got stuck.</summary>
internal sealed class AuditContainers(ContainerAudit containers, InputAudit inputs, StuckRows stuck, StorageAccounts storage, ContainerOptions names)
{
    [Function(nameof(AuditContainers))]
    public async Task Run(
        [TimerTrigger($"%{Defaults.AuditSchedule}%")] TimerInfo timer, [DurableClient] DurableTaskClient client, FunctionContext context)
    {
        // Packages first: a manifest that was dropped with its package finds the registration under way.
        await containers.AuditAsync(new HomeContainer(null, names.Packages), client, context.CancellationToken);
        await Task.WhenAll(storage.All.Select(home => containers.AuditAsync(new HomeContainer(home.Name, names.Jobs), client, context.CancellationToken)));
        await stuck.DriveAsync(client, context.CancellationToken);
        await inputs.AuditAsync(client, context.CancellationToken);
    }
}
