using Autobatch.Cli.CommandLine;
using Azure.Storage.Blobs;

namespace Autobatch.Cli.Targets;

/// <summary>The way to the app's storage account.</summary>
internal static class AppStorage
{
    private const string PlainHttp = "--storage is plain http: tokens and signatures are sent over https only.";

    /// <exception cref="CliException">Nobody said where it is, or it is written wrong. No part of it is told: it may be secret.</exception>
    public static BlobServiceClient Open(Target target, Func<string, string?> variable)
    {
        string storage = target.Storage
            ?? throw new CliException(ExitCodes.BadInput, $"Where to? Give --storage, set {TargetOptions.StorageSetting}, or name a profile with one; `local start` prints the connection string.");
        try
        {
            if (!Uri.TryCreate(storage, UriKind.Absolute, out Uri? service) || (service.Scheme != Uri.UriSchemeHttps && service.Scheme != Uri.UriSchemeHttp))
            {
                BlobServiceClient named = new(storage);
                return named.Uri.Scheme == Uri.UriSchemeHttps || named.Uri.IsLoopback || !storage.Contains("SharedAccessSignature", StringComparison.OrdinalIgnoreCase)
                    ? named
                    : throw new CliException(ExitCodes.BadInput, PlainHttp);
            }

            if (service.Scheme == Uri.UriSchemeHttp && (service.Query.Length == 0 || !service.IsLoopback))
            {
                throw new CliException(ExitCodes.BadInput, PlainHttp);
            }

            return service.Query.Length > 0 ? new BlobServiceClient(service) : new BlobServiceClient(service, Credentials.Of(target.Credential, variable));
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            // The message could hold a part of the key.
            throw new CliException(ExitCodes.BadInput, "--storage is neither a connection string nor a URL; take what `local start` prints, or the storage account's own.", e);
        }
    }
}
