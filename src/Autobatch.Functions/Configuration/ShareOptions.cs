namespace Autobatch.Functions.Configuration;

/// <summary>Shares of workloads in an account (<c>Autobatch:Workloads:{name}</c>).</summary>
/// <param name="Weights">Weights by workload; the others, and runs without a workload, have 1.</param>
internal sealed record ShareOptions(IReadOnlyDictionary<string, int> Weights)
{
    public const string Section = "Autobatch:Workloads";
    public const int MostWeight = 1000;

    public double WeightOf(string workload) => Weights.TryGetValue(workload, out int weight) ? weight : 1;
}
