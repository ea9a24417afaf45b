using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Microsoft.Azure.Functions.Worker.Runtime.Hosting;

/// <summary>Collects what the app registers and makes the host of it.</summary>
internal sealed class FunctionsHostSetup(Assembly functions, string[] args)
{
    private bool _aspNetCore;

    public List<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> Middleware { get; } = [];

    public WebApplicationBuilder CreateWebBuilder() => WebApplication.CreateEmptyBuilder(new WebApplicationOptions
    {
        ApplicationName = functions.GetName().Name,
        Args = args,
        ContentRootPath = AppContext.BaseDirectory,
    });

    public void UseAspNetCore(IServiceCollection services)
    {
        if (_aspNetCore) return;
        _aspNetCore = true;
        services.AddMvcCore();
    }

    public IHost Build(WebApplicationBuilder web)
    {
        web.Services.AddSingleton(this);
        return web.Build();
    }
}
