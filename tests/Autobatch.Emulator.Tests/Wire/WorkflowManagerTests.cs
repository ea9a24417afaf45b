using System.Net;
using System.Text.Json;
using Autobatch.Emulator.Tests.ResourceManager;

namespace Autobatch.Emulator.Tests.Wire;

/// <summary>The requests of workflow managers, in their order and with the properties that they send; their tasks name containers.</summary>
public sealed class WorkflowManagerTests : IAsyncLifetime
{
    private EmulatorHost _host = null!;
    private EmulatorClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await EmulatorHost.StartAsync(new() { HttpPort = 0, HttpsPort = 0, ContainersAsProcesses = true }, TestContext.Current.CancellationToken);
        _client = new(_host.HttpAddress);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task Nextflow_makes_a_pool_that_scales_runs_a_task_and_cleans_up()
    {
        const string Formula = """
            // Since the pool is there.
            age = time() - time("2026-01-02T03:04:05.123456Z");
            window = TimeInterval_Minute * 5;

            $known = $PendingTasks.GetSamplePercent(window);
            $waiting = $known < 70 ? max(0, $PendingTasks.GetSample(1)) : max($PendingTasks.GetSample(1), avg($PendingTasks.GetSample(window)));
            $wanted = $waiting > 0 ? $waiting : max(0, $TargetDedicatedNodes/2);
            size = max(0, min($wanted, 3));
            $TargetDedicatedNodes = age < window ? 0 : max(1, size);
            $NodeDeallocationOption = taskcompletion;
            """;
        (await _client.Get("/pools/nf-pool")).Expect(HttpStatusCode.NotFound);
        var image = (await _client.Get("/supportedimages")).Json.GetProperty("value").EnumerateArray().First(item => item.GetProperty("imageReference").GetProperty("offer").GetString() == "ubuntu-hpc");
        (await _client.Post("/pools", $$"""
            {"id":"nf-pool","vmSize":"Standard_D4a_v4","taskSlotsPerNode":4,"metadata":[{"name":"team","value":"x"}],"taskSchedulingPolicy":{"nodeFillType":"pack"},
             "virtualMachineConfiguration":{"imageReference":{{image.GetProperty("imageReference").GetRawText()}},"nodeAgentSKUId":"{{image.GetProperty("nodeAgentSKUId").GetString()}}",
              "containerConfiguration":{"type":"dockerCompatible","containerRegistries":[{"registryServer":"r.example","username":"u","password":"p"}]} },
             "startTask":{"commandLine":"bash -c 'mkdir -p $AZ_BATCH_NODE_SHARED_DIR/bin'","resourceFiles":[],"userIdentity":{"autoUser":{"scope":"pool","elevationLevel":"nonadmin"} } },
             "enableAutoScale":true,"autoScaleEvaluationInterval":"PT5M","autoScaleFormula":{{JsonSerializer.Serialize(Formula)}} }
            """)).Expect(HttpStatusCode.Created);
        Assert.Equal(4, (await _client.Get("/pools/nf-pool")).Json.GetProperty("taskSlotsPerNode").GetInt32());
        (await _client.Post("/jobs", """{"id":"nf-job","poolInfo":{"poolId":"nf-pool"},"constraints":{"maxWallClockTime":"PT720H"}}""")).Expect(HttpStatusCode.Created);
        (await _client.Post("/jobs/nf-job/tasks", """
            {"id":"nf-0a1b2c","commandLine":"bash -o pipefail -c 'bash -c \"echo ran; exit 3\" 2>&1 | tee .command.log'","requiredSlots":2,"constraints":{"maxWallClockTime":"PT1H"},
             "userIdentity":{"autoUser":{"scope":"task","elevationLevel":"nonadmin"}},"resourceFiles":[],"outputFiles":[],
             "containerSettings":{"imageName":"ubuntu:24.04","containerRunOptions":"--cpu-shares 2048 --memory 1024m -v /etc/ssl/certs:/etc/ssl/certs:ro "}}
            """)).Expect(HttpStatusCode.Created);

        var done = (await _client.TaskIs("nf-job", "nf-0a1b2c", "completed")).GetProperty("executionInfo");

        Assert.Equal((3, "FailureExitCode"), (done.GetProperty("exitCode").GetInt32(), done.GetProperty("failureInfo").GetProperty("code").GetString()));
        Assert.Equal("ran\n", (await _client.Get("/jobs/nf-job/tasks/nf-0a1b2c/files/stdout.txt")).Text);
        var pool = (await _client.Get("/jobs/nf-job")).Json.GetProperty("poolInfo").GetRawText();
        (await _client.Patch("/jobs/nf-job", $$"""{"poolInfo":{{pool}},"onAllTasksComplete":"terminatejob"}""")).Expect(HttpStatusCode.OK);
        await _client.JobIs("nf-job", "completed");
        (await _client.Patch("/jobs/nf-job", $$"""{"poolInfo":{{pool}},"onAllTasksComplete":"terminatejob"}""")).Expect(HttpStatusCode.Conflict);
        (await _client.Delete("/jobs/nf-job/tasks/nf-0a1b2c")).Expect(HttpStatusCode.OK);
        (await _client.Delete("/jobs/nf-job")).Expect(HttpStatusCode.Accepted);
        (await _client.Delete("/pools/nf-pool")).Expect(HttpStatusCode.Accepted);
        await Batch.Until(async () => (await _client.Get("/pools/nf-pool")).Status == HttpStatusCode.NotFound, "the pool is gone");
    }

    [Fact]
    public async Task Snakemakes_executor_makes_its_pool_by_an_old_version_of_Resource_Manager()
    {
        using ResourceManagerClient arm = new(_host);
        (await arm.Send(HttpMethod.Put, $"{ResourceManagerClient.Account}/pools/snakepool", """
            {"properties":{"displayName":"snakepool","vmSize":"Standard_D2_v3","taskSlotsPerNode":2,"taskSchedulingPolicy":{"nodeFillType":"spread"},"targetNodeCommunicationMode":"Classic",
             "scaleSettings":{"fixedScale":{"resizeTimeout":"PT15M","targetDedicatedNodes":1}},
             "deploymentConfiguration":{"virtualMachineConfiguration":{"imageReference":{"publisher":"microsoft-azure-batch","offer":"ubuntu-server-container","sku":"20-04-lts","version":"latest"},
              "nodeAgentSkuId":"batch.node.ubuntu 20.04","containerConfiguration":{"type":"DockerCompatible","containerImageNames":["snakemake/snakemake:latest"]}}},
             "startTask":{"commandLine":"bash -c 'echo lost >&2; exit 1'","userIdentity":{"autoUser":{"scope":"Pool","elevationLevel":"Admin"}}}}}
            """)).Expect(HttpStatusCode.OK);
        (await _client.Post("/jobs?api-version=2024-02-01.19.0", """{"id":"snakejob","constraints":{"maxTaskRetryCount":0},"poolInfo":{"poolId":"snakepool"}}""")).Expect(HttpStatusCode.Created);
        (await _client.Post("/jobs/snakejob/tasks?api-version=2024-02-01.19.0", """
            {"id":"all-1b4e28ba","displayName":"all","commandLine":"/bin/bash -c 'echo $A'","environmentSettings":[{"name":"A","value":"b"}],
             "containerSettings":{"containerRunOptions":"--rm","imageName":"snakemake/snakemake:latest"},"userIdentity":{"autoUser":{"scope":"pool","elevationLevel":"admin"}}}
            """)).Expect(HttpStatusCode.Created);

        // It reads what a start task that failed left, by a path with a slash before it.
        JsonElement node = default;
        await Batch.Until(
            async () => (node = (await _client.Get("/pools/snakepool/nodes")).Json.GetProperty("value").EnumerateArray().FirstOrDefault()) is { ValueKind: JsonValueKind.Object } there
                && there.TryGetProperty("startTaskInfo", out var info) && info.TryGetProperty("result", out _),
            "the start task has ended");
        Assert.Equal("lost\n", (await _client.Get($"/pools/snakepool/nodes/{node.GetProperty("id").GetString()}/files/%2Fstartup%2Fstderr.txt")).Expect(HttpStatusCode.OK).Text);
        (await _client.Delete("/jobs/snakejob")).Expect(HttpStatusCode.Accepted);
        (await _client.Delete("/pools/snakepool")).Expect(HttpStatusCode.Accepted);
    }
}
