using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Azure.Functions.Worker.Runtime.Blobs;
using Microsoft.Azure.Functions.Worker.Runtime.Discovery;
using Microsoft.Azure.Functions.Worker.Runtime.Http;

namespace Microsoft.Azure.Functions.Worker.Runtime.Hosting;

/// <summary>What callers in the same process need to know of a running host; a service of the host.</summary>
internal sealed class LocalFunctionsHost(IServer server, FunctionTable functions, FunctionKeys keys)
{
    /// <summary>Where the host listens, for example <c>http://127.0.0.1:7071/</c>; known once the host has started.</summary>
    /// <exception cref="InvalidOperationException">The host has not started.</exception>
    public Uri Address => server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() is { } address
        ? new Uri(address)
        : throw new InvalidOperationException("The host has not started, so it has no address yet.");

    /// <summary>The key for <c>code</c> at the host's own doors; null when no keys are asked for.</summary>
    public string? SystemKey => keys.SystemKey;

    /// <summary>The functions that want blob events: where to post, and which blobs.</summary>
    public IReadOnlyList<BlobSubscription> BlobSubscriptions =>
    [
        .. from f in functions.Of<BlobTriggerModel>()
           where f.Trigger.Source == BlobTriggerSource.EventGrid
           select new BlobSubscription(f.Function.Name, f.Trigger.Path.Container, f.Trigger.Path.Path, f.Trigger.Connection),
    ];
}

/// <summary>A function that wants the events of a container.</summary>
/// <param name="Function">Posted to as <c>functionName=Host.Functions.{Function}</c>.</param>
/// <param name="Path">The pattern with its settings resolved.</param>
/// <param name="Connection">The setting that names the account.</param>
internal sealed record BlobSubscription(string Function, string Container, string Path, string Connection);
