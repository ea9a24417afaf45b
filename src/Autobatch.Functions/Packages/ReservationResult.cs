namespace Autobatch.Functions.Packages;

/// <summary>Whether a version is to be made, or is there already with the same content.</summary>
internal enum ReservationResult
{
    /// <summary>It is ours to make.</summary>
    Proceed,

    /// <summary>The same content is registered, or somebody is at it: nothing to do.</summary>
    AlreadyThere,
}
