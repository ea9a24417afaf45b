using Autobatch.Emulator.Protocol;

namespace Autobatch.Emulator.DataPlane;

/// <summary>Every operation of the data plane (FACTS A.2), with how far it is what it is in the service.</summary>
internal static class DataPlaneTable
{
    private const string Certificate = "/certificates(thumbprintAlgorithm={thumbprintAlgorithm},thumbprint={thumbprint})";

    public static IReadOnlyList<Operation> Operations { get; } =
    [
        Row("ListApplications", "GET", "/applications", 200, ApplicationOperations.List),
        Row("GetApplication", "GET", "/applications/{applicationId}", 200, ApplicationOperations.Get),
        Row("ListPoolUsageMetrics", "GET", "/poolusagemetrics", 200, UsageOperations.ListPoolMetrics, Support.Simulated),

        Row("CreatePool", "POST", "/pools", 201, PoolOperations.Create),
        Row("ListPools", "GET", "/pools", 200, PoolOperations.List),
        Row("DeletePool", "DELETE", "/pools/{poolId}", 202, PoolOperations.Delete),
        Row("PoolExists", "HEAD", "/pools/{poolId}", 200, PoolOperations.Exists),
        Row("GetPool", "GET", "/pools/{poolId}", 200, PoolOperations.Get),
        Row("UpdatePool", "PATCH", "/pools/{poolId}", 200, PoolOperations.Patch),
        Row("DisablePoolAutoScale", "POST", "/pools/{poolId}/disableautoscale", 200, AutoScaleOperations.Disable),
        Row("EnablePoolAutoScale", "POST", "/pools/{poolId}/enableautoscale", 200, AutoScaleOperations.Enable),
        Row("EvaluatePoolAutoScale", "POST", "/pools/{poolId}/evaluateautoscale", 200, AutoScaleOperations.Evaluate),
        Row("ResizePool", "POST", "/pools/{poolId}/resize", 202, PoolOperations.Resize),
        Row("StopPoolResize", "POST", "/pools/{poolId}/stopresize", 202, PoolOperations.StopResize),
        Row("ReplacePoolProperties", "POST", "/pools/{poolId}/updateproperties", 204, PoolOperations.Replace),
        Row("RemoveNodes", "POST", "/pools/{poolId}/removenodes", 202, PoolOperations.RemoveNodes),
        Row("ListSupportedImages", "GET", "/supportedimages", 200, SupportedImages.List, Support.Simulated),
        Row("ListPoolNodeCounts", "GET", "/nodecounts", 200, NodeOperations.Counts),

        Row("CreateJob", "POST", "/jobs", 201, JobOperations.Create),
        Row("ListJobs", "GET", "/jobs", 200, JobOperations.List),
        Row("DeleteJob", "DELETE", "/jobs/{jobId}", 202, JobOperations.Delete),
        Row("GetJob", "GET", "/jobs/{jobId}", 200, JobOperations.Get),
        Row("UpdateJob", "PATCH", "/jobs/{jobId}", 200, JobOperations.Patch),
        Row("ReplaceJob", "PUT", "/jobs/{jobId}", 200, JobOperations.Put),
        Row("DisableJob", "POST", "/jobs/{jobId}/disable", 202, JobOperations.Disable),
        Row("EnableJob", "POST", "/jobs/{jobId}/enable", 202, JobOperations.Enable),
        Row("TerminateJob", "POST", "/jobs/{jobId}/terminate", 202, JobOperations.Terminate),
        Row("GetJobTaskCounts", "GET", "/jobs/{jobId}/taskcounts", 200, JobOperations.TaskCounts),
        Row("ListJobPreparationAndReleaseTaskStatus", "GET", "/jobs/{jobId}/jobpreparationandreleasetaskstatus", 200, JobNodeOperations.List),

        Row("CreateJobSchedule", "POST", "/jobschedules", 201, JobScheduleOperations.Create),
        Row("ListJobSchedules", "GET", "/jobschedules", 200, JobScheduleOperations.List),
        Row("JobScheduleExists", "HEAD", "/jobschedules/{jobScheduleId}", 200, JobScheduleOperations.Exists),
        Row("GetJobSchedule", "GET", "/jobschedules/{jobScheduleId}", 200, JobScheduleOperations.Get),
        Row("UpdateJobSchedule", "PATCH", "/jobschedules/{jobScheduleId}", 200, JobScheduleOperations.Patch),
        Row("ReplaceJobSchedule", "PUT", "/jobschedules/{jobScheduleId}", 200, JobScheduleOperations.Put),
        Row("DeleteJobSchedule", "DELETE", "/jobschedules/{jobScheduleId}", 202, JobScheduleOperations.Delete),
        Row("DisableJobSchedule", "POST", "/jobschedules/{jobScheduleId}/disable", 204, JobScheduleOperations.Disable),
        Row("EnableJobSchedule", "POST", "/jobschedules/{jobScheduleId}/enable", 204, JobScheduleOperations.Enable),
        Row("TerminateJobSchedule", "POST", "/jobschedules/{jobScheduleId}/terminate", 202, JobScheduleOperations.Terminate),
        Row("ListJobsFromSchedule", "GET", "/jobschedules/{jobScheduleId}/jobs", 200, JobOperations.ListOfSchedule),

        Row("CreateTask", "POST", "/jobs/{jobId}/tasks", 201, AddTasks.One),
        Row("ListTasks", "GET", "/jobs/{jobId}/tasks", 200, TaskOperations.List),
        Row("CreateTaskCollection", "POST", "/jobs/{jobId}/addtaskcollection", 200, AddTasks.Collection),
        Row("DeleteTask", "DELETE", "/jobs/{jobId}/tasks/{taskId}", 200, TaskOperations.Delete),
        Row("GetTask", "GET", "/jobs/{jobId}/tasks/{taskId}", 200, TaskOperations.Get),
        Row("ReplaceTask", "PUT", "/jobs/{jobId}/tasks/{taskId}", 200, TaskOperations.Put),
        Row("ListSubtasks", "GET", "/jobs/{jobId}/tasks/{taskId}/subtasksinfo", 200, SubtaskOperations.List),
        Row("TerminateTask", "POST", "/jobs/{jobId}/tasks/{taskId}/terminate", 204, TaskOperations.Terminate),
        Row("ReactivateTask", "POST", "/jobs/{jobId}/tasks/{taskId}/reactivate", 204, TaskOperations.Reactivate),
        Row("ListTaskFiles", "GET", "/jobs/{jobId}/tasks/{taskId}/files", 200, FileOperations.ListOfTask),
        Row("DownloadTaskFile", "GET", "/jobs/{jobId}/tasks/{taskId}/files/{filePath}", 200, FileOperations.OfTask),
        Row("GetTaskFileProperties", "HEAD", "/jobs/{jobId}/tasks/{taskId}/files/{filePath}", 200, FileOperations.OfTask),
        Row("DeleteTaskFile", "DELETE", "/jobs/{jobId}/tasks/{taskId}/files/{filePath}", 200, FileOperations.DeleteOfTask),

        Row("ListNodes", "GET", "/pools/{poolId}/nodes", 200, NodeOperations.List),
        Row("GetNode", "GET", "/pools/{poolId}/nodes/{nodeId}", 200, NodeOperations.Get),
        Row("CreateNodeUser", "POST", "/pools/{poolId}/nodes/{nodeId}/users", 201, NodeUserOperations.Create, Support.Simulated),
        Row("ReplaceNodeUser", "PUT", "/pools/{poolId}/nodes/{nodeId}/users/{userName}", 200, NodeUserOperations.Replace, Support.Simulated),
        Row("DeleteNodeUser", "DELETE", "/pools/{poolId}/nodes/{nodeId}/users/{userName}", 200, NodeUserOperations.Delete, Support.Simulated),
        Row("RebootNode", "POST", "/pools/{poolId}/nodes/{nodeId}/reboot", 202, NodeActions.Reboot),
        Row("StartNode", "POST", "/pools/{poolId}/nodes/{nodeId}/start", 202, NodeActions.Start),
        Row("ReimageNode", "POST", "/pools/{poolId}/nodes/{nodeId}/reimage", 202, NodeActions.Reimage),
        Row("DeallocateNode", "POST", "/pools/{poolId}/nodes/{nodeId}/deallocate", 202, NodeActions.Deallocate),
        Row("DisableNodeScheduling", "POST", "/pools/{poolId}/nodes/{nodeId}/disablescheduling", 200, NodeActions.DisableScheduling),
        Row("EnableNodeScheduling", "POST", "/pools/{poolId}/nodes/{nodeId}/enablescheduling", 200, NodeActions.EnableScheduling),
        Row("GetNodeRemoteLoginSettings", "GET", "/pools/{poolId}/nodes/{nodeId}/remoteloginsettings", 200, NodeAccessOperations.RemoteLogin, Support.Simulated),
        Row("UploadNodeLogs", "POST", "/pools/{poolId}/nodes/{nodeId}/uploadbatchservicelogs", 200, NodeLogOperations.Upload),
        Row("ListNodeExtensions", "GET", "/pools/{poolId}/nodes/{nodeId}/extensions", 200, NodeAccessOperations.ListExtensions, Support.Simulated),
        Row("GetNodeExtension", "GET", "/pools/{poolId}/nodes/{nodeId}/extensions/{extensionName}", 200, NodeAccessOperations.GetExtension, Support.Simulated),
        Row("ListNodeFiles", "GET", "/pools/{poolId}/nodes/{nodeId}/files", 200, FileOperations.ListOfNode),
        Row("DownloadNodeFile", "GET", "/pools/{poolId}/nodes/{nodeId}/files/{filePath}", 200, FileOperations.OfNode),
        Row("GetNodeFileProperties", "HEAD", "/pools/{poolId}/nodes/{nodeId}/files/{filePath}", 200, FileOperations.OfNode),
        Row("DeleteNodeFile", "DELETE", "/pools/{poolId}/nodes/{nodeId}/files/{filePath}", 200, FileOperations.DeleteOfNode),

        // Only in 2022-10-01.16.0, whose clients are still in use (FACTS A.2).
        Row("GetNodeRemoteDesktop", "GET", "/pools/{poolId}/nodes/{nodeId}/rdp", 200, NodeAccessOperations.RemoteDesktop, Support.Refused),
        Row("AddCertificate", "POST", "/certificates", 201, CertificateOperations.Add, Support.Refused),
        Row("ListCertificates", "GET", "/certificates", 200, CertificateOperations.List, Support.Simulated),
        Row("GetCertificate", "GET", Certificate, 200, CertificateOperations.NotFound, Support.Simulated),
        Row("DeleteCertificate", "DELETE", Certificate, 202, CertificateOperations.NotFound, Support.Simulated),
        Row("CancelCertificateDeletion", "POST", Certificate + "/canceldelete", 204, CertificateOperations.NotFound, Support.Simulated),
        Row("GetAllJobsLifetimeStatistics", "GET", "/lifetimejobstats", 200, UsageOperations.JobStatistics, Support.Simulated),
        Row("GetAllPoolsLifetimeStatistics", "GET", "/lifetimepoolstats", 200, UsageOperations.PoolStatistics, Support.Simulated),
    ];

    private static Operation Row(string name, string method, string route, int success, Func<Call, ValueTask<Reply>> handler, Support support = Support.Real) =>
        new(method, route, success, handler, Plane.Data, name) { Support = support };
}
