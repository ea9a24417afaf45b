using Autobatch.Functions.DeadLetters;
using Autobatch.Functions.Storage;
using Autobatch.Runs;
using Microsoft.AspNetCore.Http;

namespace Autobatch.Functions.Api.DeadLetters;

/// <summary>Reads which dead letters a request means.</summary>
internal static class DeadLetterQuery
{
    public const string List = "dead-letters";
    public const string AboutWorkload = "Only files under inputs/{workload}/.";
    public const string AboutContainer = "Only files of this container that belong to no workload.";
    public const string AboutStorage = "The container's storage account, as it is called in Autobatch:Storage; without it, the primary one.";
    public const string AboutMessages = "true for messages of the event queue that name no file.";

    /// <summary>The scope, and one letter's id when there is one; else what is wrong.</summary>
    public static (DeadLetterScope? Scope, string? Id, string? Fault) Read(HttpRequest request)
    {
        foreach (string key in (string[])["workload", "container", "storage"])
        {
            if (!QueryText.TryReadName(request, key, out _))
            {
                return (null, null, $"'{key}' may have letters, digits, '-' and '_', at most 64.");
            }
        }

        QueryText.TryReadName(request, "workload", out string? workload);
        QueryText.TryReadName(request, "container", out string? container);
        QueryText.TryReadName(request, "storage", out string? storage);
        if (QueryText.Flag(request, "messages") is not { } messages)
        {
            return (null, null, "'messages' is neither true nor false.");
        }

        if ((workload is null ? 0 : 1) + (container is null ? 0 : 1) + (messages ? 1 : 0) > 1 || (storage is not null && container is null))
        {
            return (null, null, "Give one of 'workload', 'container' (perhaps with 'storage') and 'messages', or none for all.");
        }

        string? id = request.Query["id"].ToString() is { Length: > 0 } given ? given : null;
        return id is not null && !Ids.IsId(id)
            ? (null, null, "'id' is no dead letter's id: 32 hex digits.")
            : (Scope(workload, container, storage, messages), id, null);
    }

    private static DeadLetterScope Scope(string? workload, string? container, string? storage, bool messages) =>
        workload is not null ? DeadLetterScope.OfWorkload(workload)
        : container is not null ? DeadLetterScope.OfContainer(new HomeContainer(storage, container))
        : messages ? DeadLetterScope.Messages
        : DeadLetterScope.All;
}
