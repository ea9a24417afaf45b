using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Autobatch.Errors;
using Autobatch.Functions.Accounts;
using Autobatch.Functions.Accounts.Changes;
using Autobatch.Manifests;
using Autobatch.Runs;
using Azure;
using Azure.Core;
using Azure.ResourceManager;
using Azure.ResourceManager.Batch;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Autobatch.Functions.Api.Accounts;

/// <summary>Begins changes of accounts, and tells how far they are. The same request, sent again while the first is under way, finds that one.</summary>
internal sealed class AccountChanges(BatchAccounts accounts, ArmClient arm, LinkUse use)
{
    private const int MostBytes = 64 * 1024;
    private static readonly JsonDocumentOptions s_once = new() { AllowDuplicateProperties = false };
    private static readonly OrchestrationRuntimeStatus[] s_underWay = [OrchestrationRuntimeStatus.Pending, OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Suspended];

    /// <summary>The account of that name: a configured one, or one beside the first of them.</summary>
    public BatchAccountResource Resource(string name)
    {
        ResourceIdentifier first = accounts.First.Resource.Id;
        return accounts.All.FirstOrDefault(a => string.Equals(a.Name, name, StringComparison.OrdinalIgnoreCase))?.Resource
            ?? arm.GetBatchAccountResource(BatchAccountResource.CreateResourceIdentifier(first.SubscriptionId!, first.ResourceGroupName!, name));
    }

    /// <summary>Makes an account.</summary>
    public async Task<IActionResult> CreateAsync(HttpRequest request, string name, DurableTaskClient client, CancellationToken cancellationToken)
    {
        (AccountBody? body, Problem? problem) = await ReadAsync(request, AppJson.Default.AccountBody, cancellationToken);
        problem ??= AccountBodies.Check(name, body!);
        if (problem is not null)
        {
            return Problems.Answer(problem, request);
        }

        BatchAccountResource resource = Resource(name);
        Response<BatchAccountResource>? there = await FindAsync(resource, cancellationToken);
        return there is not null && !CreateAccount.IsAsAsked(there.Value.Data, body!)
            ? Problems.Answer(ErrorCodes.AccountExists, request, $"'{name}' exists in {there.Value.Data.Location?.Name} and is not as asked for.")
            : await BeginAsync(
                new AccountChange("", AccountChangeKind.Create, name, resource.Id.ToString(), Create: body), TagOf(there), client, cancellationToken);
    }

    /// <summary>Links a storage account.</summary>
    public async Task<IActionResult> LinkAsync(HttpRequest request, string name, DurableTaskClient client, CancellationToken cancellationToken)
    {
        (AutoStorageBody? link, Problem? problem) = await ReadAsync(request, AppJson.Default.AutoStorageBody, cancellationToken);
        problem ??= AccountBodies.Check(link!);
        return problem is null
            ? await ChangeAsync(request, AccountChangeKind.Link, name, link, client, cancellationToken)
            : Problems.Answer(problem, request);
    }

    /// <summary>Unlinks the storage account, or has its keys read again.</summary>
    public Task<IActionResult> ChangeAsync(HttpRequest request, string kind, string name, DurableTaskClient client, CancellationToken cancellationToken) =>
        ChangeAsync(request, kind, name, null, client, cancellationToken);

    /// <summary>Tells how far a change is.</summary>
    public static async Task<IActionResult> TellAsync(HttpRequest request, string name, string id, DurableTaskClient client, CancellationToken cancellationToken) =>
        Ids.IsId(id)
        && await client.GetInstanceAsync(Ids.AccountChangeInstance(id), getInputsAndOutputs: true, cancellationToken) is { } instance
        && instance.ReadInputAs<AccountChange>() is { } change
        && string.Equals(change.Account, name, StringComparison.OrdinalIgnoreCase)
            ? JsonAnswer.Of(View(change, instance), AppJson.Default.OperationView)
            : Problems.Answer(ErrorCodes.OperationNotFound, request);

    private async Task<IActionResult> ChangeAsync(
        HttpRequest request, string kind, string name, AutoStorageBody? link, DurableTaskClient client, CancellationToken cancellationToken)
    {
        if (!AccountBodies.IsName(name))
        {
            return Problems.Answer(ErrorCodes.AccountNotFound, request);
        }

        if (!TryForce(request, out bool force))
        {
            return Problems.Answer(ErrorCodes.InvalidQuery, request, "'force' is true or false.");
        }

        BatchAccountResource resource = Resource(name);
        if (await FindAsync(resource, cancellationToken) is not { } there)
        {
            return Problems.Answer(ErrorCodes.AccountNotFound, request);
        }

        string? ifMatch = request.Headers.IfMatch is [{ Length: > 0 } given] && given != "*" ? given : null;
        if (ifMatch is not null && ifMatch != TagOf(there))
        {
            return Problems.Answer(ErrorCodes.PreconditionFailed, request, $"'{name}' has changed since the ETag given was read.");
        }

        if (kind == AccountChangeKind.SyncKeys && there.Value.Data.AutoStorage is null)
        {
            return Problems.Answer(ErrorCodes.AutoStorageNotLinked, request);
        }

        return !force && LosesStorage(kind, there.Value.Data, link) && await use.FindAsync(name, resource, cancellationToken) is { Count: > 0 } broken
            ? Problems.Answer(LinkUse.ToProblem(broken), request)
            : await BeginAsync(new AccountChange("", kind, name, resource.Id.ToString(), ifMatch, Link: link), TagOf(there), client, cancellationToken);
    }

    private static bool LosesStorage(string kind, BatchAccountData account, AutoStorageBody? link) =>
        kind != AccountChangeKind.SyncKeys
        && account.AutoStorage is { } present
        && !string.Equals(present.StorageAccountId.ToString(), link?.StorageAccountId, StringComparison.OrdinalIgnoreCase);

    // What is asked for and what it is asked of make the id, so that a repeat meets the operation that is under way.
    private static async Task<IActionResult> BeginAsync(AccountChange change, string tag, DurableTaskClient client, CancellationToken cancellationToken)
    {
        string id = Ids.ForAccountChange(change.Account, change.Kind, JsonSerializer.Serialize(change, AppJson.Default.AccountChange), tag);
        change = change with { Id = id };
        string instance = Ids.AccountChangeInstance(id);
        if (await client.GetInstanceAsync(instance, cancellationToken) is not { IsCompleted: false })
        {
            try
            {
                await client.ScheduleNewOrchestrationInstanceAsync(
                    nameof(ChangeAccount), change, new StartOrchestrationOptions(instance).WithDedupeStatuses(s_underWay), cancellationToken);
            }
            catch (Exception) when (!cancellationToken.IsCancellationRequested)
            {
                // Hosts differ in what they throw when somebody else was faster; that the instance is there is what counts.
                if (await client.GetInstanceAsync(instance, cancellationToken) is null)
                {
                    throw;
                }
            }
        }

        OperationView view = await client.GetInstanceAsync(instance, getInputsAndOutputs: true, cancellationToken) is { } begun
            ? View(change, begun)
            : throw new RetryLaterException("The operation was begun and is not to be seen yet.");
        return JsonAnswer.Of(view, AppJson.Default.OperationView, StatusCodes.Status202Accepted, $"/api/accounts/{change.Account}/operations/{id}");
    }

    private static OperationView View(AccountChange change, OrchestrationMetadata instance)
    {
        AccountChangeEnd? end = instance.RuntimeStatus == OrchestrationRuntimeStatus.Completed ? instance.ReadOutputAs<AccountChangeEnd>() : null;
        Fault? fault = end?.Fault ?? (instance.IsCompleted && end is null ? new Fault(ErrorCodes.Internal, "The operation was cut off.") : null);
        return new OperationView
        {
            Id = change.Id,
            Account = change.Account,
            Kind = change.Kind,
            Status = !instance.IsCompleted ? OperationStatus.Running : fault is null ? OperationStatus.Succeeded : OperationStatus.Failed,
            CreatedAt = instance.CreatedAt,
            EndedAt = instance.IsCompleted ? instance.LastUpdatedAt : null,
            Lost = end is { Fault: null } ? end.Lost : null,
            Error = fault?.ToProblem(),
        };
    }

    private static async Task<Response<BatchAccountResource>?> FindAsync(BatchAccountResource resource, CancellationToken cancellationToken)
    {
        try
        {
            return await resource.GetAsync(cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status == StatusCodes.Status404NotFound)
        {
            return null;
        }
    }

    private static string TagOf(Response<BatchAccountResource>? there) => there?.GetRawResponse().Headers.ETag?.ToString("H") ?? "";

    private static bool TryForce(HttpRequest request, out bool force)
    {
        string? text = request.Query["force"] is { Count: > 0 } given ? given.ToString() : "false";
        return bool.TryParse(text, out force);
    }

    private static async Task<(T? Body, Problem? Problem)> ReadAsync<T>(HttpRequest request, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        if (ManifestBody.FormatOf(request.ContentType) != ManifestFormat.Json || ManifestBody.IsEncoded(request))
        {
            return (null, Problem.Of(ErrorCodes.UnsupportedMediaType, ManifestBody.NotTaken(request)));
        }

        byte[] body = new byte[MostBytes + 1];
        int length = await request.Body.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, cancellationToken);
        if (length > MostBytes)
        {
            return (null, Problem.Of(ErrorCodes.BodyTooLarge, $"The body has at most {MostBytes} bytes."));
        }

        try
        {
            using JsonDocument json = JsonDocument.Parse(body.AsMemory(0, length), s_once);
            return json.Deserialize(type) is { } read ? (read, null) : (null, Problem.Of(ErrorCodes.InvalidAccount, "The body is null."));
        }
        catch (JsonException e)
        {
            // The exception's text names types of ours.
            return (null, Problem.Of(ErrorCodes.InvalidAccount, $"The body is no JSON of this route: see '{e.Path ?? "$"}', line {(e.LineNumber ?? 0) + 1}."));
        }
    }
}
