using Autobatch.Testing;

namespace Autobatch.Functions.Tests.Support;

/// <summary>Tasks that run until the test says so.</summary>
internal sealed class Gatepost : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>A command line that ends once the post is open.</summary>
    public string Command => $"/bin/sh -c 'while [ ! -e {_folder["open"]} ]; do sleep 0.05; done'";

    public void Open() => File.WriteAllText(_folder["open"], "");

    public void Dispose()
    {
        Open();
        _folder.Dispose();
    }
}
