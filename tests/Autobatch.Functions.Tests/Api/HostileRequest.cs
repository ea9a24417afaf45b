using System.Net.Sockets;
using System.Text;

namespace Autobatch.Functions.Tests.Api;

/// <summary>Sends a request line and headers as they are: a client library would refuse or mend them.</summary>
internal static class HostileRequest
{
    /// <summary>The status, the media type and the body of the answer.</summary>
    public static async Task<(int Status, string MediaType, string Body)> SendAsync(Uri address, string head, CancellationToken cancellationToken)
    {
        using TcpClient client = new();
        await client.ConnectAsync(address.Host, address.Port, cancellationToken);
        await using NetworkStream stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes($"{head}\r\nConnection: close\r\n\r\n"), cancellationToken);
        using StreamReader reader = new(stream, Encoding.UTF8);
        string answer = await reader.ReadToEndAsync(cancellationToken);
        string[] parts = answer.Split("\r\n\r\n", 2);
        string[] lines = parts[0].Split("\r\n");
        string type = lines.FirstOrDefault(l => l.StartsWith("Content-Type:", StringComparison.OrdinalIgnoreCase)) ?? "";
        return (int.Parse(lines[0].Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture), type[(type.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim(), parts[1]);
    }
}
