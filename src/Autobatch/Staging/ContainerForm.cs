using Autobatch.Accounts;

namespace Autobatch.Staging;

/// <summary>In which form a container that a manifest names is told to Batch (decision 0010).</summary>
/// <param name="Kind">The form.</param>
/// <param name="Identity">ARM id of the identity, when it is one by identity.</param>
public sealed record ContainerForm(ContainerFormKind Kind, string? Identity = null)
{
    /// <summary>By its name in the autostorage account.</summary>
    public static ContainerForm ByName { get; } = new(ContainerFormKind.Name);

    /// <summary>By its URL with a SAS.</summary>
    public static ContainerForm BySas { get; } = new(ContainerFormKind.Sas);

    /// <summary>The form for containers of a storage account, in a Batch account.</summary>
    /// <param name="facts">What is known of the Batch account.</param>
    /// <param name="home">The storage account's name.</param>
    /// <param name="primary">Whether it is the app's primary one, which counts as the autostorage account while nothing is known.</param>
    /// <param name="autoPool">Whether the job brings its own pool, to which nothing gives an identity.</param>
    public static ContainerForm Of(BatchAccountFacts facts, string home, bool primary, bool autoPool = false)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (!facts.IsKnown)
        {
            return primary ? ByName : BySas;
        }

        if (autoPool && facts.Link?.IdentityOfNodes is not null)
        {
            return BySas;
        }

        bool linked = string.Equals(facts.Link?.StorageAccount, home, StringComparison.OrdinalIgnoreCase);
        return linked && StorageMatrix.Of(facts, StorageFeature.ContainersByName).Availability != Availability.Lost ? ByName
            : facts.Link?.IdentityOfNodes is { } identity
                ? new ContainerForm(ContainerFormKind.Identity, identity)
            : BySas;
    }
}
