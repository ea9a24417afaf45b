using System.Text.RegularExpressions;

namespace Microsoft.Azure.Functions.Worker.Runtime.Queues;

/// <summary>What queues may be called, and where their poison goes.</summary>
internal static partial class QueueNames
{
    private const string Suffix = "-poison";
    private const int Longest = 63;

    public static bool IsValid(string name) => name.Length <= Longest && Name().IsMatch(name);

    /// <summary>The queue for messages that failed every attempt; null for a poison queue itself, and when the name would be too long.</summary>
    public static string? PoisonOf(string queue) =>
        queue.EndsWith(Suffix, StringComparison.Ordinal) || queue.Length + Suffix.Length > Longest ? null : queue + Suffix;

    [GeneratedRegex("^[a-z0-9](?:[a-z0-9]|-(?!-)){1,61}[a-z0-9]$")]
    private static partial Regex Name();
}
