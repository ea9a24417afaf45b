using Autobatch.Accounts.Doctor;
using Autobatch.Batch;
using Autobatch.Functions.Configuration;
using Azure.ResourceManager;
using Azure.ResourceManager.Batch;

namespace Autobatch.Functions.Accounts;

/// <summary>One configured Batch account with its two planes.</summary>
internal sealed class BatchAccount(AccountOptions options, BatchDataClient data, ArmClient arm)
{
    public string Name => options.Name;

    /// <summary>Whether requests to Batch are signed with the account's key; otherwise they carry a Microsoft Entra token.</summary>
    public bool UsesKey => options.Key is not null;

    /// <summary>What the settings say of the account.</summary>
    public ConfiguredAccount Configured => new(options.Name, options.Endpoint, options.ResourceId.Name, UsesKey);

    /// <summary>Pools, jobs, tasks.</summary>
    public BatchDataClient Data => data;

    /// <summary>The account as an ARM resource: applications and packages.</summary>
    public BatchAccountResource Resource => arm.GetBatchAccountResource(options.ResourceId);

    /// <summary>Whether the key in the settings passes a test; it is given out in no other way.</summary>
    public bool HasKey(Func<string, bool> test) => options.Key is { } key && test(key);

    /// <summary>A pool as an ARM resource, in plain JSON: a body may have more than the client's types know.</summary>
    public PlainArmResource Pool(string poolId) => new(arm, options.ResourceId.AppendChildResource("pools", poolId));

    public BatchApplicationPackageResource Package(string applicationId, string version) =>
        arm.GetBatchApplicationPackageResource(
            BatchApplicationPackageResource.CreateResourceIdentifier(
                options.ResourceId.SubscriptionId!, options.ResourceId.ResourceGroupName!, options.ResourceId.Name, applicationId, version));

    public BatchApplicationResource Application(string applicationId) =>
        arm.GetBatchApplicationResource(
            BatchApplicationResource.CreateResourceIdentifier(
                options.ResourceId.SubscriptionId!, options.ResourceId.ResourceGroupName!, options.ResourceId.Name, applicationId));
}
