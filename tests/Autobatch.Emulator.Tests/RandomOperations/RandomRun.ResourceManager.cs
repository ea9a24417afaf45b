using System.Text.Json;

namespace Autobatch.Emulator.Tests.RandomOperations;

/// <summary>The same pools through Resource Manager.</summary>
internal sealed partial class RandomRun
{
    private const string ArmAccount = $"/subscriptions/{WellKnown.SubscriptionId}/resourceGroups/{WellKnown.ResourceGroup}/providers/Microsoft.Batch/batchAccounts/{SteppedEmulator.Account}";

    private static string ArmPool(int choice) => $"{ArmAccount}/pools/{Pool(choice)}";

    private async Task ArmPutAsync(Step step)
    {
        if ((await SendAsync("PUT", ArmPool(step.A), ArmBody(step, whole: true))).Status == 200)
        {
            _known.Pools.Add(Pool(step.A));
        }
    }

    private async Task ArmDeleteAsync(Step step)
    {
        if ((await SendAsync("DELETE", ArmPool(step.A))).Status == 202)
        {
            _known.Pools.Remove(Pool(step.A));
        }
    }

    private static string ArmBody(Step step, bool whole)
    {
        var scale = (step.C % 4) switch
        {
            0 => "",
            1 => $$""","scaleSettings":{"autoScale":{"formula":"{{Formula(step.B)}}","evaluationInterval":"PT5M"} }""",
            _ => $$""","scaleSettings":{"fixedScale":{"targetDedicatedNodes":{{step.B % 4}},"targetLowPriorityNodes":{{step.D % 3}},"nodeDeallocationOption":"{{((string[])["Requeue", "Terminate", "TaskCompletion", "RetainedData"])[step.D % 4]}}"} }""",
        };
        var machine = whole ? $$""" "vmSize":"x","taskSlotsPerNode":{{1 << (step.D % 3)}},"interNodeCommunication":"{{(step.A % 3 != 0 ? "Enabled" : "Disabled")}}" """ : $$""" "metadata":[{"name":"a","value":"{{step.D}}"}]""";
        return $$"""{"properties":{ {{machine}}{{scale}} } }""";
    }

    /// <summary>Both planes show the same pools, each in its own words.</summary>
    private static void CheckPlanes(IReadOnlyList<JsonElement> pools, IReadOnlyList<JsonElement> armPools)
    {
        Assert.Equal(pools.Select(pool => Text(pool, "id")), armPools.Select(pool => Text(pool, "name")));
        foreach (var (pool, arm) in pools.Zip(armPools))
        {
            var (shown, resize) = (arm.GetProperty("properties"), arm.GetProperty("properties").GetProperty("resizeOperationStatus"));
            Assert.Equal($"W/\"{Text(pool, "eTag")}\"", Text(arm, "etag"));
            foreach (var name in (string[])["creationTime", "lastModified", "allocationStateTransitionTime"])
            {
                Assert.Equal(Text(pool, name), Text(shown, name));
            }

            Assert.Equal(Text(pool, "stateTransitionTime"), Text(shown, "provisioningStateTransitionTime"));
            Assert.Equal(Text(pool, "state") == "deleting" ? "Deleting" : "Succeeded", Text(shown, "provisioningState"));
            Assert.Equal(Text(pool, "allocationState"), Text(shown, "allocationState"), ignoreCase: true);
            foreach (var name in (string[])["currentDedicatedNodes", "currentLowPriorityNodes", "taskSlotsPerNode"])
            {
                Assert.Equal(pool.GetProperty(name).GetInt32(), shown.GetProperty(name).GetInt32());
            }

            foreach (var name in (string[])["targetDedicatedNodes", "targetLowPriorityNodes"])
            {
                Assert.Equal(pool.GetProperty(name).GetInt32(), resize.GetProperty(name).GetInt32());
            }

            var scaling = shown.GetProperty("scaleSettings").TryGetProperty("autoScale", out var automatic);
            Assert.Equal(pool.GetProperty("enableAutoScale").GetBoolean(), scaling);
            Assert.Equal(Text(pool, "autoScaleFormula"), scaling ? Text(automatic, "formula") : null);
            Assert.Equal(Inner(pool, "autoScaleRun", "timestamp"), Inner(shown, "autoScaleRun", "evaluationTime"));
            Assert.Equal(Inner(pool, "autoScaleRun", "results"), Inner(shown, "autoScaleRun", "results"));
            Assert.Equal(pool.GetProperty("enableInterNodeCommunication").GetBoolean() ? "Enabled" : "Disabled", Text(shown, "interNodeCommunication"));
            Assert.Equal(Codes(pool, "resizeErrors"), Codes(resize, "errors"));
        }
    }

    private static string? Text(JsonElement item, string name) => item.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static string? Inner(JsonElement item, string name, string inner) => item.TryGetProperty(name, out var value) ? Text(value, inner) : null;

    private static IReadOnlyList<string?> Codes(JsonElement item, string name) => item.TryGetProperty(name, out var errors) ? [.. errors.EnumerateArray().Select(error => Text(error, "code"))] : [];
}
