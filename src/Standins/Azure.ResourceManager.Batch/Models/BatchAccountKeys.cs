namespace Azure.ResourceManager.Batch.Models;

/// <summary>An account's keys: secrets.</summary>
public class BatchAccountKeys
{
    internal BatchAccountKeys(AccountKeysBody body)
    {
        AccountName = body.AccountName;
        Primary = body.Primary;
        Secondary = body.Secondary;
    }

    /// <summary>Whose keys these are.</summary>
    public string? AccountName { get; }

    /// <summary>The first key, in base64.</summary>
    public string? Primary { get; }

    /// <summary>The second key, in base64.</summary>
    public string? Secondary { get; }
}
