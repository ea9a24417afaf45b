namespace Autobatch.Functions.Configuration;

/// <summary>Bounds of the HTTP API (<c>Autobatch:Api</c>).</summary>
/// <param name="MaxEventStreams">Most event streams that one instance of the app keeps open.</param>
internal sealed record ApiOptions(int MaxEventStreams)
{
    public const string Section = "Autobatch:Api";
    public const int DefaultMaxEventStreams = 200;
}
