using Autobatch.Emulator.Protocol;

namespace Autobatch.Emulator.DataPlane;

/// <summary>
/// Every operation of the data plane (FACTS A.2). A row without a handler is known and answered with 501;
/// making the emulator more complete means giving such a row its handler.
/// </summary>
internal static class DataPlaneTable
{
    public static IReadOnlyList<Operation> Operations { get; } =
    [
        Row("GET", "/applications", 200, ApplicationOperations.List),
        Row("GET", "/applications/{applicationId}", 200, ApplicationOperations.Get),
        Row("GET", "/poolusagemetrics", 200),

        Row("POST", "/pools", 201, PoolOperations.Create),
        Row("GET", "/pools", 200, PoolOperations.List),
        Row("DELETE", "/pools/{poolId}", 202, PoolOperations.Delete),
        Row("HEAD", "/pools/{poolId}", 200, PoolOperations.Exists),
        Row("GET", "/pools/{poolId}", 200, PoolOperations.Get),
        Row("PATCH", "/pools/{poolId}", 200, PoolOperations.Patch),
        Row("POST", "/pools/{poolId}/disableautoscale", 200, AutoScaleOperations.Disable),
        Row("POST", "/pools/{poolId}/enableautoscale", 200, AutoScaleOperations.Enable),
        Row("POST", "/pools/{poolId}/evaluateautoscale", 200, AutoScaleOperations.Evaluate),
        Row("POST", "/pools/{poolId}/resize", 202, PoolOperations.Resize),
        Row("POST", "/pools/{poolId}/stopresize", 202, PoolOperations.StopResize),
        Row("POST", "/pools/{poolId}/updateproperties", 204, PoolOperations.Replace),
        Row("POST", "/pools/{poolId}/removenodes", 202, PoolOperations.RemoveNodes),
        Row("GET", "/supportedimages", 200),
        Row("GET", "/nodecounts", 200, NodeOperations.Counts),

        Row("POST", "/jobs", 201, JobOperations.Create),
        Row("GET", "/jobs", 200, JobOperations.List),
        Row("DELETE", "/jobs/{jobId}", 202, JobOperations.Delete),
        Row("GET", "/jobs/{jobId}", 200, JobOperations.Get),
        Row("PATCH", "/jobs/{jobId}", 200, JobOperations.Patch),
        Row("PUT", "/jobs/{jobId}", 200, JobOperations.Put),
        Row("POST", "/jobs/{jobId}/disable", 202, JobOperations.Disable),
        Row("POST", "/jobs/{jobId}/enable", 202, JobOperations.Enable),
        Row("POST", "/jobs/{jobId}/terminate", 202, JobOperations.Terminate),
        Row("GET", "/jobs/{jobId}/taskcounts", 200, JobOperations.TaskCounts),
        Row("GET", "/jobs/{jobId}/jobpreparationandreleasetaskstatus", 200, JobNodeOperations.List),

        Row("POST", "/jobschedules", 201),
        Row("GET", "/jobschedules", 200),
        Row("HEAD", "/jobschedules/{jobScheduleId}", 200),
        Row("GET", "/jobschedules/{jobScheduleId}", 200),
        Row("PATCH", "/jobschedules/{jobScheduleId}", 200),
        Row("PUT", "/jobschedules/{jobScheduleId}", 200),
        Row("DELETE", "/jobschedules/{jobScheduleId}", 202),
        Row("POST", "/jobschedules/{jobScheduleId}/disable", 204),
        Row("POST", "/jobschedules/{jobScheduleId}/enable", 204),
        Row("POST", "/jobschedules/{jobScheduleId}/terminate", 202),
        Row("GET", "/jobschedules/{jobScheduleId}/jobs", 200),

        Row("POST", "/jobs/{jobId}/tasks", 201, AddTasks.One),
        Row("GET", "/jobs/{jobId}/tasks", 200, TaskOperations.List),
        Row("POST", "/jobs/{jobId}/addtaskcollection", 200, AddTasks.Collection),
        Row("DELETE", "/jobs/{jobId}/tasks/{taskId}", 200, TaskOperations.Delete),
        Row("GET", "/jobs/{jobId}/tasks/{taskId}", 200, TaskOperations.Get),
        Row("PUT", "/jobs/{jobId}/tasks/{taskId}", 200, TaskOperations.Put),
        Row("GET", "/jobs/{jobId}/tasks/{taskId}/subtasksinfo", 200),
        Row("POST", "/jobs/{jobId}/tasks/{taskId}/terminate", 204, TaskOperations.Terminate),
        Row("POST", "/jobs/{jobId}/tasks/{taskId}/reactivate", 204, TaskOperations.Reactivate),
        Row("GET", "/jobs/{jobId}/tasks/{taskId}/files", 200, FileOperations.ListOfTask),
        Row("GET", "/jobs/{jobId}/tasks/{taskId}/files/{filePath}", 200, FileOperations.OfTask),
        Row("HEAD", "/jobs/{jobId}/tasks/{taskId}/files/{filePath}", 200, FileOperations.OfTask),
        Row("DELETE", "/jobs/{jobId}/tasks/{taskId}/files/{filePath}", 200, FileOperations.DeleteOfTask),

        Row("GET", "/pools/{poolId}/nodes", 200, NodeOperations.List),
        Row("GET", "/pools/{poolId}/nodes/{nodeId}", 200, NodeOperations.Get),
        Row("POST", "/pools/{poolId}/nodes/{nodeId}/users", 201),
        Row("PUT", "/pools/{poolId}/nodes/{nodeId}/users/{userName}", 200),
        Row("DELETE", "/pools/{poolId}/nodes/{nodeId}/users/{userName}", 200),
        Row("POST", "/pools/{poolId}/nodes/{nodeId}/reboot", 202, NodeActions.Reboot),
        Row("POST", "/pools/{poolId}/nodes/{nodeId}/start", 202, NodeActions.Start),
        Row("POST", "/pools/{poolId}/nodes/{nodeId}/reimage", 202, NodeActions.Reimage),
        Row("POST", "/pools/{poolId}/nodes/{nodeId}/deallocate", 202, NodeActions.Deallocate),
        Row("POST", "/pools/{poolId}/nodes/{nodeId}/disablescheduling", 200, NodeActions.DisableScheduling),
        Row("POST", "/pools/{poolId}/nodes/{nodeId}/enablescheduling", 200, NodeActions.EnableScheduling),
        Row("GET", "/pools/{poolId}/nodes/{nodeId}/remoteloginsettings", 200),
        Row("POST", "/pools/{poolId}/nodes/{nodeId}/uploadbatchservicelogs", 200),
        Row("GET", "/pools/{poolId}/nodes/{nodeId}/extensions", 200),
        Row("GET", "/pools/{poolId}/nodes/{nodeId}/extensions/{extensionName}", 200),
        Row("GET", "/pools/{poolId}/nodes/{nodeId}/files", 200, FileOperations.ListOfNode),
        Row("GET", "/pools/{poolId}/nodes/{nodeId}/files/{filePath}", 200, FileOperations.OfNode),
        Row("HEAD", "/pools/{poolId}/nodes/{nodeId}/files/{filePath}", 200, FileOperations.OfNode),
        Row("DELETE", "/pools/{poolId}/nodes/{nodeId}/files/{filePath}", 200, FileOperations.DeleteOfNode),
    ];

    private static Operation Row(string method, string route, int success, Func<Call, ValueTask<Reply>>? handler = null) =>
        new(method, route, success, handler, Plane.Data);
}
