using Azure;

namespace Autobatch.Functions.Storage;

/// <summary>Reads storage's answers that we decide on.</summary>
internal static class StorageFaults
{
    public static bool IsNotFound(this RequestFailedException e) => e.Status == 404;

    /// <summary>The thing exists already: a blob that must not, a row that was to be created.</summary>
    public static bool IsConflict(this RequestFailedException e) => e.Status is 409 or 412;

    /// <summary>Whether the same request may succeed later without anybody changing anything.</summary>
    public static bool IsTransient(this RequestFailedException e) => e.Status is 0 or 408 or 429 or >= 500;
}
