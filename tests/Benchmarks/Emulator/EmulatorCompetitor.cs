namespace Autobatch.Benchmarks.Emulator;

/// <summary>The emulator: a job on a pool whose node is idle, from the first collection of tasks until the job is completed.</summary>
internal sealed class EmulatorCompetitor : Competitor
{
    public override string Name => "Batch emulator, 1 node, 2 slots";

    public override bool IsInstalled => true;

    public override string Install => "";

    public override async Task<TimeSpan> RunAsync(int tasks, DirectoryInfo folder)
    {
        await using var emulator = await EmulatorChild.StartAsync(folder);
        return await new NoOpRun(emulator, tasks).CompleteAsync();
    }
}
