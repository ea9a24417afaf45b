namespace Autobatch.Benchmarks.Emulator;

/// <summary>An empty folder for each round. What rounds leave is removed after the last one: ext4 makes files slowly for minutes where many were removed.</summary>
internal sealed class RoundFolders : IDisposable
{
    private readonly DirectoryInfo _all = Directory.CreateTempSubdirectory("autobatch-benchmark-");
    private int _rounds;

    public DirectoryInfo Next() => _all.CreateSubdirectory($"{++_rounds}");

    public void Dispose() => _all.Delete(recursive: true);
}
