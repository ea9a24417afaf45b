using Autobatch.Functions.Configuration;
using Autobatch.Manifests;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Autobatch.Functions.Arrivals;

/// <summary>Where every blob that lands comes through, whoever noticed it. Content never makes it throw; a fault that is worth a retry does.</summary>
internal sealed partial class BlobArrived(ContainerOptions containers, ManifestArrived manifests, PackageArrived packages, ILogger<BlobArrived> logger)
{
    public async Task HandleAsync(string container, string name, FoundBy foundBy, DurableTaskClient client, CancellationToken cancellationToken)
    {
        if (container == containers.Jobs && ManifestNames.IsManifest(name, out _))
        {
            await manifests.HandleAsync(container, name, foundBy, client, cancellationToken);
        }
        else if (container == containers.Packages)
        {
            await packages.HandleAsync(container, name, client, cancellationToken);
        }
        else
        {
            LogIgnored(logger, container, name);
        }
    }

    [LoggerMessage(1, LogLevel.Debug, "{Container}/{Name} starts nothing", EventName = "BlobIgnored")]
    private static partial void LogIgnored(ILogger logger, string container, string name);
}
