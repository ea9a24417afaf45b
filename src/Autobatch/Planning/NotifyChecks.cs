using System.Text.Json;
using Autobatch.Errors;
using Autobatch.Manifests;

namespace Autobatch.Planning;

/// <summary>Reads <c>notify.url</c>, and refuses what may not be called.</summary>
internal static class NotifyChecks
{
    private const string Pointer = "/notify/url";

    /// <summary>The URL; null when the manifest has none, or when it is refused.</summary>
    public static Uri? Read(JsonElement root, HostPolicy policy, PlaceholderValues values, ManifestErrors errors)
    {
        if (!root.TryGetProperty("notify", out JsonElement notify))
        {
            return null;
        }

        string text = values.Expand(notify.GetProperty("url").GetString()!);
        if (policy.Fault(text, "Autobatch:Notify:AllowedHosts", ErrorCodes.NotifyNotAllowed) is not { } fault)
        {
            return new Uri(text);
        }

        errors.AtValue(fault.Code, Pointer, fault.Message);
        return null;
    }
}
