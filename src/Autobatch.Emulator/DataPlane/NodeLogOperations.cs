using Autobatch.Emulator.Model;
using Autobatch.Emulator.Nodes;
using Autobatch.Emulator.Protocol;
using Autobatch.Emulator.Protocol.Validation;
using static Autobatch.Emulator.Protocol.Validation.JsonType;

namespace Autobatch.Emulator.DataPlane;

/// <summary>POST …/uploadbatchservicelogs: a node's logs go to a container. Unlike in the service they are there when the request is answered, or it says why not.</summary>
internal static class NodeLogOperations
{
    private static readonly string[] s_startTaskFiles = ["startup/stdout.txt", "startup/stderr.txt"];

    private static readonly BodyRules s_upload = new(
        "UploadBatchServiceLogsConfiguration",
        new("containerUrl", Text, Required: true, CommonRules.Url),
        new("startTime", Text, Required: true, Checks.Time),
        new("endTime", Text, Check: Checks.Time),
        CommonRules.IdentityReference);

    public static async ValueTask<Reply> Upload(Call call)
    {
        var body = call.RequiredBody();
        s_upload.Check(body);
        var (start, end) = (WireTime.Parse(body.GetProperty("startTime"))!.Value, WireTime.Parse(body.Property("endTime")) ?? DateTimeOffset.MaxValue);
        if (end < start)
        {
            throw Errors.InvalidPropertyValue.Property("endTime", WireTime.Format(end), "The value must not be before startTime.");
        }

        NodePlace place;
        NodeLog log;
        lock (call.World.Gate)
        {
            var node = call.Node();
            place = node.Place;
            log = NodeLog.Of(node);
        }

        var directory = $"{place.PoolId}/{place.NodeId}/{Guid.NewGuid():D}";
        List<LogFile> files = log.Covers(start, end) ? [new("agent/node.log", () => new MemoryStream(log.ToBytes()))] : [];
        files.AddRange(
            from name in s_startTaskFiles
            let file = call.Services.Agent.Files.Find(place, name)
            where file is not null && file.LastModified >= start && file.Created <= end
            select new LogFile(name, () => call.Services.Agent.Files.Open(place, name)));
        var identity = body.Property("identityReference") is { } reference ? new IdentityReference(reference.GetProperty("resourceId").GetString()) : null;
        var sent = await call.Services.Agent.SendLogsAsync(place, new(body.GetProperty("containerUrl").GetString()!, identity, directory, files), call.Aborted);
        return sent is { } reason
            ? throw Errors.InvalidPropertyValue.Property("containerUrl", null, reason)
            : Reply.Of(writer =>
            {
                writer.WriteStartObject();
                writer.WriteString("odata.metadata", $"{call.BaseUrl}/$metadata#uploadbatchservicelogsresult/@Element");
                writer.WriteString("virtualDirectoryName", directory);
                writer.WriteNumber("numberOfFilesUploaded", files.Count);
                writer.WriteEndObject();
            });
    }
}
