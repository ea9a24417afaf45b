using System.Collections.Concurrent;
using Autobatch.Accounts;
using Azure;
using Azure.Core;
using Azure.ResourceManager;
using Azure.ResourceManager.Batch;

namespace Autobatch.Functions.Accounts.Facts;

/// <summary>
/// What Resource Manager tells of the configured accounts and of their storage accounts. It is asked once in five minutes for each account; whoever
/// sees a request fail in a way that a changed link or key explains calls <see cref="Forget"/>. Never throws for what ARM does not tell: the facts then say why.
/// </summary>
internal sealed class AccountFacts(ArmClient arm, TimeProvider time)
{
    /// <summary>Of Microsoft.Storage.</summary>
    private const string StorageVersion = "2024-01-01";

    private static readonly TimeSpan s_life = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan s_lifeOfUnknown = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);
    private readonly ConcurrentDictionary<string, Known> _known = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The facts, asked for when none are kept. Callers at the same time share one question.</summary>
    public async Task<BatchAccountFacts> OfAsync(BatchAccount account, CancellationToken cancellationToken)
    {
        DateTimeOffset now = time.GetUtcNow();
        Known known = _known.AddOrUpdate(
            account.Name,
            _ => Ask(account, now),
            (_, kept) => kept.IsFresh(now) ? kept : Ask(account, now));
        return await known.Facts.Value.WaitAsync(cancellationToken);
    }

    /// <summary>The facts of any account, configured or not, asked for now.</summary>
    public Task<BatchAccountFacts> AskAsync(string name, BatchAccountResource account, CancellationToken cancellationToken) =>
        ReadAsync(name, account, usesKey: false).WaitAsync(cancellationToken);

    /// <summary>Drops what is kept of the account: its link or its keys may have changed.</summary>
    public void Forget(string account) => _known.TryRemove(account, out _);

    private Known Ask(BatchAccount account, DateTimeOffset now) => new(new Lazy<Task<BatchAccountFacts>>(() => ReadAsync(account.Name, account.Resource, account.UsesKey)), now);

    private async Task<BatchAccountFacts> ReadAsync(string name, BatchAccountResource account, bool usesKey)
    {
        using CancellationTokenSource patience = new(s_patience, time);
        BatchAccountFacts nothing = new()
        {
            Name = name,
            ResourceId = account.Id.ToString(),
            UsesKey = usesKey,
            AskedAt = time.GetUtcNow(),
        };
        try
        {
            Response<BatchAccountResource> read = await account.GetAsync(patience.Token);
            BatchAccountFacts facts = FactsReading.Of(nothing, read.Value.Data, read.GetRawResponse().Headers.ETag?.ToString("H"));
            return facts.Link is { } link ? facts with { Storage = await StorageAsync(link.StorageAccountId, patience.Token) } : facts;
        }
        catch (Exception e) when (ArmSilence.Reason(e, "the Batch account") is { } reason)
        {
            return nothing with { Unknown = reason, MayBeKnownSoon = ArmSilence.MayPass(e) };
        }
    }

    private async Task<StorageFacts> StorageAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            return FactsReading.OfStorage(id, await new PlainArmResource(arm, new ResourceIdentifier(id)).ReadAsync("", StorageVersion, cancellationToken));
        }
        catch (Exception e) when (ArmSilence.Reason(e, "the linked storage account") is { } reason)
        {
            return new StorageFacts { Id = id, Unknown = reason };
        }
    }

    private sealed record Known(Lazy<Task<BatchAccountFacts>> Facts, DateTimeOffset AskedAt)
    {
        public bool IsFresh(DateTimeOffset now) => now - AskedAt < (IsWhole ? s_life : s_lifeOfUnknown);

        // While the answer is under way, everybody waits for the same one.
        private bool IsWhole =>
            !Facts.IsValueCreated || !Facts.Value.IsCompleted
            || (Facts.Value is { IsCompletedSuccessfully: true, Result: { IsKnown: true, Storage: null or { Unknown: null } } });
    }
}
