namespace Autobatch.Emulator.Nodes.OutputFiles;

/// <summary>When an output file is due (FACTS C.6).</summary>
internal static class UploadCondition
{
    /// <summary>Whether a condition, in any case of letters, holds after an exit code; null for an unknown condition.</summary>
    public static bool? Holds(string condition, int exitCode) =>
        Is(condition, "tasksuccess") ? exitCode == 0
        : Is(condition, "taskfailure") ? exitCode != 0
        : Is(condition, "taskcompletion") ? true
        : null;

    private static bool Is(string condition, string name) => string.Equals(condition, name, StringComparison.OrdinalIgnoreCase);
}
