using System.Diagnostics;
using Autobatch.Functions.Runs;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Autobatch.Functions.Telemetry;

/// <summary>What surrounds every activity of a run: a span, and the run's ids in all that it logs.</summary>
internal static class RunStep
{
    /// <summary>The same with <see cref="Wire"/>'s faults.</summary>
    public static Task<T> GuardAsync<T>(string name, RunInput run, RunJob? job, FunctionContext context, Func<Task<T>> work) =>
        DoAsync(name, run, job, context, () => Wire.GuardAsync(work));

    public static Task GuardAsync(string name, RunInput run, RunJob? job, FunctionContext context, Func<Task> work) =>
        DoAsync(name, run, job, context, () => Wire.GuardAsync(work));

    /// <param name="name">The activity.</param>
    /// <param name="run">Whose it is.</param>
    /// <param name="job">The run's job, once it is planned.</param>
    /// <param name="context">The invocation.</param>
    /// <param name="work">What it does.</param>
    public static async Task<T> DoAsync<T>(string name, RunInput run, RunJob? job, FunctionContext context, Func<Task<T>> work)
    {
        using IDisposable? scope = context.InstanceServices.GetService<ILoggerFactory>()?.CreateLogger(RunSpans.SourceName).BeginScope(new RunScope(run.RunId, job?.JobId));
        using Activity? span = RunSpans.Step(name, run, job?.JobId);
        try
        {
            return await work();
        }
        catch (Exception e)
        {
            // The message stays in the log, where signatures are taken out of it.
            span?.SetStatus(ActivityStatusCode.Error).SetTag("error.type", e is FaultException fault ? fault.Code : e.GetType().FullName);
            throw;
        }
    }

    public static Task DoAsync(string name, RunInput run, RunJob? job, FunctionContext context, Func<Task> work) => DoAsync(
        name,
        run,
        job,
        context,
        async () =>
        {
            await work();
            return true;
        });
}
