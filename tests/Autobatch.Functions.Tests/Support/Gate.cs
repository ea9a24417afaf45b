using Autobatch.Testing;

namespace Autobatch.Functions.Tests.Support;

/// <summary>Holds a task until the test lets it go.</summary>
internal sealed class Gate : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>A shell's words that wait for <see cref="Open"/>.</summary>
    public string Wait => $"until [ -e {_folder["open"]} ]; do sleep 0.05; done";

    public void Open() => File.WriteAllText(_folder["open"], "");

    public void Dispose()
    {
        // A task that still waits finds the gate open before the folder goes.
        Open();
        _folder.Dispose();
    }
}
