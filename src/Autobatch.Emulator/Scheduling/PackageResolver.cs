using Autobatch.Emulator.Model;
using Autobatch.Emulator.Nodes;
using Autobatch.Emulator.State;

namespace Autobatch.Emulator.Scheduling;

/// <summary>Turns applicationPackageReferences of pool and task into versions and blobs, at the moment of the run.</summary>
internal sealed class PackageResolver(World world, IAutoStorage storage)
{
    /// <summary>The packages, or the failure that ends the task before its process.</summary>
    public ValueTask<(IReadOnlyList<PackageToDeploy>? Packages, TaskFailure? Failure)> ResolveAsync(TaskRun attempt)
    {
        List<PackageToDeploy> found = [];
        lock (world.Gate)
        {
            var account = attempt.Task.Job.Account;
            var references = attempt.Node.Pool.Record.Definition.Property("applicationPackageReferences").Items()
                .Concat(attempt.Task.Record.Definition.Property("applicationPackageReferences").Items());
            foreach (var reference in references.Select(PackageReference.Read))
            {
                account.Applications.TryGetValue(reference.ApplicationId, out var application);
                var version = reference.Version ?? application?.DefaultVersion;
                if (application is null || version is null || application.Package(version) is not { Active: true } package)
                {
                    return new((null, Missing(reference, application is not null && version is null)));
                }

                if (storage.For(account.Name) is not { } client)
                {
                    return new((null, new("usererror", "ApplicationPackageError", "The account has no linked storage account to take packages from.", [])));
                }

                var blob = client.GetBlobContainerClient(application.Container).GetBlobClient(package.Version);
                found.Add(new(application.Id, package.Version, reference.Version is not null, blob));
            }
        }

        return new((found, null));
    }

    private static TaskFailure Missing(PackageReference reference, bool noDefault) => new(
        "usererror",
        "ApplicationPackageError",
        noDefault ? "The application has no default version and the reference names none." : "The specified application package does not exist or is not active.",
        [new("ApplicationId", reference.ApplicationId), new("Version", reference.Version ?? "(default)")]);
}
