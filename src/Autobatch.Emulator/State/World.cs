using System.Collections.Concurrent;
using System.Text.Json;
using Autobatch.Emulator.Model;
using Autobatch.Emulator.Nodes;
using Autobatch.Emulator.Storage;

namespace Autobatch.Emulator.State;

/// <summary>
/// The working set of all accounts. Every change happens under <see cref="Gate"/> and goes through this class,
/// which also tells the journal; an answer is sent only after <see cref="DurableAsync"/>.
/// </summary>
internal sealed class World(TimeProvider time, Journal journal, EmulatorOptions options)
{
    private static readonly TimeSpan s_moment = TimeSpan.FromMinutes(1);
    private long _lastTicks;

    /// <summary>The true time.</summary>
    public TimeProvider Time => time;

    /// <summary>Guards everything below; held for microseconds, never across an await. What changes under one hold of it is stored together.</summary>
    public Lock Gate => journal.Boundary;

    /// <summary>All accounts; changed under the gate, read anywhere.</summary>
    public ConcurrentDictionary<string, AccountState> Accounts { get; } =
        new(FirstAccounts.Of(options).Select(account => KeyValuePair.Create(account.Name, account)), StringComparer.OrdinalIgnoreCase);

    /// <summary>All storage accounts; changed under the gate, read anywhere.</summary>
    public ConcurrentDictionary<string, StorageAccountRecord> StorageAccounts { get; } =
        new(FirstAccounts.StorageOf(options).Select(storage => KeyValuePair.Create(storage.Name, storage)), StringComparer.OrdinalIgnoreCase);

    /// <summary>The account of requests that name none; null when there is none at all.</summary>
    public AccountState? FirstAccount =>
        options.Accounts.Select(account => Accounts.GetValueOrDefault(account.Name)).FirstOrDefault(account => account is not null)
        ?? Accounts.Values.MinBy(account => account.Name, StringComparer.Ordinal);

    /// <summary>Now, and later than every time given before, so that no two changes share an ETag.</summary>
    public DateTimeOffset Now()
    {
        var ticks = Math.Max(time.GetUtcNow().UtcTicks, _lastTicks + 1);
        _lastTicks = ticks;
        return new(ticks, TimeSpan.Zero);
    }

    /// <summary>A time that an earlier life has given. A clock that was set back by more than a moment is believed nevertheless.</summary>
    public void Given(DateTimeOffset at)
    {
        if (at - time.GetUtcNow() < s_moment)
        {
            _lastTicks = Math.Max(_lastTicks, at.UtcTicks);
        }
    }

    /// <summary>Completes when all changes so far survive a kill.</summary>
    public Task DurableAsync() => journal.DurableAsync();

    /// <summary>
    /// To be awaited before files go whose end the state says by now: after a kill in between, the state must not have them still.
    /// A state that cannot be written is no reason to keep them, since a full disk wants them gone.
    /// </summary>
    public async Task BeforeRemovalAsync() => await journal.DurableAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    public void Put(AccountState account, AccountRecord record)
    {
        account.Record = record;
        Accounts[account.Name] = account;
        journal.Put(new(RowKind.Account, account.Name, "", account.Name), record, EmptyDefinition);
    }

    /// <summary>An account that is stored already, or about to be.</summary>
    public AccountState Adopt(AccountRecord record)
    {
        var account = Accounts.GetOrAdd(record.Name, _ => new(record) { Quotas = options.Quotas });
        account.Record = record;
        return account;
    }

    /// <summary>All that is in the account is gone.</summary>
    public void Empty(AccountState account)
    {
        Forget(account);
        foreach (var kind in Enum.GetValues<RowKind>().Where(kind => kind is not (RowKind.Account or RowKind.StorageAccount or RowKind.Faults)))
        {
            journal.Add(new Change.RemoveAccount(kind, account.Name));
        }
    }

    /// <summary>The account is gone with all that is in it. One of the options leaves a row behind that says so.</summary>
    public void Remove(AccountState account)
    {
        Empty(account);
        Accounts.TryRemove(account.Name, out _);
        var key = new RowKey(RowKind.Account, account.Name, "", account.Name);
        if (account.Record.Created)
        {
            journal.Add(new Change.Remove(key));
        }
        else
        {
            journal.Put(key, account.Record with { Deleted = true }, EmptyDefinition);
        }
    }

    public void Put(StorageAccountRecord storage)
    {
        StorageAccounts[storage.Name] = storage;
        journal.Put(new(RowKind.StorageAccount, "", "", storage.Name), new StorageKeyTimes(storage.Key1Created, storage.Key2Created), EmptyDefinition);
    }

    /// <summary>An account's quotas, changed while it runs.</summary>
    public void Put(AccountState account, AccountQuotas quotas)
    {
        account.Quotas = quotas;
        journal.Put(new(RowKind.Quotas, account.Name, "", account.Name), quotas, EmptyDefinition);
    }

    /// <summary>The fault document; null is the one before, whose rules have acted.</summary>
    public void Put(JsonElement? document, FaultCounts counts) => journal.Put(new(RowKind.Faults, "", "", "document"), counts, document);

    public void Put(PoolEntry pool, PoolRecord record)
    {
        var changed = !pool.Account.Pools.ContainsKey(record.Id) || !Same(pool.Record.Definition, record.Definition);
        pool.Record = record;
        pool.Account.Pools[record.Id] = pool;
        journal.Put(new(RowKind.Pool, pool.Account.Name, "", record.Id), record, changed ? record.Definition : null);
    }

    public void Remove(PoolEntry pool)
    {
        pool.Account.Pools.Remove(pool.Record.Id);
        journal.Add(new Change.Remove(new(RowKind.Pool, pool.Account.Name, "", pool.Record.Id)));
        journal.Add(new Change.RemoveChildren(RowKind.Node, pool.Account.Name, pool.Record.Id));
    }

    public void Put(NodeEntry node, NodeRecord record)
    {
        node.Record = record;
        node.Pool.Nodes[record.Id] = node;
        journal.Put(new(RowKind.Node, node.Pool.Account.Name, node.Pool.Record.Id, record.Id), record, EmptyDefinition);
    }

    public void Remove(NodeEntry node)
    {
        node.Pool.Nodes.Remove(node.Record.Id);
        journal.Add(new Change.Remove(new(RowKind.Node, node.Pool.Account.Name, node.Pool.Record.Id, node.Record.Id)));
    }

    public void Put(JobEntry job, JobRecord record)
    {
        var changed = !job.Account.Jobs.ContainsKey(record.Id) || !Same(job.Record.Definition, record.Definition);
        job.Record = record;
        job.Account.Jobs[record.Id] = job;
        if (job.Account.ScheduleOf(record.Id) is { } schedule)
        {
            schedule.Jobs[record.Id] = job;
        }

        journal.Put(new(RowKind.Job, job.Account.Name, "", record.Id), record, changed ? record.Definition : null);
    }

    public void Remove(JobEntry job)
    {
        job.Gone = true;
        job.Account.Jobs.Remove(job.Record.Id);
        job.Account.ScheduleOf(job.Record.Id)?.Jobs.Remove(job.Record.Id);
        journal.Add(new Change.Remove(new(RowKind.Job, job.Account.Name, "", job.Record.Id)));
        journal.Add(new Change.RemoveChildren(RowKind.Task, job.Account.Name, job.Record.Id));
        journal.Add(new Change.RemoveChildren(RowKind.JobNode, job.Account.Name, job.Record.Id));
    }

    public void Put(JobScheduleEntry schedule, JobScheduleRecord record)
    {
        var changed = !schedule.Account.JobSchedules.ContainsKey(record.Id) || !Same(schedule.Record.Definition, record.Definition);
        schedule.Record = record;
        schedule.Account.JobSchedules[record.Id] = schedule;
        journal.Put(Key(schedule), record, changed ? record.Definition : null);
    }

    public void Remove(JobScheduleEntry schedule)
    {
        schedule.Account.JobSchedules.Remove(schedule.Record.Id);
        journal.Add(new Change.Remove(Key(schedule)));
    }

    public void Put(JobNode at, JobNodeRecord record)
    {
        at.Record = record;
        at.Job.Nodes[record.NodeId] = at;
        journal.Put(new(RowKind.JobNode, at.Job.Account.Name, at.Job.Record.Id, record.NodeId), record, EmptyDefinition);
    }

    public void Add(TaskEntry task)
    {
        task.Job.Add(task);
        journal.Put(Key(task), task.Record, task.Record.Definition);
    }

    public void Put(TaskEntry task, TaskRecord record)
    {
        task.Job.Tally.Leave(task.Record);
        var changed = !Same(task.Record.Definition, record.Definition);
        task.Record = record;
        task.Job.Tally.Enter(record);
        journal.Put(Key(task), record, changed ? record.Definition : null);
    }

    public void Remove(TaskEntry task)
    {
        task.Job.Remove(task);
        journal.Add(new Change.Remove(Key(task)));
    }

    public void Put(AccountState account, ApplicationRecord application)
    {
        account.Applications[application.Id] = application;
        journal.Put(new(RowKind.Application, account.Name, "", application.Id), application, EmptyDefinition);
    }

    public void Remove(AccountState account, ApplicationRecord application)
    {
        account.Applications.Remove(application.Id);
        journal.Add(new Change.Remove(new(RowKind.Application, account.Name, "", application.Id)));
    }

    /// <summary>What may have directories. For the start, when nothing changes yet.</summary>
    /// <param name="stored">Accounts of which anything is stored: one that the options leave out for once must find its files again.</param>
    public KnownPlaces KnownPlaces(IReadOnlySet<string> stored)
    {
        bool IsLeftOut(string account) => !Accounts.ContainsKey(account) && stored.Contains(account);
        JobEntry? Job(string account, string id) => Accounts.GetValueOrDefault(account)?.Jobs.GetValueOrDefault(id);
        return new(
            node => IsLeftOut(node.Account) || (Accounts.GetValueOrDefault(node.Account)?.Pools.GetValueOrDefault(node.PoolId)?.Nodes.ContainsKey(node.NodeId) ?? false),
            (account, id) => IsLeftOut(account) || Job(account, id) is not null,
            (account, id, task) => IsLeftOut(account) || (Job(account, id) is { } job
                && (job.Tasks.GetValueOrDefault(task)?.Record.Node is not null || job.Record.Traits.Preparation?.Id == task || job.Record.Traits.Release?.Id == task)));
    }

    /// <summary>Forgets everything but the accounts of the options; attempts under way end without effect.</summary>
    public void Clear()
    {
        foreach (var account in Accounts.Values)
        {
            Forget(account);
        }

        Accounts.Clear();
        foreach (var account in FirstAccounts.Of(options))
        {
            Accounts[account.Name] = account;
        }

        foreach (var storage in FirstAccounts.StorageOf(options))
        {
            StorageAccounts[storage.Name] = storage;
        }

        journal.Add(new Change.Clear());
    }

    private static void Forget(AccountState account)
    {
        foreach (var job in account.Jobs.Values)
        {
            job.Gone = true;
            foreach (var task in job.Tasks.Values)
            {
                task.Deleted = true;
                task.Attempt?.Stop(StopIntent.Discard);
            }

            foreach (var at in job.Nodes.Values)
            {
                at.Run?.Stop(StopIntent.Discard);
            }
        }

        foreach (var pool in account.Pools.Values)
        {
            foreach (var node in pool.Nodes.Values)
            {
                node.Start?.Stop(StopIntent.Discard);
            }

            pool.Nodes.Clear();
        }

        account.Pools.Clear();
        account.Jobs.Clear();
        account.JobSchedules.Clear();
        account.Applications.Clear();
    }

    private static JsonElement EmptyDefinition { get; } = JsonElement.Parse("{}"u8);

    private static RowKey Key(JobScheduleEntry schedule) => new(RowKind.JobSchedule, schedule.Account.Name, "", schedule.Record.Id);

    private static RowKey Key(TaskEntry task) => new(RowKind.Task, task.Job.Account.Name, task.Job.Record.Id, task.Record.Id);

    private static bool Same(JsonElement a, JsonElement b) =>
        a.ValueKind == b.ValueKind && (a.ValueKind == JsonValueKind.Undefined
            || System.Runtime.InteropServices.JsonMarshal.GetRawUtf8Value(a).SequenceEqual(System.Runtime.InteropServices.JsonMarshal.GetRawUtf8Value(b)));
}
