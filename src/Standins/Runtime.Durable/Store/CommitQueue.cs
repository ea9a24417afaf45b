using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Autobatch.Standins.Runtime.Durable.Store;

/// <summary>
/// The one writer: takes whatever operations are waiting, writes them in one transaction, and tells each after the commit. The busier
/// the engine, the larger the groups.
/// </summary>
internal sealed class CommitQueue : IDisposable
{
    private const int LargestGroup = 512;
    private const int Busy = 5;
    private const int Locked = 6;
    private const int IoError = 10;
    private const int Full = 13;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Database _database;
    private readonly StoreWriter _writer;
    private readonly ILogger _logger;
    private readonly Channel<IStoreOperation> _queue = Channel.CreateUnbounded<IStoreOperation>(new() { SingleReader = true });
    private readonly ManualResetEventSlim _closing = new();
    private readonly Thread _thread;
    private volatile bool _broken;

    public CommitQueue(Database database, ILogger logger)
    {
        _database = database;
        _logger = logger;
        _writer = new StoreWriter(database.Writer);
        _thread = new Thread(Run) { IsBackground = true, Name = "durable store writer" };
        _thread.Start();
    }

    /// <exception cref="InvalidOperationException">The engine has stopped.</exception>
    public void Submit(IStoreOperation operation)
    {
        if (!_queue.Writer.TryWrite(operation))
            throw new InvalidOperationException("The durable engine has stopped.");
    }

    /// <summary>Writes nothing more: what is queued may build on a change that failed.</summary>
    public void Break() => _broken = true;

    /// <summary>Writes what is queued, then ends.</summary>
    public void Dispose()
    {
        _queue.Writer.TryComplete();
        _closing.Set();
        _thread.Join();
        _writer.Dispose();
        _closing.Dispose();
    }

    private void Run()
    {
        List<IStoreOperation> group = new(LargestGroup);
        while (_queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            group.Clear();
            while (group.Count < LargestGroup && _queue.Reader.TryRead(out IStoreOperation? next))
                group.Add(next);
            Commit(group);
        }
    }

    private void Commit(List<IStoreOperation> group)
    {
        try
        {
            if (_broken)
                throw new InvalidOperationException("The durable store takes no more changes, since one has failed. Restart the process.");
            WriteWithPatience(group);
        }
        catch (Exception error) when (group.Count > 1)
        {
            // One of them is at fault; the others must not suffer.
            StoreLogs.GroupSplit(_logger, error, group.Count);
            foreach (IStoreOperation single in group.ToArray())
                Commit([single]);
            return;
        }
        catch (Exception error)
        {
            StoreLogs.WriteFailed(_logger, error);
            group[0].Failed(error);
            return;
        }
        foreach (IStoreOperation operation in group)
            operation.Committed();
    }

    /// <summary>A full disk or a busy file is waited out: nothing was acknowledged, so nothing is lost.</summary>
    private void WriteWithPatience(List<IStoreOperation> group)
    {
        while (true)
        {
            try
            {
                Write(group);
                return;
            }
            catch (SqliteException error) when (error.SqliteErrorCode is Busy or Locked or IoError or Full && !_closing.IsSet)
            {
                StoreLogs.WriteDelayed(_logger, error.Message, Pause.TotalSeconds);
                _closing.Wait(Pause);
            }
        }
    }

    private void Write(List<IStoreOperation> group)
    {
        lock (_database.Gate)
        {
            _writer.Begin();
            try
            {
                foreach (IStoreOperation operation in group)
                    operation.Write(_writer);
                _writer.Commit();
            }
            catch
            {
                RollBack();
                throw;
            }
        }
    }

    private void RollBack()
    {
        try
        {
            _writer.Rollback();
        }
        catch (SqliteException)
        {
            // SQLite has rolled back by itself, as it does on a full disk.
        }
    }
}
