namespace Autobatch.Standins.Runtime.Durable.Versioning;

/// <summary>Which versions of orchestrations a host works on (<c>extensions.durableTask.versionMatchStrategy</c>).</summary>
internal enum VersionMatchStrategy
{
    /// <summary>All.</summary>
    None,

    /// <summary>Its own only.</summary>
    Strict,

    /// <summary>Its own and older ones; none counts as the oldest.</summary>
    CurrentOrOlder,
}
