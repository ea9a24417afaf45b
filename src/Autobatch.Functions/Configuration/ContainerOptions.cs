namespace Autobatch.Functions.Configuration;

/// <summary>Names of the containers in storage accounts (<c>Autobatch:Containers</c>).</summary>
internal sealed record ContainerOptions(
    string Packages, string Jobs, string Workloads, string Inputs, string Outputs, string Results, string Pools, string Staged, string Markers)
{
    public const string Section = "Autobatch:Containers";

    public IReadOnlyList<string> All => [Packages, Jobs, Workloads, Inputs, Outputs, Results, Pools, Staged, Markers];

    /// <summary>Those that every storage account has whose blobs start runs.</summary>
    public IReadOnlyList<string> OfHome => [Jobs, Workloads, Inputs, Outputs, Staged, Markers];
}
