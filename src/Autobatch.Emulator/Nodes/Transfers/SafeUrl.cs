namespace Autobatch.Emulator.Nodes.Transfers;

/// <summary>What of a URL may be shown: never the query, where a SAS has its signature, nor a user name and password.</summary>
internal static class SafeUrl
{
    public static string Of(Uri url) => url.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);

    public static string Of(string url) => Uri.TryCreate(url, UriKind.Absolute, out Uri? parsed) ? Of(parsed) : url.Split('?', 2)[0];
}
