using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.Azure.Functions.Worker.Runtime.Discovery;

namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>Where a function app begins.</summary>
public class FunctionsApplication
{
    /// <summary>
    /// A builder for the functions of the calling assembly. Settings come from the command line (<c>--Key=value</c>), then the
    /// environment, then <c>Values</c> of <c>local.settings.json</c> beside the assembly; the first that has a setting wins.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static FunctionsApplicationBuilder CreateBuilder(string[] args)
    {
        ArgumentNullException.ThrowIfNull(args);
        return new FunctionsApplicationBuilder(FunctionSource.Of(Assembly.GetCallingAssembly()), args);
    }
}
