using Autobatch.Emulator.Protocol;
using Autobatch.Emulator.Scheduling;

namespace Autobatch.Emulator.Tokens;

/// <summary>For whom a token must be, on each plane. A slash at the end does not matter (FACTS A.6).</summary>
internal sealed class Audiences(AccountUrls urls)
{
    private static readonly string[] s_data = ["https://batch.core.windows.net"];
    private static readonly string[] s_resourceManager = ["https://management.azure.com", "https://management.core.windows.net"];

    /// <summary>Whether a token for this audience opens the plane. Clients of a Resource Manager elsewhere ask for its own address.</summary>
    public bool Fits(Plane plane, string audience)
    {
        var name = audience.TrimEnd('/');
        return plane == Plane.Data
            ? s_data.Contains(name, StringComparer.OrdinalIgnoreCase)
            : s_resourceManager.Contains(name, StringComparer.OrdinalIgnoreCase) || IsOwn(name);
    }

    private bool IsOwn(string audience) =>
        Uri.TryCreate(audience, UriKind.Absolute, out var url) && url is { Scheme: "https", IsLoopback: true } && url.Port == urls.Https?.Port;
}
