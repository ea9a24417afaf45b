using System.Net;
using Autobatch.Standins.Functions.Worker.Tests.Hosting;
using Autobatch.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Time.Testing;

namespace Autobatch.Standins.Functions.Worker.Tests.Invocation;

public sealed class PipelineTests
{
    private readonly PipelineNotes _notes = new();

    [Fact]
    public async Task Each_invocation_has_an_instance_and_a_scope_of_its_own()
    {
        await using TestHost host = await StartAsync();
        Assert.Equal("1 True ", await TextAsync(host, "api/Scoped"));
        Assert.Equal("2 True ", await TextAsync(host, "api/Scoped"));
        Assert.Equal(["run GET", "disposed", "run GET", "disposed"], _notes.Lines);
    }

    [Fact]
    public async Task Value_tasks_are_waited_for()
    {
        await using TestHost host = await StartAsync();
        Assert.Equal("4", await TextAsync(host, "api/ValueTasks"));
    }

    [Fact]
    public async Task Middleware_wraps_in_the_order_of_registration_and_hands_items_on()
    {
        await using TestHost host = await StartAsync(b =>
        {
            b.UseMiddleware(Note("outer"));
            b.UseMiddleware(async (context, next) =>
            {
                context.Items["from middleware"] = context.FunctionDefinition.Name;
                await Note("inner")(context, next);
            });
        });
        Assert.Equal("1 True Scoped", await TextAsync(host, "api/Scoped"));
        Assert.Equal(["outer in", "inner in", "run GET", "disposed", "inner out", "outer out"], _notes.Lines);
    }

    [Fact]
    public async Task Middleware_can_answer_instead_of_the_function()
    {
        await using TestHost host = await StartAsync(b => b.UseMiddleware(async (context, _) =>
        {
            HttpResponse response = context.GetHttpContext()!.Response;
            response.StatusCode = 418;
            await response.WriteAsync("no");
        }));
        HttpResponseMessage answer = await host.GetAsync("api/Scoped");
        Assert.Equal(((HttpStatusCode)418, 0), (answer.StatusCode, _notes.Lines.Count));
    }

    [Fact]
    public async Task Function_that_runs_too_long_is_cancelled_and_named()
    {
        var time = new FakeTimeProvider();
        await using TestHost host = await TestHost.StartAsync([typeof(PipelineFunctions)], new TestHost.Options
        {
            HostJson = """{"version":"2.0","functionTimeout":"00:01:00"}""",
            Configure = b => Register(b).AddSingleton<TimeProvider>(time),
        });
        Task<HttpResponseMessage> slow = host.GetAsync("api/Slow");
        await BegunAsync();
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(HttpStatusCode.InternalServerError, (await slow).StatusCode);
        Assert.Contains(host.Log.Lines, l => l.Event == "FunctionTimeout" && l.Message.Contains("Slow", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Stopping_host_answers_what_it_has_begun()
    {
        await using TestHost host = await StartAsync();
        Task<string> slow = TextAsync(host, "api/Slow");
        await BegunAsync();
        Task stop = host.StopAsync(TestContext.Current.CancellationToken);
        _notes.Gate.Release();
        Assert.Equal("slow ends", await slow.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken));
        await stop.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Hosts_live_side_by_side_in_one_process()
    {
        await using TestHost one = await StartAsync();
        await using TestHost two = await StartAsync();
        Assert.NotEqual(one.Local.Address, two.Local.Address);
        Assert.Equal("1 True ", await TextAsync(one, "api/Scoped"));
        Assert.Equal("2 True ", await TextAsync(two, "api/Scoped"));
    }

    [Fact]
    public async Task Host_listens_for_the_signals_of_its_process()
    {
        await using TestHost host = await StartAsync();
        Assert.IsType<ConsoleLifetime>(host.Services.GetRequiredService<IHostLifetime>());
        Assert.Equal("127.0.0.1", host.Local.Address.Host);
    }

    private Func<FunctionContext, Func<Task>, Task> Note(string name) => async (_, next) =>
    {
        _notes.Lines.Enqueue(name + " in");
        await next();
        _notes.Lines.Enqueue(name + " out");
    };

    private Task BegunAsync() => Wait.UntilAsync(
        () => _notes.Lines.Contains("slow begins GET"), "the slow function begins", cancellationToken: TestContext.Current.CancellationToken);

    private IServiceCollection Register(FunctionsApplicationBuilder builder) => builder.Services.AddSingleton(_notes).AddScoped<PerInvocation>();

    private Task<TestHost> StartAsync(Action<FunctionsApplicationBuilder>? more = null) => TestHost.StartAsync(
        [typeof(PipelineFunctions)],
        new TestHost.Options
        {
            Configure = b =>
            {
                Register(b);
                more?.Invoke(b);
            },
        });

    private static Task<string> TextAsync(TestHost host, string path) => host.Client.GetStringAsync(path, TestContext.Current.CancellationToken);
}
