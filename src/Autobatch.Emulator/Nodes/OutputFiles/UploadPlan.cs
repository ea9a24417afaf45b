using Autobatch.Emulator.Nodes.Files;
using Autobatch.Emulator.Nodes.Layout;
using Autobatch.Emulator.Nodes.Transfers;
using Azure.Storage.Blobs;

namespace Autobatch.Emulator.Nodes.OutputFiles;

/// <summary>Decides which files go to which blobs.</summary>
internal sealed class UploadPlan(StorageContainers containers, TaskLaunch launch, NodeDirectories node, TaskDirectories task, IReadOnlyDictionary<string, string> environment)
{
    /// <summary>The uploads that are due after an exit code, in the order of declaration and name; of two for the same blob the later one is kept.</summary>
    /// <exception cref="TaskFailureException">A rule is broken.</exception>
    public IReadOnlyCollection<Upload> Make(IReadOnlyList<OutputFile> files, int exitCode)
    {
        var uploads = new OrderedDictionary<Uri, Upload>();
        foreach (OutputFile file in files.Where(file => IsDue(file, exitCode)))
        {
            OutputFileContainer destination = file.Destination.Container ?? throw Broken(file, "The destination names no container.");
            BlobContainerClient container = containers.FromUrl(launch.Place.Node.Account, destination.ContainerUrl, destination.IdentityReference is not null)
                ?? throw Broken(file, $"containerUrl '{SafeUrl.Of(destination.ContainerUrl)}' is no http or https URL of a container.");
            OutputPattern pattern = OutputPattern.Parse(VariableExpansion.Expand(file.FilePattern, environment), task.Working, node.Root);
            IReadOnlyList<OutputMatch> matches = OutputFinder.Find(pattern);
            StorageRefusal? refused = matches.Count == 0 ? null : containers.Refusal(launch, StoragePurpose.OutputFiles, new Uri(destination.ContainerUrl), destination.IdentityReference);
            foreach (OutputMatch match in matches)
            {
                EnsureInside(match);
                BlobClient blob = container.GetBlobClient(BlobName.Of(match, pattern.HasWildcard, destination.Path));
                uploads[blob.Uri] = new Upload(ShownPath(match), match.File, blob, SafeUrl.Of(container.Uri), destination.UploadHeaders ?? [], refused);
            }
        }

        return uploads.Values;
    }

    private static bool IsDue(OutputFile file, int exitCode) =>
        UploadCondition.Holds(file.UploadOptions.UploadCondition, exitCode)
        ?? throw Broken(file, $"'{file.UploadOptions.UploadCondition}' is no upload condition; there are tasksuccess, taskfailure and taskcompletion.");

    private void EnsureInside(OutputMatch match)
    {
        if (RealPath.Of(match.File) is { } real && RealPath.Of(node.Root) is { } root && !SafePath.IsUnder(root, real))
        {
            throw new TaskFailureException(TaskFailures.FileUploadMiscError(ShownPath(match), "It is a symbolic link that leads out of the node's root directory."));
        }
    }

    private string ShownPath(OutputMatch match) => SafePath.IsUnder(task.Root, match.File) ? Path.GetRelativePath(task.Root, match.File) : match.File;

    private static TaskFailureException Broken(OutputFile file, string reason) => new(TaskFailures.FileUploadMiscError(file.FilePattern, reason));
}
