using System.Text.Json;
using Autobatch.Emulator.Model;
using Autobatch.Emulator.Protocol;
using Autobatch.Emulator.State;

namespace Autobatch.Emulator.DataPlane;

/// <summary>Handlers of what a real machine would have: its address for a login, and its extensions. There is no machine behind them.</summary>
internal static class NodeAccessOperations
{
    private const int FirstPort = 50000;

    private static readonly ResourceShape<Extension> s_extensions = new ResourceShape<Extension>("nodevmextensions")
        .Text("provisioningState", _ => "Succeeded")
        .Row("vmExtension", (writer, extension, _) => WriteBody(writer, extension.Body))
        .Row("instanceView", (writer, extension, _) => WriteView(writer, extension));

    /// <summary>The address is this machine's, with a port for each node of a pool as behind a load balancer; nobody listens there.</summary>
    public static ValueTask<Reply> RemoteLogin(Call call)
    {
        int port;
        string address;
        lock (call.World.Gate)
        {
            var node = call.Node();
            address = node.Record.Address;
            port = FirstPort + node.Pool.Nodes.Keys.TakeWhile(id => id != node.Record.Id).Count();
        }

        return new(Reply.Of(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("remoteLoginIPAddress", address);
            writer.WriteNumber("remoteLoginPort", port);
            writer.WriteString("ipv6RemoteLoginIPAddress", "::1");
            writer.WriteNumber("ipv6RemoteLoginPort", port);
            writer.WriteEndObject();
        }));
    }

    /// <summary>The service has such files for cloud service pools only, which it no longer makes.</summary>
    public static ValueTask<Reply> RemoteDesktop(Call call)
    {
        lock (call.World.Gate)
        {
            call.Node();
        }

        throw Errors.OperationNotValidOnNode.With(("Reason", "A remote desktop file is given for nodes of a cloud service configuration only; use remoteloginsettings."));
    }

    /// <summary>Those that the pool's virtualMachineConfiguration names, as if they had been installed.</summary>
    public static ValueTask<Reply> ListExtensions(Call call)
    {
        lock (call.World.Gate)
        {
            List<Extension> found = [.. Found(call)];
            return new(Paging.List(call, found, extension => extension.Name, s_extensions, call.OwnUrl));
        }
    }

    public static ValueTask<Reply> GetExtension(Call call)
    {
        lock (call.World.Gate)
        {
            var found = Found(call).FirstOrDefault(extension => string.Equals(extension.Name, call.Route["extensionName"], StringComparison.OrdinalIgnoreCase))
                ?? throw Errors.NodeExtensionNotFound.With();
            return new(Paging.One(call, found, s_extensions, call.OwnUrl, null));
        }
    }

    /// <summary>Whether the nodes of a pool are Windows machines by their node agent.</summary>
    public static bool IsWindows(PoolRecord pool) =>
        pool.Definition.Property("virtualMachineConfiguration")?.Property("nodeAgentSKUId") is { ValueKind: JsonValueKind.String } agent
        && agent.GetString()!.Contains("windows", StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<Extension> Found(Call call)
    {
        var node = call.Node();
        return (node.Pool.Record.Definition.Property("virtualMachineConfiguration")?.Property("extensions")).Items()
            .Where(extension => extension.Property("name") is { ValueKind: JsonValueKind.String })
            .Select(extension => new Extension(extension.GetProperty("name").GetString()!, extension, node.Record.LastBootTime))
            .OrderBy(extension => extension.Name, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>As it was sent, without its secrets.</summary>
    private static void WriteBody(Utf8JsonWriter writer, JsonElement body)
    {
        writer.WriteStartObject();
        foreach (var property in body.EnumerateObject().Where(property => property.Name != "protectedSettings"))
        {
            property.WriteTo(writer);
        }

        writer.WriteEndObject();
    }

    private static void WriteView(Utf8JsonWriter writer, Extension extension)
    {
        writer.WriteStartObject();
        writer.WriteString("name", extension.Name);
        writer.WriteStartArray("statuses");
        writer.WriteStartObject();
        writer.WriteString("code", "ProvisioningState/succeeded");
        writer.WriteString("displayStatus", "Provisioning succeeded");
        writer.WriteString("level", "Info");
        writer.WriteString("time", WireTime.Format(extension.Installed));
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private sealed record Extension(string Name, JsonElement Body, DateTimeOffset Installed);
}
