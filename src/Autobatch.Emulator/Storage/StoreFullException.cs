namespace Autobatch.Emulator.Storage;

/// <summary>There is no room for the state at the moment; what was to be written is kept and tried again.</summary>
internal sealed class StoreFullException(string path, Exception inner)
    : IOException($"The disk is full: the state in {path} cannot be written. Make room; nothing that was acknowledged is lost.", inner);
