using Autobatch.Emulator.Nodes.Mounts;
using Azure;
using Azure.Storage.Blobs.Models;

namespace Autobatch.Emulator.Tests.Nodes.Mounts;

/// <summary>What is done with one name "a/b", by what the node knows, what its folder has and what the container has.</summary>
public sealed class MountPlanTests
{
    private const string Name = "a/b";
    private static readonly MountVersion s_one = new("\"1\"", 1, 10, false);
    private static readonly MountVersion s_two = new("\"2\"", 2, 20, false);

    [Theory]
    // Known, file, blob: "1" and "2" are versions, "x" is what a task wrote, "-" is nothing, "?" is a container that was not looked at.
    [InlineData("-", "-", "1", "fetch")]
    [InlineData("1", "1", "1", "")]
    [InlineData("1", "1", "2", "fetch")]
    [InlineData("1", "1", "-", "remove")]
    [InlineData("1", "1", "?", "")]
    [InlineData("-", "x", "-", "send")]
    [InlineData("-", "x", "?", "send")]
    [InlineData("-", "x", "1", "send")]
    [InlineData("1", "x", "1", "send")]
    [InlineData("1", "x", "2", "send")]
    [InlineData("1", "x", "-", "send")]
    [InlineData("1", "x", "?", "send")]
    [InlineData("1", "-", "1", "delete 1")]
    [InlineData("1", "-", "?", "delete 1")]
    [InlineData("1", "-", "2", "fetch")]
    [InlineData("1", "-", "-", "forget")]
    public void Tasks_win_over_others_and_the_container_over_what_is_untouched(string known, string file, string blob, string expected) => Assert.Equal(expected, Plan(Knows(known), file, blob));

    [Theory]
    [InlineData("1", "2", "1", "1", "")]
    [InlineData("1", "2", "1", "2", "fetch")]
    [InlineData("1", "2", "2", "2", "")]
    [InlineData("1", "2", "x", "2", "send")]
    [InlineData("1", "2", "-", "2", "delete 2")]
    [InlineData("-", "2", "-", "2", "fetch")]
    [InlineData("-", "2", "-", "?", "")]
    [InlineData("-", "2", "2", "2", "")]
    [InlineData("-", "2", "2", "?", "")]
    public void A_fetch_that_was_cut_off_is_neither_a_write_nor_a_delete_of_a_task(string held, string coming, string file, string blob, string expected) =>
        Assert.Equal(expected, Plan(new(Version(held), Version(coming), false), file, blob));

    [Theory]
    [InlineData("-", "1", "fetch")]
    [InlineData("-", "?", "forget")]
    [InlineData("1", "-", "remove")]
    public void A_removal_that_was_cut_off_deletes_no_blob(string file, string blob, string expected) => Assert.Equal(expected, Plan(new(s_one, null, true), file, blob));

    [Theory]
    [InlineData("1", "x", "1", "fetch")]
    [InlineData("-", "x", "-", "remove")]
    [InlineData("1", "-", "1", "fetch")]
    [InlineData("1", "x", "?", "")]
    [InlineData("1", "-", "?", "")]
    public void Nothing_goes_back_when_it_is_read_only(string known, string file, string blob, string expected) => Assert.Equal(expected, Plan(Knows(known), file, blob, readOnly: true));

    [Theory]
    [InlineData("1", "x", "1")]
    [InlineData("1", "1", "2")]
    [InlineData("1", "1", "-")]
    public void A_file_that_is_open_is_left_alone(string known, string file, string blob) => Assert.Equal("", Plan(Knows(known), file, blob, isOpen: true));

    [Fact]
    public void A_blob_below_a_file_that_stays_waits()
    {
        var plan = new MountPlan(new Dictionary<string, MountKnowledge>(), Tree(("a", new(5, 5))), Listing((Name, "1")), false, _ => false);

        Assert.Equal(["a"], plan.Send);
        Assert.Empty(plan.Fetch);
    }

    [Theory]
    [InlineData("../out")]
    [InlineData("a/../../out")]
    [InlineData("/etc/passwd")]
    [InlineData("a//b")]
    [InlineData("./a")]
    [InlineData("a/.")]
    public void Names_that_are_no_path_within_the_folder_are_skipped(string name)
    {
        var listing = Listing((name, "1"), ("good", "2"));

        Assert.Equal([name], listing.Skipped);
        Assert.Equal(["good"], listing.Blobs.Keys);
    }

    [Fact]
    public void Names_too_long_for_a_file_system_are_skipped()
    {
        var listing = Listing((new string('x', 256), "1"), (new string('ü', 128), "1"), (new string('x', 255), "1"));

        Assert.Equal(2, listing.Skipped.Count);
    }

    [Fact]
    public void A_blob_whose_name_is_a_folder_of_others_is_hidden_and_a_marker_is_a_folder()
    {
        var items = new[] { Item("dir", "1"), Item("dir/file", "2"), Item("marked", "3", marker: true), Item("marked/file", "4"), Item("slash/", "5") };
        var listing = MountListing.Of(items);

        Assert.Equal(["dir"], listing.Skipped);
        Assert.Equal(["dir/file", "marked", "marked/file"], listing.Blobs.Keys.Order(StringComparer.Ordinal));
        Assert.True(listing.Blobs["marked"].Folder);
        Assert.Contains("slash", listing.Folders);
    }

    [Theory]
    [InlineData("-o ro", true)]
    [InlineData("-o allow_other,ro", true)]
    [InlineData("-oro --log-level=LOG_DEBUG", true)]
    [InlineData("--read-only", true)]
    [InlineData("-o attr_timeout=240 -o entry_timeout=240", false)]
    [InlineData("ro", false)]
    [InlineData("-o rom", false)]
    public void The_option_of_mount_makes_it_read_only(string options, bool readOnly)
    {
        var pool = System.Text.Json.JsonSerializer.SerializeToElement(new Dictionary<string, object>
        {
            ["mountConfiguration"] = new[] { new { azureBlobFileSystemConfiguration = new { accountName = "acc", containerName = "con", accountKey = "k", blobfuseOptions = options, relativeMountPath = "m" } } },
        });

        Assert.Equal(readOnly, Assert.Single(BlobMount.Of(pool, DateTimeOffset.UnixEpoch)).ReadOnly);
    }

    private static string Plan(MountKnowledge known, string file, string blob, bool readOnly = false, bool isOpen = false)
    {
        var names = new Dictionary<string, MountKnowledge>();
        if (known != default) names[Name] = known;
        var tree = file == "-" ? Tree() : Tree((Name, file == "x" ? new(9, 90) : new(Version(file)!.Value.Length, Version(file)!.Value.Time)));
        var plan = new MountPlan(names, tree, blob == "?" ? null : blob == "-" ? Listing() : Listing((Name, blob)), readOnly, _ => isOpen);
        return string.Join(
            ' ',
            plan.Send.Select(_ => "send").Concat(plan.Delete.Select(found => $"delete {found.ETag.Trim('"')}")).Concat(plan.Remove.Select(_ => "remove")).Concat(plan.Fetch.Select(_ => "fetch")).Concat(plan.Forget.Select(_ => "forget")));
    }

    private static MountKnowledge Knows(string version) => Version(version) is { } held ? new(held, null, false) : default;

    private static MountVersion? Version(string name) => name switch { "1" => s_one, "2" => s_two, _ => null };

    private static LocalTree Tree(params (string Name, LocalFile File)[] files) => new(files.ToDictionary(file => file.Name, file => file.File), new HashSet<string>());

    private static MountListing Listing(params (string Name, string ETag)[] blobs) => MountListing.Of(blobs.Select(blob => Item(blob.Name, blob.ETag)));

    private static BlobItem Item(string name, string tag, bool marker = false) => BlobsModelFactory.BlobItem(
        name,
        deleted: false,
        BlobsModelFactory.BlobItemProperties(accessTierInferred: false, eTag: new ETag(tag), contentLength: 1, lastModified: DateTimeOffset.UnixEpoch),
        metadata: marker ? new Dictionary<string, string> { ["hdi_isfolder"] = "true" } : []);
}
