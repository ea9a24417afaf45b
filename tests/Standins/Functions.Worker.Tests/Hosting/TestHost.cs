using System.Net.Http.Headers;
using System.Text;
using Autobatch.Testing;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Azure.Functions.Worker.Runtime.Discovery;
using Microsoft.Azure.Functions.Worker.Runtime.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Autobatch.Standins.Functions.Worker.Tests.Hosting;

/// <summary>A host with the functions of given classes, on a free port, with settings and host.json of its own.</summary>
internal sealed class TestHost : IAsyncDisposable
{
    private readonly TemporaryFolder _folder;
    private readonly IHost _host;

    private TestHost(TemporaryFolder folder, Type[] functions, Options options)
    {
        _folder = folder;
        if (options.HostJson is { } json) File.WriteAllText(_folder["host.json"], json);
        List<string> args = ["--Autobatch:Local:Port=0", "--Logging:Console:LogLevel:Default=None", $"--AzureWebJobsScriptRoot={_folder.Path}", .. options.Settings.Select(s => "--" + s)];
        var builder = new FunctionsApplicationBuilder(FunctionSource.Of(functions), [.. args]);
        if (options.AspNetCore) builder.ConfigureFunctionsWebApplication();
        builder.Services.AddSingleton<ILoggerProvider>(Log);
        options.Configure?.Invoke(builder);
        _host = builder.Build();
    }

    public LogCollector Log { get; } = new();

    public IServiceProvider Services => _host.Services;

    public LocalFunctionsHost Local => Services.GetRequiredService<LocalFunctionsHost>();

    public HttpClient Client { get; } = new();

    public static async Task<TestHost> StartAsync(Type[] functions, Options? options = null)
    {
        TestHost host = Make(functions, options);
        try
        {
            await host._host.StartAsync(TestContext.Current.CancellationToken);
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }

        host.Client.BaseAddress = host.Local.Address;
        return host;
    }

    public static Task<TestHost> StartAsync<T>(Options? options = null) => StartAsync([typeof(T)], options);

    /// <summary>Builds without starting: where wrong functions and settings are found.</summary>
    public static void Build(Type[] functions, Options? options = null)
    {
        TestHost host = Make(functions, options);
        host._host.Dispose();
        host._folder.Dispose();
    }

    public Task StopAsync(CancellationToken patience = default) => _host.StopAsync(patience);

    public Task<HttpResponseMessage> PostAsync(string path, string json, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(json)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
        };
        foreach ((string name, string value) in headers) request.Headers.Add(name, value);
        return Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public Task<HttpResponseMessage> GetAsync(string path) => Client.GetAsync(path, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _host.StopAsync(TestContext.Current.CancellationToken);
        if (_host is IAsyncDisposable async) await async.DisposeAsync();
        else _host.Dispose();
        _folder.Dispose();
    }

    private static TestHost Make(Type[] functions, Options? options)
    {
        var folder = new TemporaryFolder();
        try
        {
            return new TestHost(folder, functions, options ?? new Options());
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    internal sealed record Options
    {
        public string[] Settings { get; init; } = [];

        public string? HostJson { get; init; }

        public bool AspNetCore { get; init; } = true;

        public Action<FunctionsApplicationBuilder>? Configure { get; init; }
    }
}
