namespace Autobatch.Functions.Runs;

/// <summary>Stages of a run, in order.</summary>
internal static class RunStage
{
    public const string Planning = nameof(Planning);
    public const string Preparing = nameof(Preparing);
    public const string AddingTasks = nameof(AddingTasks);
    /// <summary>On its way to another account.</summary>
    public const string Moving = nameof(Moving);

    public const string Watching = nameof(Watching);
    public const string Cancelling = nameof(Cancelling);
    public const string Collecting = nameof(Collecting);
    public const string Ended = nameof(Ended);
}
