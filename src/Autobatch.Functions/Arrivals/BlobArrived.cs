using Autobatch.Functions.Configuration;
using Autobatch.Functions.Storage;
using Autobatch.Functions.Watching;
using Autobatch.Functions.Workloads;
using Autobatch.Manifests;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Autobatch.Functions.Arrivals;

/// <summary>Where every blob that lands comes through, whoever noticed it. Content never makes it throw; a fault that is worth a retry does.</summary>
internal sealed partial class BlobArrived(
    ContainerOptions containers, ManifestArrived manifests, PackageArrived packages, InputArrived inputs, WorkloadCatalog workloads, EndMarkers markers, ILogger<BlobArrived> logger)
{
    /// <param name="container">Where it lies. Packages and workloads are taken from the primary storage account only.</param>
    /// <param name="name">The blob's name.</param>
    /// <param name="foundBy">Who noticed it.</param>
    /// <param name="client">Of the task hub.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task HandleAsync(HomeContainer container, string name, FoundBy foundBy, DurableTaskClient client, CancellationToken cancellationToken)
    {
        if (container.Name == containers.Jobs && ManifestNames.IsManifest(name, out _))
        {
            await manifests.HandleAsync(container, name, foundBy, client, cancellationToken);
        }
        else if (container == new HomeContainer(null, containers.Packages))
        {
            await packages.HandleAsync(name, client, cancellationToken);
        }
        else if (container.Name == containers.Inputs)
        {
            await inputs.HandleAsync(container, name, foundBy, client, cancellationToken);
        }
        else if (container == new HomeContainer(null, containers.Workloads))
        {
            await workloads.ArrivedAsync(name, cancellationToken);
        }
        else if (container.Name == containers.Markers)
        {
            markers.Begin(container, name, client);
        }
        else
        {
            LogIgnored(logger, container.ToString(), name);
        }
    }

    [LoggerMessage(1, LogLevel.Debug, "{Container}/{Name} starts nothing", EventName = "BlobIgnored")]
    private static partial void LogIgnored(ILogger logger, string container, string name);
}
