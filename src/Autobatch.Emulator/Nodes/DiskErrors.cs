namespace Autobatch.Emulator.Nodes;

/// <summary>Recognises a full disk.</summary>
internal static class DiskErrors
{
    private const int NoSpace = 28;
    private const int QuotaExceeded = 122;

    /// <summary>Whether the error, or what caused it, is ENOSPC or EDQUOT.</summary>
    public static bool IsFull(Exception? error) =>
        error is not null && ((error is IOException && error.HResult is NoSpace or QuotaExceeded) || IsFull(error.InnerException));
}
