namespace Autobatch.Emulator.State;

/// <summary>One Batch account and everything in it. Collections are guarded by <see cref="World.Gate"/>.</summary>
internal sealed class AccountState(string name, string region)
{
    public string Name { get; } = name;

    public string Region { get; } = region;

    /// <summary>May be changed while the emulator runs.</summary>
    public Model.AccountQuotas Quotas { get; set; } = Model.AccountQuotas.Default;

    public SortedDictionary<string, PoolEntry> Pools { get; } = new(StringComparer.OrdinalIgnoreCase);

    public SortedDictionary<string, JobEntry> Jobs { get; } = new(StringComparer.OrdinalIgnoreCase);

    public SortedDictionary<string, Model.ApplicationRecord> Applications { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>When the keys of the linked storage account were last fetched.</summary>
    public DateTimeOffset LastKeySync { get; set; } = DateTimeOffset.UnixEpoch;

    /// <summary>Last order number given to a job or task.</summary>
    public long LastSequence { get; set; }
}
