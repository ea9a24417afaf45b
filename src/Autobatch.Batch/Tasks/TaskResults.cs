namespace Autobatch.Batch;

/// <summary>How a completed task ended, on the wire.</summary>
public static class TaskResults
{
    public const string Failure = "failure";
    public const string Success = "success";
}
