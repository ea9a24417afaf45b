using Autobatch.Functions.Retention;
using Autobatch.Functions.Tests.Support;
using Autobatch.Testing;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Autobatch.Functions.Tests.Retention;

/// <summary>Sweeps that a test starts itself.</summary>
internal static class Sweeps
{
    /// <summary>A whole sweep as if it were so much later.</summary>
    public static async Task SweepAsync(this RunningApp app, TimeSpan later)
    {
        DurableTaskClient client = app.Services.GetRequiredService<DurableTaskClient>();
        RetentionState start = new(app.Services.GetRequiredService<TimeProvider>().GetUtcNow() + later, RetentionStage.Runs, null);
        string id = await client.ScheduleNewOrchestrationInstanceAsync(nameof(ApplyRetention), start, cancellation: TestContext.Current.CancellationToken);
        OrchestrationMetadata? sweep = null;
        await Wait.UntilAsync(
            async () => (sweep = await client.GetInstanceAsync(id, TestContext.Current.CancellationToken)) is { IsCompleted: true },
            "the sweep has ended",
            TimeSpan.FromSeconds(60),
            TestContext.Current.CancellationToken);
        Assert.Equal(OrchestrationRuntimeStatus.Completed, sweep!.RuntimeStatus);
    }
}
