namespace Autobatch.EndToEnd.Chaos.Services;

/// <summary>A file outside of everything, to which each execution of a task appends one line: its job and its id.</summary>
internal sealed class ExecutionLog(string path)
{
    /// <summary>What a task's shell does first. Lines this short are appended whole.</summary>
    public string Entry => $"echo $AZ_BATCH_JOB_ID/$AZ_BATCH_TASK_ID >> {path}";

    /// <summary>How often each task has begun, by <c>{job}/{task}</c>.</summary>
    public Dictionary<string, int> Counts() =>
        File.Exists(path) ? File.ReadAllLines(path).CountBy(line => line).ToDictionary(StringComparer.Ordinal) : [];
}
