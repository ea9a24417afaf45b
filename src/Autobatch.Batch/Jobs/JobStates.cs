namespace Autobatch.Batch;

/// <summary>The states of a job on the wire (FACTS C.2).</summary>
public static class JobStates
{
    public const string Active = "active";
    public const string Completed = "completed";
    public const string Deleting = "deleting";
    public const string Disabled = "disabled";
    public const string Disabling = "disabling";
    public const string Enabling = "enabling";
    public const string Terminating = "terminating";
}
