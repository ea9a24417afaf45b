using System.Text.Json;
using Autobatch.Emulator.Model;
using Autobatch.Emulator.Protocol;
using Autobatch.Emulator.State;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Specialized;

namespace Autobatch.Emulator.ResourceManager;

/// <summary>Handlers of applications/versions (FACTS C.7).</summary>
internal static class PackageOperations
{
    public static ValueTask<Reply> List(Call call)
    {
        var account = Scope.Account(call);
        lock (call.World.Gate)
        {
            var application = Scope.Application(call);
            return new(ArmPage.List(call, application.Packages, package => package.Version, (writer, package) => Write(writer, account, application, package, null)));
        }
    }

    public static ValueTask<Reply> Get(Call call)
    {
        var account = Scope.Account(call);
        lock (call.World.Gate)
        {
            return new(Answer(call, account, Scope.Application(call), Scope.Package(call)));
        }
    }

    /// <summary>PUT makes a Pending version with a URL to upload to; an existing one goes back to Pending when updates are allowed.</summary>
    public static async ValueTask<Reply> Create(Call call)
    {
        var account = Scope.Account(call);
        var version = Names.Version(call.Route["versionName"]);
        BlobClient blob;
        lock (call.World.Gate)
        {
            var application = Scope.Application(call);
            RequireUpdatable(application, application.Package(version));
            RequireRoom(account, application, version);
            PackageStorage.RequireAccess(call, account);
            blob = PackageStorage.Blob(call, account.Name, application, version);
        }

        var container = blob.GetParentBlobContainerClient();
        await PackageStorage.Ask(() => container.CreateIfNotExistsAsync(cancellationToken: call.Aborted));
        lock (call.World.Gate)
        {
            var application = Scope.Application(call);
            var existing = application.Package(version);
            RequireUpdatable(application, existing);
            RequireRoom(account, application, version);
            var package = new PackageRecord { Version = existing?.Version ?? version, LastModified = call.World.Now() };
            application = application.With(package);
            call.World.Put(account, application);
            return Answer(call, account, application, package);
        }
    }

    /// <summary>Makes an uploaded version Active; again is accepted (FACTS C.7).</summary>
    public static async ValueTask<Reply> Activate(Call call)
    {
        var account = Scope.Account(call);
        var format = call.Body.Property("format") is { ValueKind: JsonValueKind.String } text
            ? text.GetString()!
            : throw ResourceManagerErrors.InvalidRequestBody.Property("format", null, "The format of the package is required, for example zip.");
        if (!string.Equals(format, "zip", StringComparison.OrdinalIgnoreCase))
        {
            throw ResourceManagerErrors.InvalidRequestBody.Property("format", format[..Math.Min(format.Length, 64)], "The only format is zip.");
        }

        BlobClient blob;
        lock (call.World.Gate)
        {
            blob = PackageStorage.Blob(call, account.Name, Scope.Application(call), Scope.Package(call).Version);
            PackageStorage.RequireAccess(call, account);
        }

        if (!await PackageStorage.Ask(async () => (await blob.ExistsAsync(call.Aborted)).Value))
        {
            throw ResourceManagerErrors.PackageBlobNotFound.With();
        }

        lock (call.World.Gate)
        {
            var now = call.World.Now();
            var package = Scope.Package(call) with { Format = "zip", LastActivationTime = now, LastModified = now };
            var application = Scope.Application(call).With(package);
            call.World.Put(account, application);
            return Answer(call, account, application, package);
        }
    }

    public static async ValueTask<Reply> Delete(Call call)
    {
        var account = Scope.Account(call);
        BlobClient blob;
        lock (call.World.Gate)
        {
            var application = account.Applications.GetValueOrDefault(Names.Application(call.Route["applicationName"]));
            if (application?.Package(Names.Version(call.Route["versionName"])) is not { } package)
            {
                return new() { Status = 204 };
            }

            RequireUpdatable(application, package);
            PackageStorage.RequireAccess(call, account);
            call.World.Put(account, application.Without(package) with { LastModified = call.World.Now() });
            blob = PackageStorage.Blob(call, account.Name, application, package.Version);
        }

        await call.World.BeforeRemovalAsync();
        await PackageStorage.Ask(() => blob.DeleteIfExistsAsync(cancellationToken: call.Aborted));
        return Reply.Empty;
    }

    private static void RequireUpdatable(ApplicationRecord application, PackageRecord? package)
    {
        if (package is { Active: true } && !application.AllowUpdates)
        {
            throw ResourceManagerErrors.UpdatesNotAllowed.With(("Version", package.Version));
        }
    }

    private static void RequireRoom(AccountState account, ApplicationRecord application, string version)
    {
        if (application.Package(version) is null && application.Packages.Count >= account.Quotas.Packages)
        {
            throw ResourceManagerErrors.PackageQuotaReached.With(("Quota", $"{account.Quotas.Packages}"));
        }
    }

    private static Reply Answer(Call call, AccountState account, ApplicationRecord application, PackageRecord package)
    {
        var blob = PackageStorage.Blob(call, account.Name, application, package.Version);
        var url = account.Record.AutoStorage is { ByIdentity: true } ? (blob.Uri, null) : PackageStorage.Sas(blob, call.Services.Clock.GetUtcNow());
        return new() { ETag = package.ETag, Json = writer => Write(writer, account, application, package, url) };
    }

    private static void Write(Utf8JsonWriter writer, AccountState account, ApplicationRecord application, PackageRecord package, (Uri Url, DateTimeOffset? Expiry)? storage)
    {
        writer.WriteStartObject();
        writer.WriteString("id", $"{Scope.Id(account)}/applications/{application.Id}/versions/{package.Version}");
        writer.WriteString("name", package.Version);
        writer.WriteString("type", "Microsoft.Batch/batchAccounts/applications/versions");
        writer.WriteString("etag", package.ETag);
        writer.WriteStartObject("properties");
        writer.WriteString("state", package.Active ? "Active" : "Pending");
        if (package.Format is not null)
        {
            writer.WriteString("format", package.Format);
        }

        if (storage is var (url, expiry))
        {
            writer.WriteString("storageUrl", url.AbsoluteUri);
            if (expiry is { } end)
            {
                writer.WriteString("storageUrlExpiry", WireTime.Format(end));
            }
        }

        if (package.LastActivationTime is { } activated)
        {
            writer.WriteString("lastActivationTime", WireTime.Format(activated));
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
