using Autobatch.Emulator.Nodes;
using Autobatch.Emulator.Nodes.Layout;
using Autobatch.Testing;

namespace Autobatch.Emulator.Tests.Nodes.Layout;

/// <summary>Which folders belong to nothing that is known.</summary>
public sealed class StrayFoldersTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Folders_of_unknown_nodes_jobs_and_tasks_are_found_and_no_others()
    {
        foreach (var path in (string[])
            [
                ".running", ".removed/a/b/c", "account/pool/known/shared/kept", "account/pool/known/workitems/job/job-1/task/wd", "account/pool/known/workitems/job/job-1/gone/wd",
                "account/pool/known/workitems/other/job-1/task", "account/pool/known/workitems/schedule/run/task", "account/pool/known/workitems/schedule/past/task",
                "account/pool/lost/workitems/job/job-1/task", "account/old/known", "stranger/pool/known",
            ])
        {
            Directory.CreateDirectory(_folder[path]);
        }

        Directory.CreateSymbolicLink(_folder["account/pool/known/workitems/job/job-1/link"], _folder["account/pool/known/shared"]);
        var known = new KnownPlaces(
            node => node is { Account: "account", PoolId: "pool", NodeId: "known" },
            (account, job) => account == "account" && job is "job" or "schedule:run",
            (_, _, task) => task == "task");

        var strays = new StrayFolders(new(_folder.Path), known).Find().Select(stray => Path.GetRelativePath(_folder.Path, stray)).Order(StringComparer.Ordinal);

        Assert.Equal(
            [
                "account/old/known", "account/pool/known/workitems/job/job-1/gone", "account/pool/known/workitems/other/job-1", "account/pool/known/workitems/schedule/past",
                "account/pool/lost", "stranger/pool/known",
            ],
            strays);
    }
}
