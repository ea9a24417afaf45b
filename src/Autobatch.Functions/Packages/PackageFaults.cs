using Autobatch.Errors;
using Autobatch.Functions.Configuration;

namespace Autobatch.Functions.Packages;

/// <summary>What is wrong with zips.</summary>
internal static class PackageFaults
{
    /// <summary>Whether an error follows from the zip's bytes alone, so that the same zip always meets it.</summary>
    public static bool AreOfContent(string? code) => code is ErrorCodes.EmptyPackage or ErrorCodes.CorruptPackage or ErrorCodes.EncryptedPackage or ErrorCodes.UnsupportedPackage
        or ErrorCodes.UnsafePackagePath or ErrorCodes.DuplicatePackageEntry or ErrorCodes.PackageHashMismatch;

    /// <exception cref="FaultException">The zip is empty or too large to be read.</exception>
    public static void RequireSize(long bytes, PackageOptions options)
    {
        if (bytes > options.MaxBytes)
        {
            throw new FaultException(ErrorCodes.PackageTooLarge, $"The zip has {bytes} bytes; at most {options.MaxBytes} are taken.");
        }

        if (bytes == 0)
        {
            throw new FaultException(ErrorCodes.EmptyPackage, "The file has no byte.");
        }
    }
}
