using System.ComponentModel;
using System.Diagnostics;

namespace Autobatch.Local.Verbs;

/// <summary>Opens the user's browser. Without one the address is told, and everything else goes on.</summary>
internal static class Browser
{
    /// <returns>What to tell the user.</returns>
    public static string Open(Uri address)
    {
        string opener = OperatingSystem.IsMacOS() ? "open" : "xdg-open";
        try
        {
            using Process? process = Process.Start(new ProcessStartInfo(opener, [address.AbsoluteUri]) { RedirectStandardOutput = true, RedirectStandardError = true });
            return $"Dashboard  {address}";
        }
        catch (Win32Exception)
        {
            return $"There is no '{opener}' here: open {address} in a browser yourself.";
        }
    }
}
