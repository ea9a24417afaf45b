using Autobatch.Emulator.Faults;
using Autobatch.Emulator.Model;
using Autobatch.Emulator.Nodes;
using Autobatch.Emulator.Nodes.Transfers;
using Autobatch.Emulator.ResourceManager;
using Autobatch.Emulator.State;
using Autobatch.Emulator.Storage;

namespace Autobatch.Emulator.Tests.Access;

/// <summary>Which signed URLs end with a regenerated key.</summary>
public sealed class SignatureTests : IAsyncDisposable
{
    private static readonly DateTimeOffset s_rotated = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);
    private readonly Journal _journal = new(new MemoryStateStore(), TimeProvider.System);

    public ValueTask DisposeAsync() => _journal.DisposeAsync();

    [Theory]
    [InlineData("http://127.0.0.1:1/sa/c?sp=r&sig=a", "key1", "key1", -1, true)]
    [InlineData("http://localhost:1/sa/c/blob?sig=a", "key1", "key1", -1, true)]
    [InlineData("http://127.0.0.1:1/sa/c?sig=a", "key1", "key1", 1, false)]
    [InlineData("http://127.0.0.1:1/sa/c?sig=a", "key1", "key2", -1, false)]
    [InlineData("http://127.0.0.1:1/sa/c?sig=a", "key2", "key2", -1, true)]
    [InlineData("http://127.0.0.1:1/sa/c?skoid=o&sig=a", "key1", "key1", -1, false)]
    [InlineData("http://127.0.0.1:1/sa/c", "key1", "key1", -1, false)]
    [InlineData("http://127.0.0.1:1/sa2/c?sig=a", "key1", "key1", -1, false)]
    [InlineData("https://elsewhere.example/sa/c?sig=a", "key1", "key1", -1, false)]
    public void A_signature_of_an_account_key_ends_with_the_key_when_it_was_sent_before(string url, string sasKey, string regenerated, int sentAfter, bool denied)
    {
        var (storage, node) = Emulator(sasKey, regenerated);

        var refusal = storage.Refusal(new(node, StoragePurpose.ResourceFiles, "c", new(url), Sent: s_rotated.AddMinutes(sentAfter)));

        Assert.Equal(denied ? StorageOutcome.AccessDenied : null, refusal?.Outcome);
    }

    private (AutoStorage Storage, NodePlace Node) Emulator(string sasKey, string regenerated)
    {
        var world = new World(
            TimeProvider.System,
            _journal,
            new() { StorageAccounts = [new() { Name = "sa", SasKey = sasKey, ConnectionString = "DefaultEndpointsProtocol=http;AccountName=sa;AccountKey=a2V5;BlobEndpoint=http://127.0.0.1:1/sa;" }] });
        var storage = new AutoStorage(EmulatorOptions.DevelopmentStorage, StorageTrust.OfMachine);
        storage.Attach(world, new FaultBook(world));
        lock (world.Gate)
        {
            var account = world.StorageAccounts["sa"];
            world.Put(regenerated == "key1" ? account with { Key1Created = s_rotated } : account with { Key2Created = s_rotated });
            PoolRecord pool = new() { Id = "p", CreationTime = s_rotated, LastModified = s_rotated, State = new(PoolState.Active, s_rotated), Allocation = new(AllocationState.Steady, s_rotated) };
            var entry = new PoolEntry(world.FirstAccount!, pool);
            world.Put(entry, pool);
            NodeRecord node = new() { Id = "n", Dedicated = true, AllocationTime = s_rotated, LastBootTime = s_rotated, State = new(NodeState.Idle, s_rotated) };
            world.Put(new NodeEntry(entry, node), node);
            return (storage, new(world.FirstAccount!.Name, "p", "n"));
        }
    }
}
