using System.Text.Json;
using Autobatch.Emulator.Model;
using Autobatch.Emulator.Protocol;

namespace Autobatch.Emulator.DataPlane;

/// <summary>Handlers under /applications: what nodes could use, so only active versions show (FACTS A.2).</summary>
internal static class ApplicationOperations
{
    private static readonly ResourceShape<ApplicationRecord> s_shape = new ResourceShape<ApplicationRecord>("applications")
        .Text("id", application => application.Id)
        .Text("displayName", application => application.DisplayName ?? "")
        .Row("versions", WriteVersions);

    public static ValueTask<Reply> List(Call call)
    {
        lock (call.World.Gate)
        {
            return new(Paging.List(call, [.. call.Account.Applications.Values], application => application.Id, s_shape, call.Url("applications")));
        }
    }

    public static ValueTask<Reply> Get(Call call)
    {
        lock (call.World.Gate)
        {
            return call.Account.Applications.TryGetValue(call.Route["applicationId"], out var application)
                ? new(Paging.One(call, application, s_shape, call.Url("applications"), null))
                : throw Errors.ApplicationNotFound.With();
        }
    }

    private static void WriteVersions(Utf8JsonWriter writer, ApplicationRecord application, string url)
    {
        writer.WriteStartArray();
        foreach (var package in application.Packages.Where(package => package.Active))
        {
            writer.WriteStringValue(package.Version);
        }

        writer.WriteEndArray();
    }
}
