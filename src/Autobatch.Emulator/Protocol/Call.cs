using System.Globalization;
using System.Text.Json;
using Autobatch.Emulator.Model;
using Autobatch.Emulator.Protocol.Validation;
using Autobatch.Emulator.State;
using Microsoft.AspNetCore.Http;

namespace Autobatch.Emulator.Protocol;

/// <summary>One authenticated request on its way to its handler.</summary>
/// <param name="Http">For headers only; the pipeline writes the answer.</param>
/// <param name="Account">Whose request it is.</param>
/// <param name="Target">Path and query as sent.</param>
/// <param name="Route">Values of the route's parameters, decoded.</param>
/// <param name="BaseUrl">Scheme, host and account prefix as the client used them, without a slash at the end.</param>
/// <param name="Body">The parsed body; undefined when there is none.</param>
/// <param name="Services">What handlers work with.</param>
internal sealed record Call(
    HttpContext Http,
    AccountState Account,
    Target Target,
    IReadOnlyDictionary<string, string> Route,
    string BaseUrl,
    JsonElement Body,
    Emulation Services)
{
    public World World => Services.World;

    public CancellationToken Aborted => Http.RequestAborted;

    /// <summary>A header's value, or null.</summary>
    public string? Header(string name) => Http.Request.Headers.TryGetValue(name, out var values) ? values.ToString() : null;

    /// <summary>The URL of a resource of this account.</summary>
    public string Url(params ReadOnlySpan<string> segments)
    {
        var url = new System.Text.StringBuilder(BaseUrl);
        foreach (var segment in segments)
        {
            url.Append('/').Append(Uri.EscapeDataString(segment));
        }

        return url.ToString();
    }

    /// <summary>The URL of the request itself, without its query.</summary>
    public string OwnUrl => Address.Root(Http.Request) + Target.Path;

    /// <summary>A boolean query parameter; absent is false.</summary>
    public bool Flag(string name) => Target[name] switch
    {
        null => false,
        var text when bool.TryParse(text, out var value) => value,
        var text => throw Errors.InvalidQueryParameterValue.Query(name, text, "The value must be true or false."),
    };

    /// <summary>An integer query parameter within bounds.</summary>
    public int Number(string name, int least, int most, int otherwise) => Target[name] switch
    {
        null => otherwise,
        var text when !int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            => throw Errors.InvalidQueryParameterValue.Query(name, text, "The value must be an integer."),
        var text when int.Parse(text, CultureInfo.InvariantCulture) is var value && (value < least || value > most)
            => throw Errors.OutOfRangeQueryParameterValue.Query(name, text, $"The value must be from {least} to {most}."),
        var text => int.Parse(text, CultureInfo.InvariantCulture),
    };

    /// <summary>The pool of the route. Under the gate.</summary>
    public PoolEntry Pool() => Account.Pools.TryGetValue(Route["poolId"], out var pool) ? pool : throw Errors.PoolNotFound.With();

    /// <summary>The node of the route. Under the gate.</summary>
    public NodeEntry Node() => Pool().Nodes.TryGetValue(Route["nodeId"], out var node) ? node : throw Errors.NodeNotFound.With();

    /// <summary>The job of the route. Under the gate.</summary>
    public JobEntry Job() => Account.Jobs.TryGetValue(Route["jobId"], out var job) ? job : throw Errors.JobNotFound.With();

    /// <summary>The job schedule of the route. Under the gate.</summary>
    public JobScheduleEntry JobSchedule() =>
        Account.JobSchedules.TryGetValue(Route["jobScheduleId"], out var schedule) ? schedule : throw Errors.JobScheduleNotFound.With();

    /// <summary>The task of the route. Under the gate.</summary>
    public TaskEntry Task() => Job().Tasks.TryGetValue(Route["taskId"], out var task) ? task : throw Errors.TaskNotFound.With();

    /// <summary>The body, or an error when there is none, or when it wants containers.</summary>
    public JsonElement RequiredBody()
    {
        if (Body.ValueKind != JsonValueKind.Object)
        {
            throw Errors.InvalidRequestBody.With(("Reason", "The request body must be a JSON object."));
        }

        ContainerTasks.RequireAll(Services.Options, Body);
        return Body;
    }

    /// <summary>Refuses the request unless its If-* headers fit the resource.</summary>
    public void Require(DateTimeOffset lastModified, bool write) => Conditions.Require(this, WireTime.ETag(lastModified), lastModified, write);
}
