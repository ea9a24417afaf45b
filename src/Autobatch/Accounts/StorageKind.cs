namespace Autobatch.Accounts;

/// <summary>The kind of a storage account, as far as it matters to Batch.</summary>
public enum StorageKind
{
    /// <summary>Nobody could tell.</summary>
    Unknown,

    /// <summary><c>StorageV2</c>: the kind to have.</summary>
    GeneralPurposeV2,

    /// <summary><c>Storage</c>: retired in October 2026, still met.</summary>
    GeneralPurposeV1,

    /// <summary><c>BlobStorage</c>: retired in October 2026, still met; for pools of virtual machine configuration only.</summary>
    LegacyBlob,

    /// <summary><c>BlockBlobStorage</c>, premium: cannot be an autostorage account.</summary>
    PremiumBlockBlob,

    /// <summary><c>FileStorage</c>, premium: has no blobs at all.</summary>
    PremiumFile,
}
