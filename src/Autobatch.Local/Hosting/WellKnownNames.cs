namespace Autobatch.Local.Hosting;

/// <summary>The names and development credentials of CONTRACT: published, so no secrets.</summary>
internal static class WellKnownNames
{
    public const string BatchAccount = "devbatchaccount1";

    /// <summary>The account in the second region.</summary>
    public const string SecondBatchAccount = "devbatchaccount2";

    private const string BatchAccountsOfArm =
        "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/local/providers/Microsoft.Batch/batchAccounts/";

    public const string BatchAccountResourceId = BatchAccountsOfArm + BatchAccount;

    public const string SecondBatchAccountResourceId = BatchAccountsOfArm + SecondBatchAccount;

    public const string BatchKey = "QXV0b2JhdGNoRW11bGF0b3JXZWxsS25vd25EZXZlbG9wbWVudEtleU5ldmVyQVNlY3JldDAwMDAwMDAwMDAwMA==";

    public const string DevelopmentToken = "autobatch-development-token";

    public const string Packages = "packages";
    public const string Jobs = "jobs";
    public const string Workloads = "workloads";
    public const string Inputs = "inputs";
    public const string Markers = "markers";
    public const string Outputs = "outputs";
    public const string Results = "results";
    public const string Pools = "pools";

    /// <summary>The queue on the first storage account that events of further ones go to.</summary>
    public const string EventQueue = "autobatch-events";

    /// <summary>Containers of a further storage account that events are made of.</summary>
    public static IReadOnlyList<string> EventContainers { get; } = [Jobs, Workloads, Inputs, Markers];

    public static IReadOnlyList<string> Containers { get; } = [Packages, Jobs, Workloads, Inputs, Outputs, Results, Pools];
}
