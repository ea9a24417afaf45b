using System.Diagnostics;

namespace Autobatch.Testing;

/// <summary>A script that stands in the place of a program.</summary>
public static class FakeProgram
{
    /// <summary>Writes it by a process of its own: a child that another test starts at this moment would hold our open file, and a file that somebody may write cannot be executed.</summary>
    public static void Write(string path, string script)
    {
        File.WriteAllText($"{path}.text", script);
        using (Process copy = Process.Start("cp", [$"{path}.text", path]))
        {
            copy.WaitForExit();
        }

        File.Delete($"{path}.text");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
