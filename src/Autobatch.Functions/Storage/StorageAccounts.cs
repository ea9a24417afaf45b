using Autobatch.Errors;

namespace Autobatch.Functions.Storage;

/// <summary>The storage accounts whose blobs start runs: the primary one, and further ones (<c>Autobatch:Storage</c>).</summary>
internal sealed class StorageAccounts(AutoStorage primary, IReadOnlyList<HomeStorage> further)
{
    public AutoStorage Primary => primary;

    public IReadOnlyList<HomeStorage> Further => further;

    public IReadOnlyList<HomeStorage> All { get; } = [primary, .. further];

    /// <summary>A run's home; null names the primary one.</summary>
    /// <exception cref="FaultException">The storage account is not configured (any more).</exception>
    public HomeStorage Find(string? name) =>
        TryFind(name) ?? throw new FaultException(ErrorCodes.StorageNotConfigured, $"The storage account '{name}' is not among the settings Autobatch:Storage.");

    /// <summary>A run's home, or the one that an event names: by its name in the settings, else by the storage account's own. Null when there is none (any more).</summary>
    public HomeStorage? TryFind(string? name) => name is null ? primary : By(s => s.Name, name) ?? By(s => s.Account, name);

    private HomeStorage? By(Func<HomeStorage, string?> name, string wanted) =>
        All.FirstOrDefault(s => string.Equals(name(s), wanted, StringComparison.OrdinalIgnoreCase));
}
