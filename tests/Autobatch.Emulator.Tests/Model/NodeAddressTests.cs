using System.Net;
using Autobatch.Emulator.Model;

namespace Autobatch.Emulator.Tests.Model;

public sealed class NodeAddressTests
{
    [Fact]
    public void Every_node_has_another_address_of_this_machine_and_the_same_one_again_when_it_is_free()
    {
        HashSet<string> taken = [];
        foreach (var number in Enumerable.Range(0, 3000))
        {
            Assert.True(taken.Add(NodeAddress.For($"tvm-1_{number % 1500}", taken)));
        }

        Assert.All(taken, address => Assert.True(IPAddress.TryParse(address, out var parsed) && parsed.ToString() == address && IPAddress.IsLoopback(parsed) && address != "127.0.0.1"));
        Assert.Equal(NodeAddress.For("tvm-1_7", new HashSet<string>()), NodeAddress.For("tvm-1_7", new HashSet<string>()));
    }
}
