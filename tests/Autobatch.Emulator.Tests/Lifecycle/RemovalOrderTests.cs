using Autobatch.Emulator.Storage;
using Autobatch.Emulator.Tests.Wire;

namespace Autobatch.Emulator.Tests.Lifecycle;

/// <summary>Files go when the state that says so is stored: a kill in between must not leave records of files that are gone.</summary>
public sealed class RemovalOrderTests : SteppedTest
{
    [Theory]
    [InlineData("DELETE", "/jobs/j/tasks/1", null, RowKind.Task)]
    [InlineData("DELETE", "/jobs/j", null, RowKind.Job)]
    [InlineData("POST", "/pools/p/resize", """{"targetDedicatedNodes":0}""", RowKind.Node)]
    [InlineData("POST", "/pools/p/nodes/{node}/reimage", null, RowKind.Node)]
    [InlineData("POST", "/_emulator/reset", null, RowKind.Task)]
    internal async Task What_is_stored_by_then_is_not_what_was_stored_before(string method, string path, string? body, RowKind kind)
    {
        await PoolAsync();
        await JobAsync();
        await TaskAsync("1");
        await EndAsync("1");
        var node = Assert.Single(await NodesAsync()).Text("id");
        var before = Stored(kind);
        List<bool> inTime = [];
        Emulator.Agent.Removing = _ => inTime.Add(Stored(kind) != before);

        Store.Hold();
        var request = Emulator.SendAsync(method, path.Replace("{node}", node, StringComparison.Ordinal), body);
        Emulator.ForcePass();
        await Store.ArrivedAsync();
        Store.Release();
        Assert.True((await request).Status < 300);
        await Emulator.SettleAsync();

        Assert.NotEmpty(inTime);
        Assert.DoesNotContain(false, inTime);
    }

    /// <summary>The rows of a kind as a text.</summary>
    private string Stored(RowKind kind) =>
        string.Join('\n', Store.Survivor().Load().Where(row => row.Key.Kind == kind).Select(row => $"{row.Key} {System.Text.Encoding.UTF8.GetString(row.State)}"));
}
