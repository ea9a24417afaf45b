using System.Globalization;
using System.Text.Json;
using Autobatch.Emulator.Faults;
using Autobatch.Emulator.Protocol.Authentication;
using Autobatch.Emulator.State;
using Autobatch.Emulator.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Autobatch.Emulator.Protocol;

/// <summary>The way of every request: target, plane, account, authentication, version, operation, body, handler, durability, answer.</summary>
internal sealed partial class Pipeline(Emulation services, RequestFaults faults, Authenticator authenticator, Router router, ILogger<Pipeline> logger)
{
    private readonly ILogger _logger = logger;

    /// <summary>Answers one request; never throws for what a client did.</summary>
    public async Task InvokeAsync(HttpContext http)
    {
        http.TraceIdentifier = Guid.NewGuid().ToString();
        var target = Target.Parse(http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget);
        var address = Address.Of(http.Request, target, services.World);
        var fate = RequestFate.None;
        if (address.Plane != Plane.Control && services.Clock.Skew != TimeSpan.Zero)
        {
            http.Response.Headers.Date = services.Clock.GetUtcNow().ToString("r", CultureInfo.InvariantCulture);
        }

        try
        {
            var (operation, call) = await PrepareAsync(http, target, address);
            fate = faults.Of(operation, call.Account.Name, call.Route);
            var reply = fate switch
            {
                { Refusal: { } refusal } => throw refusal,
                { Reset: true } => null,
                _ => await operation.Handler(call),
            };
            await services.World.DurableAsync();
            if (await IsAnsweredAsync(http, fate) && reply is not null)
            {
                await ReplyWriter.WriteAsync(http, operation, reply);
            }
            else
            {
                await (reply?.File?.Content?.DisposeAsync() ?? ValueTask.CompletedTask);
                http.Abort();
            }
        }
        catch (BatchException e)
        {
            // The state that led to the refusal may not be durable yet, and a client may act on it.
            await services.World.DurableAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (await IsAnsweredAsync(http, fate))
            {
                await ErrorAsync(http, address, e);
            }
            else
            {
                http.Abort();
            }
        }
        catch (Exception) when (http.RequestAborted.IsCancellationRequested)
        {
            LogAborted(http.Request.Method, target.Path);
        }
        catch (BadHttpRequestException e) when (!http.Response.HasStarted)
        {
            await ErrorAsync(http, address, Errors.InvalidRequestBody.With(("Reason", e.Message)));
        }
        catch (StoreFullException e) when (!http.Response.HasStarted)
        {
            LogFull(e.Message);
            await ErrorAsync(http, address, Errors.ServerBusy.With());
        }
        catch (Exception e)
        {
            LogFailed(e, http.Request.Method, target.Path);
            if (!http.Response.HasStarted)
            {
                await ErrorAsync(http, address, Errors.InternalError.With());
            }
            else
            {
                http.Abort();
            }
        }

        LogAnswered(http.Request.Method, target.Path, http.Response.StatusCode);
    }

    private async ValueTask<(Operation Operation, Call Call)> PrepareAsync(HttpContext http, Target target, Address address)
    {
        var account = await AuthenticateAsync(http, target, address);
        ApiVersion.Require(address.Plane, target);
        if (!router.TryMatch(http.Request.Method, address.Segments, out var operation, out var route, out var otherMethod) || operation.Plane != address.Plane)
        {
            throw (otherMethod ? Errors.UnsupportedHttpVerb : Errors.InvalidUri).With();
        }

        if (address.Plane == Plane.ResourceManager)
        {
            ResourceManager.Scope.Require(route, services.Options);
        }

        // The token endpoint takes forms, which its handler reads.
        var body = address.Plane == Plane.Token ? default : await Body.ReadAsync(http.Request, http.RequestAborted);
        return (operation, new(http, account, target, route, address.BaseUrl, body, services));
    }

    private async ValueTask<AccountState> AuthenticateAsync(HttpContext http, Target target, Address address)
    {
        switch (address.Plane)
        {
            case Plane.Control:
                LocalOnly.Require(http.Request);
                return services.World.FirstAccount ?? AccountState.Nobody;
            case Plane.Token:
                return services.World.FirstAccount ?? AccountState.Nobody;
            case Plane.ResourceManager:
                await authenticator.RequireBearerAsync(http.Request.Headers.Authorization.ToString(), address.Plane);
                return services.World.FirstAccount ?? AccountState.Nobody;
            default:
                var headers = http.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
                return await authenticator.AuthenticateAsync(new(http.Request.Method, target, headers), address);
        }
    }

    /// <summary>Holds the answer back as long as its fate says; false when it is never sent. The end of the emulator, or of the client's patience, ends the wait.</summary>
    private async ValueTask<bool> IsAnsweredAsync(HttpContext http, RequestFate fate)
    {
        if (fate.Delay > TimeSpan.Zero)
        {
            var stopping = http.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
            using var either = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, stopping);
            await Task.Delay(fate.Delay, services.Options.TimeProvider, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return !fate.LosesAnswer;
    }

    private Task ErrorAsync(HttpContext http, Address address, BatchException error) =>
        ReplyWriter.WriteErrorAsync(http, address, error, services.Clock.GetUtcNow());

    [LoggerMessage(EventId = 10, EventName = "RequestAnswered", Level = LogLevel.Information, Message = "{Method} {Path} {Status}")]
    private partial void LogAnswered(string method, string path, int status);

    [LoggerMessage(EventId = 11, EventName = "RequestFailed", Level = LogLevel.Error, Message = "{Method} {Path} failed inside the emulator.")]
    private partial void LogFailed(Exception exception, string method, string path);

    [LoggerMessage(EventId = 12, EventName = "RequestAborted", Level = LogLevel.Debug, Message = "{Method} {Path} was aborted by the client.")]
    private partial void LogAborted(string method, string path);

    [LoggerMessage(EventId = 13, EventName = "DiskFull", Level = LogLevel.Error, Message = "{Message}")]
    private partial void LogFull(string message);
}
