using System.Text.Json;
using System.Threading.Channels;

namespace Autobatch.Emulator.Storage;

/// <summary>
/// Collects changes and writes them in groups on one thread: while one group is being committed the next one gathers,
/// so a thousand small changes cost a handful of transactions. Several changes of one record in a group are written once.
/// While the disk is full nothing is acknowledged, and the same group is tried again until there is room.
/// </summary>
internal sealed class Journal : IAsyncDisposable
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(500);
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly TimeProvider _time;
    private readonly IStateStore _store;
    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Task _writer;
    private Group _gathering = new();
    private Group? _writing;
    private Exception? _fault;
    private StoreFullException? _full;

    public Journal(IStateStore store, TimeProvider time)
    {
        _store = store;
        _time = time;
        _writer = Task.Run(WriteAsync);
    }

    /// <summary>Whoever makes several changes that belong together holds this meanwhile; they then survive together or not at all.</summary>
    public Lock Boundary { get; } = new();

    /// <summary>A record is new or has changed; without a definition the stored one stays.</summary>
    public void Put(RowKey key, object record, JsonElement? definition)
    {
        lock (_gate)
        {
            _gathering.Put(key, record, definition);
        }

        _signal.Writer.TryWrite(true);
    }

    /// <summary>Records are gone.</summary>
    public void Add(Change removal)
    {
        lock (_gate)
        {
            _gathering.Add(removal);
        }

        _signal.Writer.TryWrite(true);
    }

    /// <summary>Completes when everything that was put before this call is durable.</summary>
    /// <exception cref="IOException">The store has failed; nothing more is acknowledged, for ever or (<see cref="StoreFullException"/>) until there is room.</exception>
    public Task DurableAsync()
    {
        lock (_gate)
        {
            if (_fault is not null)
            {
                return Task.FromException(new IOException("The emulator cannot write its state any more.", _fault));
            }

            if (_full is not null)
            {
                return Task.FromException(_full);
            }

            return _gathering.Changes.Count > 0 ? _gathering.Durable.Task : _writing?.Durable.Task ?? Task.CompletedTask;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _signal.Writer.TryComplete();
        await _closing.CancelAsync();
        await _writer;
        _store.Dispose();
        _closing.Dispose();
    }

    private async Task WriteAsync()
    {
        while (await _signal.Reader.WaitToReadAsync())
        {
            _signal.Reader.TryRead(out _);
            await WriteGroupAsync();
        }

        await WriteGroupAsync();
    }

    private async Task WriteGroupAsync()
    {
        if (Take() is not { } group)
        {
            return;
        }

        try
        {
            while (!TryWrite(group))
            {
                await Task.Delay(s_pause, _time, _closing.Token);
            }
        }
        catch (Exception e)
        {
            // Whatever it was (disk full, file removed): memory and disk differ from here on, so nothing may be acknowledged.
            Fail(e);
            return;
        }

        lock (_gate)
        {
            _writing = null;
            _full = null;
        }

        group.Durable.TrySetResult();
    }

    /// <returns>False when the disk is full: whoever waits is told so.</returns>
    private bool TryWrite(Group group)
    {
        try
        {
            _store.Write(group.Changes);
            return true;
        }
        catch (StoreFullException e)
        {
            TaskCompletionSource gathering;
            lock (_gate)
            {
                _full = e;
                gathering = _gathering.Durable;
                _gathering.Durable = NewDurable();
            }

            foreach (var waiting in (TaskCompletionSource[])[group.Durable, gathering])
            {
                waiting.TrySetException(e);
                _ = waiting.Task.Exception;
            }

            return false;
        }
    }

    private Group? Take()
    {
        lock (Boundary)
        {
            lock (_gate)
            {
                if (_gathering.Changes.Count == 0 || _fault is not null)
                {
                    return null;
                }

                _writing = _gathering;
                _gathering = new();
                return _writing;
            }
        }
    }

    private void Fail(Exception e)
    {
        Group?[] lost;
        lock (_gate)
        {
            _fault = e;
            lost = [_writing, _gathering];
            _writing = null;
            _gathering = new();
        }

        foreach (var group in lost)
        {
            group?.Durable.TrySetException(new IOException("The emulator cannot write its state.", e));
            _ = group?.Durable.Task.Exception;
        }
    }

    private static TaskCompletionSource NewDurable() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed class Group
    {
        private readonly Dictionary<RowKey, int> _latest = [];

        public List<Change> Changes { get; } = [];

        public TaskCompletionSource Durable { get; set; } = NewDurable();

        public void Put(RowKey key, object record, JsonElement? definition)
        {
            if (_latest.TryGetValue(key, out var index))
            {
                var before = (Change.Put)Changes[index];
                Changes[index] = new Change.Put(key, record, definition ?? before.Definition);
                return;
            }

            _latest[key] = Changes.Count;
            Changes.Add(new Change.Put(key, record, definition));
        }

        public void Add(Change removal)
        {
            // What was put before must stay before the removal, and what comes after it must not merge with that.
            _latest.Clear();
            Changes.Add(removal);
        }
    }
}
