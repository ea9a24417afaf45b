using System.Net;

namespace Autobatch.Emulator.Tests.Wire;

/// <summary>The AZ_BATCH_* variables that each kind of task has (FACTS C.4), with real processes.</summary>
public sealed class TaskKindEnvironmentTests(EmulatorFixture emulator) : IClassFixture<EmulatorFixture>
{
    private static readonly string[] s_all =
    [
        "AZ_BATCH_ACCOUNT_NAME", "AZ_BATCH_ACCOUNT_URL", "AZ_BATCH_CERTIFICATES_DIR", "AZ_BATCH_NODE_ID", "AZ_BATCH_NODE_IS_DEDICATED", "AZ_BATCH_NODE_MOUNTS_DIR", "AZ_BATCH_NODE_ROOT_DIR",
        "AZ_BATCH_NODE_SHARED_DIR", "AZ_BATCH_NODE_STARTUP_DIR", "AZ_BATCH_POOL_ID", "AZ_BATCH_TASK_DIR", "AZ_BATCH_TASK_RESERVED_EPHEMERAL_DISK_SPACE_BYTES", "AZ_BATCH_TASK_WORKING_DIR",
    ];

    private static readonly string[] s_job = ["AZ_BATCH_JOB_ID", "AZ_BATCH_TASK_ID"];
    private static readonly string[] s_prepared = ["AZ_BATCH_JOB_PREP_DIR", "AZ_BATCH_JOB_PREP_WORKING_DIR"];
    private static readonly string[] s_instance = ["AZ_BATCH_HOST_LIST", "AZ_BATCH_IS_CURRENT_NODE_MASTER", "AZ_BATCH_MASTER_NODE", "AZ_BATCH_NODE_LIST", "AZ_BATCH_TASK_SHARED_DIR"];
    private readonly EmulatorClient _client = emulator.Client;

    [Fact]
    public async Task Each_kind_has_its_variables_and_no_others()
    {
        var pool = await _client.Pool(nodes: 1, slots: 1, NodeSteps.StartTask("env") + ""","enableInterNodeCommunication":true""");
        var node = await _client.NodeIs(pool, "idle");
        var job = await _client.Job(
            pool,
            ""","commonEnvironmentSettings":[{"name":"COMMON","value":"job"},{"name":"OWN","value":"job"}]"""
            + JobTaskSteps.JobTask("jobPreparationTask", "env", Own) + JobTaskSteps.JobTask("jobReleaseTask", "env", Own)
            + JobTaskSteps.JobTask("jobManagerTask", "env", $""","id":"manager","killJobOnCompletion":false{Own}"""));
        await _client.TaskIs(job, "manager", "completed");
        await _client.Task(job, "task", "/usr/bin/env", Own);
        await _client.Task(job, "multi", "/usr/bin/env", $$""","multiInstanceSettings":{"numberOfInstances":1,"coordinationCommandLine":"/bin/true"}{{Own}}""");
        await _client.TaskIs(job, "task", "completed");
        await _client.TaskIs(job, "multi", "completed");
        (await _client.Post($"/jobs/{job}/terminate")).Expect(HttpStatusCode.Accepted);
        await _client.JobIs(job, "completed");

        var root = emulator.NodeFolder(pool, node.Id());
        var start = await Has("startup", [.. s_all]);
        Assert.Equal((root + "/startup", root + "/startup/wd", root + "/shared", root + "/fsmounts"), (start["AZ_BATCH_TASK_DIR"], start["AZ_BATCH_TASK_WORKING_DIR"], start["AZ_BATCH_NODE_SHARED_DIR"], start["AZ_BATCH_NODE_MOUNTS_DIR"]));
        var preparation = await Of("jobpreparation", []);
        foreach (var kind in (string[])["jobrelease", "manager", "task", "multi"])
        {
            var seen = await Of(kind, kind == "multi" ? [.. s_prepared, .. s_instance] : s_prepared);
            Assert.Equal((preparation["AZ_BATCH_TASK_DIR"], preparation["AZ_BATCH_TASK_WORKING_DIR"]), (seen["AZ_BATCH_JOB_PREP_DIR"], seen["AZ_BATCH_JOB_PREP_WORKING_DIR"]));
            Assert.Equal((pool, node.Id(), "true", root), (seen["AZ_BATCH_POOL_ID"], seen["AZ_BATCH_NODE_ID"], seen["AZ_BATCH_NODE_IS_DEDICATED"], seen["AZ_BATCH_NODE_ROOT_DIR"]));
        }

        async Task<Dictionary<string, string>> Of(string task, string[] more)
        {
            var seen = await Has($"workitems/{job}/job-1/{task}", [.. s_all, .. s_job, .. more]);
            var folder = $"{root}/workitems/{job}/job-1/{task}";
            Assert.Equal((job, task, folder, folder + "/wd"), (seen["AZ_BATCH_JOB_ID"], seen["AZ_BATCH_TASK_ID"], seen["AZ_BATCH_TASK_DIR"], seen["AZ_BATCH_TASK_WORKING_DIR"]));
            Assert.Equal(("job", "task"), (seen["COMMON"], seen["OWN"]));
            return seen;
        }

        async Task<Dictionary<string, string>> Has(string folder, string[] names)
        {
            var text = await _client.NodeFile(pool, node.Id(), folder + "/stdout.txt");
            var seen = text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
            Assert.Equal(names.Order(StringComparer.Ordinal), seen.Keys.Where(name => name.StartsWith("AZ_BATCH_", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
            return seen;
        }
    }

    private const string Own = ""","environmentSettings":[{"name":"OWN","value":"task"}]""";
}
