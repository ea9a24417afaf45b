namespace Autobatch.Local.Hosting;

/// <summary>Ports on 127.0.0.1; 0 takes a free one.</summary>
internal sealed record LocalPorts(int Blob, int Queue, int Table, int BatchHttp, int BatchHttps, int Functions)
{
    public static LocalPorts AnyFree { get; } = new(0, 0, 0, 0, 0, 0);
}
