using Autobatch.Planning;
using Autobatch.Staging;

namespace Autobatch.Functions.Explaining;

/// <summary>Says what a run would bring to storage for its tasks.</summary>
internal static class ExplainStaging
{
    /// <summary>What would be staged; null for nothing.</summary>
    public static ExplainedStaging? Of(RunPlan plan, string container)
    {
        IReadOnlyDictionary<string, byte[]> contents = InlineContent.Of(plan);
        return contents.Count == 0 ? null : new ExplainedStaging(container, new ExplainedContents(contents.Count, contents.Values.Sum(c => (long)c.Length)));
    }
}
