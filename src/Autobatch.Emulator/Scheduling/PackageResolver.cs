using Autobatch.Emulator.Model;
using Autobatch.Emulator.Nodes;
using Autobatch.Emulator.State;

namespace Autobatch.Emulator.Scheduling;

/// <summary>Turns applicationPackageReferences into versions and blobs, at the moment of the run or of the node's start.</summary>
internal sealed class PackageResolver(World world, IAutoStorage storage)
{
    /// <summary>The packages of a task, those of its node first, or the failure that ends the task before its process.</summary>
    public ValueTask<(IReadOnlyList<PackageToDeploy>? Packages, TaskFailure? Failure)> ResolveAsync(TaskInstance attempt)
    {
        lock (world.Gate)
        {
            var references = attempt.Task.Record.Definition.Property("applicationPackageReferences").Items().Select(PackageReference.Read);
            return new(Resolve(attempt.Node, references) switch
            {
                ({ } own, _) => ([.. OfNode(attempt.Node), .. own], null),
                var missing => missing,
            });
        }
    }

    /// <summary>What these references mean now on a node, or the failure. Under the gate.</summary>
    public (IReadOnlyList<PackageToDeploy>? Packages, TaskFailure? Failure) Resolve(NodeEntry node, IEnumerable<PackageReference> references)
    {
        var account = node.Pool.Account;
        List<PackageToDeploy> found = [];
        foreach (var reference in references)
        {
            account.Applications.TryGetValue(reference.ApplicationId, out var application);
            var version = reference.Version ?? application?.DefaultVersion;
            if (application is null || version is null || application.Package(version) is not { Active: true } package)
            {
                return (null, Missing(reference, application is not null && version is null));
            }

            if (storage.For(account.Name) is not { } client)
            {
                return (null, new("usererror", "ApplicationPackageError", "The account has no linked storage account to take packages from.", []));
            }

            var blob = client.GetBlobContainerClient(application.Container).GetBlobClient(package.Version);
            found.Add(new(application.Id, package.Version, reference.Version is not null, blob)
            {
                Refused = storage.Refusal(new(node.Place, StoragePurpose.Packages, application.Container)),
            });
        }

        return (found, null);
    }

    /// <summary>What the node has had from its pool since it started, whatever became of the application meanwhile. Under the gate.</summary>
    public IEnumerable<PackageToDeploy> OfNode(NodeEntry node) =>
        node.Record.Packages.Select(package => new PackageToDeploy(package.ApplicationId, package.Version, package.VersionAsked, Blob(node, package)));

    private Azure.Storage.Blobs.BlobClient? Blob(NodeEntry node, NodePackage package) =>
        node.Pool.Account.Applications.TryGetValue(package.ApplicationId, out var application) && storage.For(node.Pool.Account.Name) is { } client
            ? client.GetBlobContainerClient(application.Container).GetBlobClient(package.Version)
            : null;

    private static TaskFailure Missing(PackageReference reference, bool noDefault) => new(
        "usererror",
        "ApplicationPackageError",
        noDefault ? "The application has no default version and the reference names none." : "The specified application package does not exist or is not active.",
        [new("ApplicationId", reference.ApplicationId), new("Version", reference.Version ?? "(default)")]);
}
