using System.Diagnostics;
using Autobatch.Testing;

namespace Autobatch.EndToEnd.Support;

/// <summary>A disk of its own in memory, of a given size. Only who may mount has one; tests skip without it.</summary>
internal sealed class SmallDisk : IDisposable
{
    private SmallDisk(string path) => Path = path;

    public string Path { get; }

    /// <summary>Null where nothing may be mounted.</summary>
    /// <param name="folder">Where it is mounted.</param>
    /// <param name="options">Of the mount, such as <c>size=1m</c>.</param>
    public static SmallDisk? TryMount(TemporaryFolder folder, string options)
    {
        string path = Directory.CreateDirectory(folder["disk"]).FullName;
        return OperatingSystem.IsLinux() && Run("mount", "-t", "tmpfs", "-o", options, "autobatch-test", path) ? new SmallDisk(path) : null;
    }

    /// <summary>Writes until nothing more fits.</summary>
    public void Fill()
    {
        try
        {
            using FileStream file = new(System.IO.Path.Combine(Path, "filler"), FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
            byte[] block = new byte[4096];
            while (true)
            {
                file.Write(block);
            }
        }
        catch (IOException)
        {
            // Full.
        }
    }

    public void MakeRoom() => File.Delete(System.IO.Path.Combine(Path, "filler"));

    public void Dispose() => _ = Run("umount", "--lazy", Path);

    private static bool Run(string program, params string[] arguments)
    {
        try
        {
            using Process? process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true });
            process!.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
