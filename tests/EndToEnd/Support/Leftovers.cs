namespace Autobatch.EndToEnd.Support;

/// <summary>Processes that have to do with a folder: it is in their command line, or they work in it.</summary>
internal static class Leftovers
{
    public static IReadOnlyList<(int Pid, string CommandLine)> Of(string folder)
    {
        List<(int, string)> found = [];
        foreach (string entry in Directory.GetDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(entry), out int pid) || pid == Environment.ProcessId)
            {
                continue;
            }

            try
            {
                string command = File.ReadAllText($"{entry}/cmdline").Replace('\0', ' ');
                string? place = new FileInfo($"{entry}/cwd").LinkTarget;
                if (command.Length > 0 && (command.Contains(folder, StringComparison.Ordinal) || place?.StartsWith(folder, StringComparison.Ordinal) == true))
                {
                    found.Add((pid, command));
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // It ended while we looked.
            }
        }

        return found;
    }

    public static IReadOnlyList<(int Pid, string CommandLine)> Azurites(string folder) =>
        [.. Of(folder).Where(process => process.CommandLine.Contains("serve.cjs", StringComparison.Ordinal))];
}
