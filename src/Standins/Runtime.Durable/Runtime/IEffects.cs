using Autobatch.Standins.Runtime.Durable.Store;

namespace Autobatch.Standins.Runtime.Durable.Runtime;

/// <summary>What a committed change sets going. Quick, from any thread; nothing here needs to survive a kill, since the store has it.</summary>
internal interface IEffects
{
    /// <summary>A new instance, or the next generation of one, may take its first step.</summary>
    void Activate(InstanceRow row);

    void Deliver(Delivery delivery);

    void Run(ActivityCall call);

    void Schedule(DueTimer timer);

    void Unschedule(DueTimer timer);

    /// <summary>Those who wait for this should look.</summary>
    void Announce(string instanceId, Milestone milestone);

    /// <summary>A change of the engine's own could not be written: memory and store differ, so the engine must not go on.</summary>
    void Fault(Exception error);
}
