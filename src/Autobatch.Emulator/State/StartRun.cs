namespace Autobatch.Emulator.State;

/// <summary>A node on its way up: packages of its pool and the start task. It takes no task slots.</summary>
/// <param name="node">The node.</param>
/// <param name="wipe">Whether the node's directory is emptied first, as a reimage does.</param>
internal sealed class StartRun(NodeEntry node, bool wipe) : Attempt(node, 0)
{
    public bool Wipe { get; } = wipe;

    /// <summary>The exit code of a start task that fails on purpose, without being run.</summary>
    public int? ForcedExitCode { get; set; }
}
