using System.Text.Json;
using Autobatch.Emulator.Model;

namespace Autobatch.Emulator.Tests.RandomOperations;

/// <summary>What a client sees: states that follow each other, numbers that fit, and one truth on both planes.</summary>
internal sealed partial class RandomRun
{
    /// <summary>After each step, before anything is settled, so that transient states are seen too.</summary>
    private async Task LookAsync()
    {
        foreach (var pool in await ListAsync("/pools"))
        {
            _transitions.See(PoolStates.Machine, $"pool {Text(pool, "id")}", pool);
            _transitions.See(PoolStates.Allocation, $"pool {Text(pool, "id")}", pool, "allocationState");
        }

        foreach (var job in await ListAsync("/jobs"))
        {
            _transitions.See(JobStates.Machine, $"job {Text(job, "id")}", job, previous: "previousState");
        }

        foreach (var schedule in await ListAsync("/jobschedules"))
        {
            _transitions.See(JobScheduleStates.Machine, $"schedule {Text(schedule, "id")}", schedule, previous: "previousState");
            Assert.Equal(State.JobSchedules[Text(schedule, "id")!].Record.RecentJobId, schedule.GetProperty("executionInfo").TryGetProperty("recentJob", out var job) ? Text(job, "id") : null);
        }
    }

    /// <summary>What is counted is what is listed.</summary>
    private async Task CheckCountsAsync()
    {
        foreach (var job in State.Jobs.Keys.ToList())
        {
            var tasks = await ListAsync($"/jobs/{Uri.EscapeDataString(job)}/tasks");
            foreach (var task in tasks)
            {
                _transitions.See(TaskStates.Machine, $"task {job}/{Text(task, "id")}", task, previous: "previousState");
            }

            if (!_options.Realistic)
            {
                var counts = (await SendAsync("GET", $"/jobs/{Uri.EscapeDataString(job)}/taskcounts")).Body.GetProperty("taskCounts");
                foreach (var (name, states) in ((string, string[])[])[("active", ["active"]), ("running", ["running", "preparing"]), ("completed", ["completed"])])
                {
                    Assert.Equal(tasks.Count(task => states.Contains(Text(task, "state"))), counts.GetProperty(name).GetInt32());
                }
            }
        }

        foreach (var schedule in State.JobSchedules.Keys.ToList())
        {
            var jobs = await ListAsync($"/jobschedules/{schedule}/jobs");
            Assert.Equal(State.Jobs.Keys.Where(id => id.StartsWith($"{schedule}:", StringComparison.Ordinal)), jobs.Select(job => Text(job, "id")!));
        }

        var pools = await ListAsync("/pools");
        CheckPlanes(pools, await ListAsync($"{ArmAccount}/pools"));
        var nodeCounts = (await ListAsync("/nodecounts")).ToDictionary(pool => Text(pool, "poolId")!);
        foreach (var pool in pools)
        {
            await CheckNodesAsync(pool, nodeCounts[Text(pool, "id")!]);
        }
    }

    private async Task CheckNodesAsync(JsonElement pool, JsonElement nodeCounts)
    {
        var nodes = await ListAsync($"/pools/{Text(pool, "id")}/nodes");
        foreach (var node in nodes)
        {
            _transitions.See(NodeStates.Machine, $"node {Text(node, "id")}", node);
        }

        foreach (var (kind, current, dedicated) in ((string, string, bool)[])[("dedicated", "currentDedicatedNodes", true), ("lowPriority", "currentLowPriorityNodes", false)])
        {
            var counts = nodeCounts.GetProperty(kind);
            var listed = nodes.Where(node => node.GetProperty("isDedicated").GetBoolean() == dedicated).ToList();
            Assert.Equal(listed.Count, pool.GetProperty(current).GetInt32());
            Assert.Equal(listed.Count, counts.GetProperty("total").GetInt32());
            Assert.All(counts.EnumerateObject().Where(count => count.Name != "total"), count => Assert.Equal(
                listed.Count(node => string.Equals(Text(node, "state"), count.Name, StringComparison.OrdinalIgnoreCase)), count.Value.GetInt32()));
        }
    }

    private async Task<List<JsonElement>> ListAsync(string path) => [.. (await SendAsync("GET", path)).Body.GetProperty("value").EnumerateArray()];
}
