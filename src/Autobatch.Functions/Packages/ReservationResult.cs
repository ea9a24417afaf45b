namespace Autobatch.Functions.Packages;

/// <summary>Whether a version is to be made, or is there already with the same content.</summary>
internal enum ReservationResult
{
    /// <summary>It is ours to make.</summary>
    Proceed,

    /// <summary>The same content is active: nothing to do.</summary>
    AlreadyThere,

    /// <summary>Another registration has it and has not ended.</summary>
    Wait,

    /// <summary>It is ours, and other content was there under its name.</summary>
    Replace,
}
