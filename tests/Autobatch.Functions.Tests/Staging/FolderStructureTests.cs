using Autobatch.Functions.Tests.Support;
using Azure.Storage.Blobs.Models;
using CsCheck;

namespace Autobatch.Functions.Tests.Staging;

/// <summary>Folders of inputs are folders on the node, and folders of outputs are folders in storage, whatever the names.</summary>
public sealed class FolderStructureTests(AppFixture fixture)
{
    private const int Trees = 3;

    // Harmless to storage and Linux, and yet each means something to somebody on the way. Wildcards of output files pass over names that begin with a dot.
    private static readonly string[] s_pieces = ["a", "b", "B", " ", "ü", "漢", "#", "%41", "+", "&", "'", "=", "~", "[x]", "{run.id}", "$HOME", "-", "_", "..b"];
    private static readonly Gen<string> s_segment =
        Gen.Int[0, s_pieces.Length - 1].Array[1, 4].Select(some => string.Concat(some.Select(i => s_pieces[i]))).Where(s => s.Trim().Length > 0 && s[0] != '.');


    // A folder's name ends so that no file can have it.
    private static readonly Gen<string> s_name =
        Gen.Select(s_segment.Array[0, 4], s_segment, (folders, file) => string.Concat(folders.Select(f => $"{f}.d/")) + $"{file}.f");

    [Fact]
    public async Task Files_keep_their_folders_from_inputs_to_the_node_and_on_to_outputs()
    {
        await using RunningApp app = await RunningApp.StartAsync(fixture.Azurite);
        int tree = 0;
        await s_name.HashSet[5, 40].SampleAsync(
            async names =>
            {
                string prefix = $"tree{Interlocked.Increment(ref tree)}/";
                await Task.WhenAll(names.Select(n => app.InputAsync(prefix + n, n)));
                string id = await app.DropAsync("Jobs", $"{prefix[..^1]}.job.json", $$"""
                    { "schemaVersion": "1.0", "id": "tree", "tasks": [ { "id": "t", "commandLine": "/bin/cp -r in/{{prefix[..^1]}} out",
                      "resourceFiles": [ { "autoStorageContainerName": "{{app.Container("Inputs")}}", "blobPrefix": "{{prefix}}", "filePath": "in" } ],
                      "outputFiles": [ { "filePattern": "out/**/*", "destination": { "autoStorage": { "path": "{run.id}/t/" } }, "uploadOptions": { "uploadCondition": "taskSuccess" } } ] } ] }
                    """);
                Assert.Equal("Completed", (await app.EndOfAsync(id)).GetProperty("status").GetString());

                SortedDictionary<string, string> left = new(StringComparer.Ordinal);
                string outputs = $"{id}/t/";
                await foreach (BlobItem blob in app.Blobs("Outputs").GetBlobsAsync(new GetBlobsOptions { Prefix = outputs }))
                {
                    if (blob.Name.EndsWith(".f", StringComparison.Ordinal))
                    {
                        left.Add(blob.Name[outputs.Length..], (await app.Blobs("Outputs").GetBlobClient(blob.Name).DownloadContentAsync()).Value.Content.ToString());
                    }
                }

                string root = left.Keys.First()[..^left.Values.First().Length];
                Assert.Empty(names.Except(left.Values));
                Assert.Equal(names.Count, left.Count);
                Assert.All(left, file => Assert.Equal(root + file.Value, file.Key));
            },
            iter: Trees,
            threads: 1);
    }
}
