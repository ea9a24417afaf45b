namespace Autobatch.Batch;

/// <summary>The states of a task on the wire (FACTS C.3).</summary>
public static class TaskStates
{
    public const string Active = "active";
    public const string Completed = "completed";
    public const string Preparing = "preparing";
    public const string Running = "running";
}
