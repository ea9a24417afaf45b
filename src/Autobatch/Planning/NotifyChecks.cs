using System.Text.Json;
using Autobatch.Errors;
using Autobatch.Manifests;

namespace Autobatch.Planning;

/// <summary>Reads <c>notify.url</c>, and refuses what may not be called.</summary>
internal static class NotifyChecks
{
    private const string Pointer = "/notify/url";

    /// <summary>The URL; null when the manifest has none, or when it is refused.</summary>
    public static Uri? Read(JsonElement root, NotifyPolicy policy, PlaceholderValues values, ManifestErrors errors)
    {
        if (!root.TryGetProperty("notify", out JsonElement notify))
        {
            return null;
        }

        string text = values.Expand(notify.GetProperty("url").GetString()!);
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? url) || (url.Scheme != Uri.UriSchemeHttps && url.Scheme != Uri.UriSchemeHttp))
        {
            errors.AtValue(ErrorCodes.InvalidValue, Pointer, "notify.url is no absolute https URL.");
        }
        else if (url.UserInfo.Length > 0)
        {
            errors.AtValue(ErrorCodes.InvalidValue, Pointer, "notify.url holds a user name or password; calls are signed instead, and manifests hold no secret.");
        }
        else if (url.Scheme == Uri.UriSchemeHttp && !policy.AllowPrivate)
        {
            errors.AtValue(ErrorCodes.NotifyNotAllowed, Pointer, "notify.url must be https.");
        }
        else if (!policy.Allows(url))
        {
            errors.AtValue(ErrorCodes.NotifyNotAllowed, Pointer, $"The host '{url.Host}' is not among the setting Autobatch:Notify:AllowedHosts.");
        }
        else
        {
            return url;
        }

        return null;
    }
}
