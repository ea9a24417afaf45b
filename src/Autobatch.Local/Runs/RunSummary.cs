using System.Text.Json;

namespace Autobatch.Local.Runs;

/// <summary>The last line of standard output of <c>run</c> (CONTRACT).</summary>
internal sealed record RunSummary(string RunId, string Status, TaskTotals Tasks, double Seconds, string? Result, string? Outputs)
{
    public string ToLine() => JsonSerializer.Serialize(this, RunJson.Default.RunSummary);
}

/// <summary>Counts of tasks at the end.</summary>
internal sealed record TaskTotals(int Total, int Succeeded, int Failed);
