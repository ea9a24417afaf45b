using Autobatch.Runs;

namespace Autobatch.Planning;

/// <summary>
/// A small blob that the last task of a run leaves, so that an event tells of the run's end before anybody asks Batch. It is a hint: what counts is the job's
/// state, so a mark that is lost, late or forged changes nothing.
/// </summary>
public static class EndMarker
{
    private const string Suffix = "/end";

    /// <summary>What is uploaded: a file that every task has and that is nearly always small. What it says does not matter.</summary>
    internal const string File = "../stderr.txt";

    /// <summary>The blob's name.</summary>
    public static string NameOf(string runId) => runId + Suffix;

    /// <summary>The run that a mark is of; null when the name is none of a mark.</summary>
    public static string? RunOf(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.EndsWith(Suffix, StringComparison.Ordinal) && Ids.IsId(name[..^Suffix.Length]) ? name[..^Suffix.Length] : null;
    }
}
