using Autobatch.Local.Hosting;

namespace Autobatch.Local.CommandLine;

/// <summary>What <c>start</c> was told.</summary>
internal sealed record StartSettings(string DataDirectory, LocalPorts Ports, bool Events);
