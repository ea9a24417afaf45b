using Autobatch.Standins.Runtime.Durable.Execution;
using Autobatch.Standins.Runtime.Durable.History;
using Autobatch.Standins.Runtime.Durable.Store;
using Microsoft.Extensions.Logging;

namespace Autobatch.Standins.Runtime.Durable.Runtime;

/// <summary>The running engine: from a committed change to the next step, activity or timer, and back.</summary>
internal sealed class EngineCore : IEffects, IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly DurableEngineOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly SessionTable _sessions;
    private readonly ActivityRunner _activities;
    private readonly StepRunner _steps;
    private readonly TaskCompletionSource _faulted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task[] _workers = [];

    public EngineCore(DurableEngineOptions options, IDurableTaskDispatcher dispatcher, TimeProvider time, ILoggerFactory loggers)
    {
        _options = options;
        _time = time;
        _logger = loggers.CreateLogger("Autobatch.Standins.Runtime.Durable");
        Database = Database.Open(options.DatabasePath);
        Commits = new CommitQueue(Database, _logger);
        _sessions = new SessionTable(options.MaxCachedInstances);
        _activities = new ActivityRunner(dispatcher, this, time, _logger, options.MaxConcurrentActivities);
        Timers = new TimerQueue(time, Fire);
        _steps = new StepRunner(
            Database, Commits, this, dispatcher, new EngineServices(options.DataConverter, loggers, options.Versioning), time, _logger);
    }

    public Database Database { get; }

    public CommitQueue Commits { get; }

    public TimerQueue Timers { get; }

    public Announcements Announcements { get; } = new();

    /// <summary>Ends with the error when the store could not take a change; the engine then does nothing more.</summary>
    public Task Faulted => _faulted.Task;

    /// <summary>Instances in memory.</summary>
    public int CachedInstances => _sessions.Count;

    /// <summary>Takes up what the store says is due.</summary>
    public void Start()
    {
        List<ActivityCall> tasks = Database.Read(StoreReader.AllTasks);
        List<DueTimer> timers = Database.Read(StoreReader.AllTimers);
        List<DueTimer> starts = Database.Read(StoreReader.NotOpened);
        List<long> inboxes = Database.Read(StoreReader.KeysWithInbox);
        foreach (DueTimer timer in timers.Concat(starts))
            Schedule(timer);
        foreach (long key in inboxes)
            _sessions.Post(key, Message.Wake);
        foreach (ActivityCall task in tasks)
            Run(task);
        _activities.Start();
        _workers = [.. Enumerable.Range(0, _options.MaxConcurrentOrchestrators).Select(_ => Task.Run(StepAsync))];
        EngineLogs.Started(_logger, tasks.Count, timers.Count, starts.Count + inboxes.Count);
    }

    public async Task StopAsync(CancellationToken cancellation)
    {
        Timers.Dispose();
        await _activities.StopAsync(Patience, cancellation);
        _sessions.Close();
        await Task.WhenAll(_workers);
        Commits.Dispose();
        Announcements.Close();
        EngineLogs.Stopped(_logger);
    }

    public ValueTask DisposeAsync()
    {
        _activities.Dispose();
        Database.Dispose();
        return ValueTask.CompletedTask;
    }

    public void Activate(InstanceRow row)
    {
        if (row.StartAt is { } start && start > Now())
            Schedule(new DueTimer(row.Key, row.Generation, DueTimer.StartId, start));
        else
            _sessions.Post(row.Key, Message.Wake, row);
    }

    public void Deliver(Delivery delivery) => _sessions.Post(delivery.Key, delivery.Message);

    public void Run(ActivityCall call) => _activities.Add(call);

    public void Schedule(DueTimer timer) => Timers.Add(timer);

    public void Unschedule(DueTimer timer) => Timers.Remove(timer);

    public void Announce(string instanceId, Milestone milestone) => Announcements.Announce(instanceId, milestone);

    public void Fault(Exception error)
    {
        if (!_faulted.TrySetException(error))
            return;
        EngineLogs.Faulted(_logger, error);
        Commits.Break();
        _sessions.Close();
        Announcements.Close();
    }

    private async Task StepAsync()
    {
        await foreach (Session session in _sessions.Ready.ReadAllAsync())
        {
            try
            {
                _sessions.Touch(session);
                _steps.Run(session);
            }
            catch (Exception error)
            {
                // Nothing of the step was written, so nothing is lost; the other instances must go on.
                EngineLogs.StepBroken(_logger, error, session.Key);
            }
            session.Release();
            if (session.IsFinished || session.Row is null)
                _sessions.TryRemove(session);
            _sessions.Trim();
        }
    }

    private void Fire(DueTimer timer)
    {
        if (timer.TimerId == DueTimer.StartId)
        {
            _sessions.Post(timer.Key, Message.Wake);
            return;
        }
        TimerFired fired = new() { Timestamp = Now(), TimerId = timer.TimerId, FireAt = timer.FireAt };
        _sessions.Post(timer.Key, new Message(fired, timer.Generation));
    }

    private DateTime Now() => _time.GetUtcNow().UtcDateTime;
}
