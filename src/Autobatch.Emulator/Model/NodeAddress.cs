using System.Globalization;

namespace Autobatch.Emulator.Model;

/// <summary>The addresses of nodes: all of 127.0.0.0/8 leads to this machine, where one of them is as good as a machine of one's own.</summary>
internal static class NodeAddress
{
    // From 127.1.0.1 to 127.254.255.254: nothing else of this machine is likely to be there.
    private const uint First = 0x7F010001;
    private const uint Count = 0x00FDFFFE;

    /// <summary>The first free address from one that the id stands for, so that a node rarely inherits what its predecessor's connections left.</summary>
    public static string For(string nodeId, IReadOnlySet<string> taken)
    {
        for (var at = StableHash.Of(nodeId); ; at++)
        {
            var address = First + (at % Count);
            var text = string.Create(CultureInfo.InvariantCulture, $"{address >> 24}.{(address >> 16) & 255}.{(address >> 8) & 255}.{address & 255}");
            if (!taken.Contains(text))
            {
                return text;
            }
        }
    }
}
