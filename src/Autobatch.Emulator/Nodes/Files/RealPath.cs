namespace Autobatch.Emulator.Nodes.Files;

/// <summary>Resolves every symbolic link in a path, as realpath(3) does.</summary>
internal static class RealPath
{
    private const int MostLinks = 40;

    /// <summary>The real path, or null when something on the way is absent, is no folder, has too long a name, or links run in a circle.</summary>
    public static string? Of(string path)
    {
        try
        {
            return Resolve(path);
        }
        catch (PathTooLongException)
        {
            return null;
        }
    }

    private static string? Resolve(string path)
    {
        var pending = new Stack<string>(Parts(path));
        string real = "/";
        int links = 0;
        while (pending.TryPop(out string? part))
        {
            if (part is ".") continue;
            if (part is "..")
            {
                real = Path.GetDirectoryName(real) ?? "/";
                continue;
            }

            string next = Path.Combine(real, part);
            var info = new FileInfo(next);
            if (info.LinkTarget is { } target)
            {
                if (++links > MostLinks) return null;
                if (target.StartsWith('/')) real = "/";
                foreach (string targetPart in Parts(target)) pending.Push(targetPart);
            }
            else if (info.Exists || Directory.Exists(next))
            {
                real = next;
            }
            else
            {
                return null;
            }
        }

        return real;
    }

    // Reversed, so that the first part is on top of the stack.
    private static IEnumerable<string> Parts(string path) => path.Split('/', StringSplitOptions.RemoveEmptyEntries).Reverse();
}
