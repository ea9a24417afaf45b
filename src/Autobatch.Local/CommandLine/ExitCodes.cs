namespace Autobatch.Local.CommandLine;

/// <summary>What the process ends with.</summary>
internal static class ExitCodes
{
    /// <summary>The run completed; or <c>start</c> was stopped as asked.</summary>
    public const int Completed = 0;

    /// <summary>Any other end of a run.</summary>
    public const int NotCompleted = 1;

    /// <summary>Bad arguments or a bad manifest; nothing was started.</summary>
    public const int BadInput = 2;

    /// <summary>This machine is not fit: no Node.js, a port that is taken, a folder that is in use.</summary>
    public const int NotFit = 3;
}
