namespace Autobatch.Functions.Configuration;

/// <summary>Shares of workloads in an account (<c>Autobatch:Workloads:{name}</c>).</summary>
/// <param name="Weights">Weights by workload; they win over the workloads' documents.</param>
/// <param name="Caps">Most active tasks in one account by workload; they win over the workloads' documents.</param>
internal sealed record ShareOptions(IReadOnlyDictionary<string, int> Weights, IReadOnlyDictionary<string, int> Caps)
{
    public const string Section = "Autobatch:Workloads";
    public const int MostWeight = 1000;
    public const int MostActiveTasks = 1_000_000;

    /// <summary>What the settings say; null when they say nothing.</summary>
    public int? WeightOf(string workload) => Weights.TryGetValue(workload, out int weight) ? weight : null;

    /// <summary>What the settings say; null when they say nothing.</summary>
    public int? CapOf(string workload) => Caps.TryGetValue(workload, out int cap) ? cap : null;
}
