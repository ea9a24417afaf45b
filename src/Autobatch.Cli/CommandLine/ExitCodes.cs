namespace Autobatch.Cli.CommandLine;

/// <summary>What the process ends with.</summary>
internal static class ExitCodes
{
    /// <summary>Done; with <c>--wait</c>, the run completed.</summary>
    public const int Done = 0;

    /// <summary>The app refused, or the run did not complete.</summary>
    public const int NotDone = 1;

    /// <summary>The arguments, or a file that they name, are wrong; nothing was sent.</summary>
    public const int BadInput = 2;

    /// <summary>The app, or its storage, does not answer.</summary>
    public const int Unreachable = 3;
}
