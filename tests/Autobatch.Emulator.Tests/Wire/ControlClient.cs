using System.Text;

namespace Autobatch.Emulator.Tests.Wire;

/// <summary>The emulator's own operations, which take no key.</summary>
internal static class ControlClient
{
    public static Task<Answer> Control(this EmulatorClient client, EmulatorHost host, HttpMethod method, string path, string? body = null) =>
        client.SendRaw(new(method, new Uri(host.HttpAddress, "/_emulator/" + path)) { Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json") });
}
