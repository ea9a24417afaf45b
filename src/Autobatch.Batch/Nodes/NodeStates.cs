namespace Autobatch.Batch;

/// <summary>The states of a node on the wire (FACTS C.1).</summary>
public static class NodeStates
{
    public const string Creating = "creating";
    public const string Deallocated = "deallocated";
    public const string Deallocating = "deallocating";
    public const string Idle = "idle";
    public const string LeavingPool = "leavingpool";
    public const string Offline = "offline";
    public const string Preempted = "preempted";
    public const string Rebooting = "rebooting";
    public const string Reimaging = "reimaging";
    public const string Running = "running";
    public const string Starting = "starting";
    public const string StartTaskFailed = "starttaskfailed";
    public const string Unknown = "unknown";
    public const string Unusable = "unusable";
    public const string UpgradingOS = "upgradingos";
    public const string WaitingForStartTask = "waitingforstarttask";
}
