using System.Diagnostics;

namespace Autobatch.Testing;

/// <summary>A disk of its own in memory, of a given size. Only who may mount has one; tests skip without it.</summary>
public sealed class SmallDisk : IDisposable
{
    /// <summary>Why a test is skipped.</summary>
    public const string NoMount = "Nothing may be mounted here.";

    private SmallDisk(string path) => Path = path;

    public string Path { get; }

    private string Filler => System.IO.Path.Combine(Path, "filler");

    /// <summary>Null where nothing may be mounted.</summary>
    /// <param name="path">Where it is mounted; made when it is not there.</param>
    /// <param name="options">Of the mount, such as <c>size=1m</c>.</param>
    public static SmallDisk? TryMount(string path, string options)
    {
        Directory.CreateDirectory(path);
        return OperatingSystem.IsLinux() && Run("mount", "-t", "tmpfs", "-o", options, "autobatch-test", path) ? new SmallDisk(path) : null;
    }

    /// <summary>Whether anything may be mounted.</summary>
    public static bool CanMount()
    {
        using TemporaryFolder folder = new();
        using SmallDisk? disk = TryMount(folder["disk"], "size=1m");
        return disk is not null;
    }

    /// <summary>Writes until nothing more fits.</summary>
    public void Fill()
    {
        try
        {
            using FileStream file = new(Filler, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
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

    public void MakeRoom() => File.Delete(Filler);

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
