namespace Autobatch.Standins.Runtime.Durable.Versioning;

/// <summary>What happens to an orchestration whose version does not match (<c>extensions.durableTask.versionFailureStrategy</c>).</summary>
internal enum VersionFailureStrategy
{
    /// <summary>It waits for a host that takes it; what arrives meanwhile is kept.</summary>
    Reject,

    /// <summary>It fails.</summary>
    Fail,
}
