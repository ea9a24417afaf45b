using Autobatch.Standins.Runtime.Durable.History;

namespace Autobatch.Standins.Runtime.Durable.Store;

/// <summary>An event on its way to an instance.</summary>
/// <param name="Event">Null only wakes the instance.</param>
/// <param name="Generation">The generation that it is for; a later one drops it.</param>
/// <param name="InboxSeq">Its row in the inbox; 0 when it has none, since its task or timer row stands for it.</param>
internal sealed record Message(HistoryEvent? Event, int Generation = Schema.AnyGeneration, long InboxSeq = 0)
{
    public static readonly Message Wake = new(Event: null);
}

/// <summary>A message with its address.</summary>
internal sealed record Delivery(long Key, Message Message);

/// <summary>An activity that is to run.</summary>
internal sealed record ActivityCall(long Key, int Generation, int TaskId, string InstanceId, string Name, string? Version, string? Input);

/// <summary>A timer that is to fire. <see cref="StartId"/> stands for the delayed start of an instance.</summary>
internal sealed record DueTimer(long Key, int Generation, int TimerId, DateTime FireAt)
{
    public const int StartId = -1;
}
