using System.Globalization;
using Autobatch.Standins.Runtime.Durable;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Autobatch.KillTest;

/// <summary>
/// The orchestration's code. A root starts branches and sends each an event; a branch starts leaves; a leaf runs its activities in two
/// generations, between them a timer and an event that an activity raises through the client while the leaf is suspended.
/// </summary>
internal sealed class WorkDispatcher(Effects effects) : IDurableTaskDispatcher
{
    private const int FirstHalf = Work.Activities / 2;

    public DurableTaskClient? Client { get; set; }

    public bool HasOrchestrator(string name) => name is "Root" or "Branch" or "Leaf";

    public bool HasActivity(string name) => name is "Effect" or "Nudge";

    public async Task<string?> RunOrchestratorAsync(TaskOrchestrationContext context, string? serializedInput)
    {
        int total = context.Name.Name switch
        {
            "Root" => await RootAsync(context),
            "Branch" => await BranchAsync(context, context.GetInput<int>()),
            _ => await LeafAsync(context, context.GetInput<LeafInput>()!),
        };
        return total.ToString(CultureInfo.InvariantCulture);
    }

    public async Task<string?> RunActivityAsync(TaskActivityContext context, string? serializedInput, CancellationToken cancellation)
    {
        if (context.Name == "Nudge")
        {
            // Runs at least once, so the event may come twice; the leaf takes one and drops the other. A kill while the leaf is suspended
            // must leave it suspended, and the next attempt resumes it.
            await Client!.SuspendInstanceAsync(context.InstanceId, "nudge", cancellation);
            await Client!.RaiseEventAsync(context.InstanceId, "nudge", 1, cancellation);
            await Client!.ResumeInstanceAsync(context.InstanceId, "nudge", cancellation);
            return null;
        }
        int number = int.Parse(serializedInput!, CultureInfo.InvariantCulture);
        await effects.ApplyAsync(number, cancellation);
        return serializedInput;
    }

    private static async Task<int> RootAsync(TaskOrchestrationContext context)
    {
        string[] ids = [.. Enumerable.Range(0, Work.Branches).Select(i => $"branch-{i}")];
        Task<int>[] branches =
        [
            .. ids.Select((id, i) => context.CallSubOrchestratorAsync<int>("Branch", i, new SubOrchestrationOptions(instanceId: id))),
        ];
        await context.CreateTimer(TimeSpan.FromMilliseconds(10), CancellationToken.None);
        foreach (string id in ids)
            context.SendEvent(id, "go", "now");
        return (await Task.WhenAll(branches)).Sum();
    }

    private static async Task<int> BranchAsync(TaskOrchestrationContext context, int branch)
    {
        await context.WaitForExternalEvent<string>("go");
        int first = branch * Work.Leaves;
        int[] totals = await Task.WhenAll(Enumerable.Range(first, Work.Leaves).Select(
            leaf => context.CallSubOrchestratorAsync<int>("Leaf", new LeafInput(leaf, 0, 0))));
        return totals.Sum();
    }

    private static async Task<int> LeafAsync(TaskOrchestrationContext context, LeafInput input)
    {
        int first = (input.Leaf * Work.Activities) + input.Done + 1;
        IEnumerable<Task<int>> calls = Enumerable.Range(first, FirstHalf).Select(
            number => context.CallActivityAsync<int>("Effect", number));
        int total = input.Total + (await Task.WhenAll(calls)).Sum();
        if (input.Done + FirstHalf == Work.Activities)
            return total;
        Task nudge = context.WaitForExternalEvent<int>("nudge");
        await context.CallActivityAsync("Nudge");
        await context.CreateTimer(TimeSpan.FromMilliseconds(20), CancellationToken.None);
        await nudge;
        context.ContinueAsNew(new LeafInput(input.Leaf, input.Done + FirstHalf, total));
        return 0;
    }

    private sealed record LeafInput(int Leaf, int Done, int Total);
}
