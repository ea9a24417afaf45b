namespace Autobatch.Accounts;

/// <summary>Whether a feature works.</summary>
public enum Availability
{
    /// <summary>It works.</summary>
    Works,

    /// <summary>It works where the reason's condition holds.</summary>
    Conditional,

    /// <summary>It does not work.</summary>
    Lost,

    /// <summary>Nobody could tell; Batch decides.</summary>
    Unknown,
}
