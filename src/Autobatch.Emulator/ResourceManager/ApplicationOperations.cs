using System.Text.Json;
using Autobatch.Emulator.Model;
using Autobatch.Emulator.Protocol;
using Autobatch.Emulator.State;

namespace Autobatch.Emulator.ResourceManager;

/// <summary>Handlers of batchAccounts/applications (FACTS C.7).</summary>
internal static class ApplicationOperations
{
    public static ValueTask<Reply> List(Call call)
    {
        var account = Scope.Account(call);
        lock (call.World.Gate)
        {
            return new(ArmPage.List(call, [.. account.Applications.Values], application => application.Id, (writer, application) => Write(writer, account, application)));
        }
    }

    public static ValueTask<Reply> Get(Call call)
    {
        lock (call.World.Gate)
        {
            return new(Answer(Scope.Account(call), Scope.Application(call)));
        }
    }

    /// <summary>PUT creates; on an existing application it sets what the body says, as a retry does.</summary>
    public static ValueTask<Reply> Create(Call call)
    {
        var account = Scope.Account(call);
        var name = Names.Application(call.Route["applicationName"]);
        lock (call.World.Gate)
        {
            var existing = account.Applications.GetValueOrDefault(name);
            if (existing is null && account.Applications.Count >= account.Quotas.Applications)
            {
                throw ResourceManagerErrors.ApplicationQuotaReached.With(("Quota", $"{account.Quotas.Applications}"));
            }

            var fresh = existing ?? new ApplicationRecord { Id = name, LastModified = default, Container = Names.Container(account.Name, name) };
            return new(Save(call, account, fresh));
        }
    }

    public static ValueTask<Reply> Patch(Call call)
    {
        lock (call.World.Gate)
        {
            return new(Save(call, Scope.Account(call), Scope.Application(call)));
        }
    }

    public static ValueTask<Reply> Delete(Call call)
    {
        var account = Scope.Account(call);
        lock (call.World.Gate)
        {
            if (!account.Applications.TryGetValue(Names.Application(call.Route["applicationName"]), out var application))
            {
                return new(new Reply { Status = 204 });
            }

            if (application.Packages.Count > 0)
            {
                throw ResourceManagerErrors.ApplicationNotEmpty.With(("Packages", string.Join(", ", application.Packages.Select(package => package.Version))));
            }

            call.World.Remove(account, application);
            return new(Reply.Empty);
        }
    }

    private static Reply Save(Call call, AccountState account, ApplicationRecord application)
    {
        var changed = Apply(application, call.Body.Property("properties")) with { LastModified = call.World.Now() };
        call.World.Put(account, changed);
        return Answer(account, changed);
    }

    private static ApplicationRecord Apply(ApplicationRecord application, JsonElement? properties)
    {
        if (properties?.Property("displayName") is { } display)
        {
            application = application with { DisplayName = Text(display, "displayName") };
        }

        if (properties?.Property("allowUpdates") is { } allow)
        {
            application = application with
            {
                AllowUpdates = allow.ValueKind is JsonValueKind.True or JsonValueKind.False
                    ? allow.GetBoolean()
                    : throw ResourceManagerErrors.InvalidRequestBody.Property("allowUpdates", null, "The value must be a boolean."),
            };
        }

        if (properties?.Property("defaultVersion") is { } version)
        {
            application = application with
            {
                DefaultVersion = application.Package(Text(version, "defaultVersion"))?.Version ?? throw ResourceManagerErrors.PackageNotFound.With(("Version", version.GetString()!)),
            };
        }

        return application;
    }

    private static string Text(JsonElement value, string name) =>
        value is { ValueKind: JsonValueKind.String } && value.GetString()!.Length <= 1024
            ? value.GetString()!
            : throw ResourceManagerErrors.InvalidRequestBody.Property(name, null, "The value must be a string of at most 1024 characters.");

    private static Reply Answer(AccountState account, ApplicationRecord application) =>
        new() { ETag = application.ETag, Json = writer => Write(writer, account, application) };

    private static void Write(Utf8JsonWriter writer, AccountState account, ApplicationRecord application)
    {
        writer.WriteStartObject();
        writer.WriteString("id", $"{Scope.Id(account)}/applications/{application.Id}");
        writer.WriteString("name", application.Id);
        writer.WriteString("type", "Microsoft.Batch/batchAccounts/applications");
        writer.WriteString("etag", application.ETag);
        writer.WriteStartObject("properties");
        if (application.DisplayName is not null)
        {
            writer.WriteString("displayName", application.DisplayName);
        }

        writer.WriteBoolean("allowUpdates", application.AllowUpdates);
        if (application.DefaultVersion is not null)
        {
            writer.WriteString("defaultVersion", application.DefaultVersion);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
