namespace Autobatch.Emulator.Nodes.Layout;

/// <summary>The directory of one task and what lies in it.</summary>
/// <param name="Root">AZ_BATCH_TASK_DIR, absolute.</param>
internal sealed record TaskDirectories(string Root)
{
    /// <summary>AZ_BATCH_TASK_SHARED_DIR of multi-instance tasks; a subtask's own directory lies in it.</summary>
    public string Shared { get; init; } = Root;

    /// <summary>The directory of an instance of a multi-instance task; the primary's, 0, is the task's own.</summary>
    public TaskDirectories Instance(int subtask) =>
        subtask == 0 ? this : new(Path.Combine(Root, subtask.ToString(System.Globalization.CultureInfo.InvariantCulture))) { Shared = Root };

    /// <summary>AZ_BATCH_TASK_WORKING_DIR: the process starts here.</summary>
    public string Working => Path.Combine(Root, "wd");

    /// <summary>AZ_BATCH_CERTIFICATES_DIR; always absent, the service has no certificates any more.</summary>
    public string Certificates => Path.Combine(Root, "certs");

    /// <summary>Standard output of the process.</summary>
    public string StandardOutput => Path.Combine(Root, "stdout.txt");

    /// <summary>Standard error of the process.</summary>
    public string StandardError => Path.Combine(Root, "stderr.txt");

    /// <summary>What the upload of output files did.</summary>
    public string UploadLog => Path.Combine(Root, "fileuploadout.txt");

    /// <summary>What went wrong in the upload of output files.</summary>
    public string UploadErrors => Path.Combine(Root, "fileuploaderr.txt");
}
