namespace Autobatch.Planning;

/// <summary>What a factory's run holds to of its input files.</summary>
public enum InputPin
{
    /// <summary>The version by its ETag: a file that is written again is told, and not taken for the one that was listed.</summary>
    ETag,

    /// <summary>Nothing: tasks read whatever is there when they begin.</summary>
    None,
}
