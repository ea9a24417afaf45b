using System.Collections.Concurrent;

namespace Autobatch.Infra.Tests.Templates;

/// <summary>The deployments that tests look at, each evaluated once.</summary>
internal static class Deployments
{
    public const string Plain = "plain";
    public const string Keys = "keys";
    public const string Regions = "regions";
    public const string Further = "further";
    public const string Private = "private";
    public const string Managing = "managing";

    private const string Group = $"/subscriptions/{Deployment.Subscription}/resourceGroups/theirs/providers";
    public const string TheirBatch = $"{Group}/Microsoft.Batch/batchAccounts/theirbatch";
    public const string TheirStorage = $"{Group}/Microsoft.Storage/storageAccounts/theirstorage";
    public const string OtherStorage = $"{Group}/Microsoft.Storage/storageAccounts/otherstorage";

    private static readonly Dictionary<string, Dictionary<string, string?>> s_environments = new()
    {
        [Plain] = [],
        [Keys] = new() { ["AUTOBATCH_AUTHENTICATION"] = "StorageKeys" },
        [Regions] = new()
        {
            ["AUTOBATCH_REGIONS"] = $$"""
                [{ "location": "westeurope" }, { "location": "northeurope" }, { "location": "uksouth", "storageAccountId": "{{OtherStorage}}" },
                 { "location": "eastus", "batchAccountId": "{{TheirBatch}}", "storageAccountId": "{{TheirStorage}}" }]
                """,
        },
        [Further] = new()
        {
            ["AUTOBATCH_FURTHER_STORAGE"] = $$"""
                [{ "storageAccountId": "{{TheirStorage}}", "location": "eastus" }, { "storageAccountId": "{{OtherStorage}}", "location": "uksouth", "topicName": "theirtopic" }]
                """,
        },
        [Private] = new()
        {
            ["AUTOBATCH_PRIVATE_ENDPOINTS"] = "true",
            ["AUTOBATCH_REGIONS"] = """[{ "location": "westeurope" }, { "location": "northeurope" }]""",
        },
        [Managing] = new() { ["AUTOBATCH_MAY_MANAGE_ACCOUNTS"] = "true" },
    };

    private static readonly ConcurrentDictionary<string, Lazy<Task<Deployment>>> s_made = new();

    public static TheoryData<string> Names => [.. s_environments.Keys];

    public static Task<Deployment> GetAsync(string name) =>
        s_made.GetOrAdd(name, n => new Lazy<Task<Deployment>>(() => Deployment.EvaluateAsync(s_environments[n]))).Value;
}
