using Autobatch.Cli.CommandLine;
using Azure.Core;
using Azure.Identity;

namespace Autobatch.Cli.Targets;

/// <summary>Where Microsoft Entra tokens come from.</summary>
internal static class Credentials
{
    public const string Default = "default";

    private static readonly Uri[] s_clouds = [AzureAuthorityHosts.AzurePublicCloud, AzureAuthorityHosts.AzureChina, AzureAuthorityHosts.AzureGovernment];

    /// <summary>What <c>--credential</c> takes.</summary>
    public static IReadOnlyList<string> Kinds { get; } = [Default, "environment", "azure-cli", "azd", "managed-identity", "workload-identity"];

    /// <param name="kind">One of <see cref="Kinds"/>; the default one tries them all.</param>
    /// <param name="variable">The environment: its variables <c>AZURE_…</c> are Azure.Identity's own.</param>
    public static TokenCredential Of(string kind, Func<string, string?> variable)
    {
        // Of an authority that is none of Microsoft's, Microsoft would only say that it does not know it.
        bool elsewhere = Uri.TryCreate(variable("AZURE_AUTHORITY_HOST"), UriKind.Absolute, out Uri? authority) && !s_clouds.Any(c => c.Host == authority.Host);
        string? client = variable("AZURE_CLIENT_ID");
        return kind switch
        {
            "environment" => new EnvironmentCredential(new EnvironmentCredentialOptions { DisableInstanceDiscovery = elsewhere }),
            "azure-cli" => new AzureCliCredential(),
            "azd" => new AzureDeveloperCliCredential(),
            "managed-identity" => new ManagedIdentityCredential(client is null ? ManagedIdentityId.SystemAssigned : ManagedIdentityId.FromUserAssignedClientId(client)),
            "workload-identity" => new WorkloadIdentityCredential(new WorkloadIdentityCredentialOptions { DisableInstanceDiscovery = elsewhere }),
            Default => new DefaultAzureCredential(new DefaultAzureCredentialOptions { DisableInstanceDiscovery = elsewhere }),
            _ => throw new CliException(ExitCodes.BadInput, $"Tokens come from one of {string.Join(", ", Kinds)}, not from '{kind}'."),
        };
    }
}
