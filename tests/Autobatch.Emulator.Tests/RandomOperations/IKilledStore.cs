using Autobatch.Emulator.Storage;

namespace Autobatch.Emulator.Tests.RandomOperations;

/// <summary>A store of which a kill can be played.</summary>
internal interface IKilledStore : IStateStore
{
    /// <summary>What a kill at this moment would leave behind.</summary>
    IKilledStore Survivor();
}
