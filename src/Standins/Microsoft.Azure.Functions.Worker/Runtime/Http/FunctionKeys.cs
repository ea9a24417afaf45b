using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker.Runtime.Settings;

namespace Microsoft.Azure.Functions.Worker.Runtime.Http;

/// <summary>
/// Checks keys when <c>Autobatch:Local:RequireKeys</c> is true: header <c>x-functions-key</c> or query <c>code</c>. The master key opens
/// everything; <c>default</c> and a key named like the function open functions; <c>system</c> opens the host's own doors.
/// </summary>
internal sealed class FunctionKeys(LocalOptions options)
{
    private readonly string _system = options.Keys.GetValueOrDefault("system") ?? Convert.ToHexString(RandomNumberGenerator.GetBytes(24));

    /// <summary>The key of the host's own doors, made at start when none is set; null when no keys are asked for.</summary>
    public string? SystemKey => options.RequireKeys ? _system : null;

    public bool Allows(HttpRequest request, AuthorizationLevel level, string? function)
    {
        if (!options.RequireKeys || level is AuthorizationLevel.Anonymous or AuthorizationLevel.User) return true;
        string? given = request.Headers["x-functions-key"].FirstOrDefault() ?? request.Query["code"].FirstOrDefault();
        return !string.IsNullOrEmpty(given) && Accepted(level, function).Aggregate(false, (yes, key) => yes | Same(key, given));
    }

    private IEnumerable<string> Accepted(AuthorizationLevel level, string? function)
    {
        if (options.Keys.TryGetValue("master", out string? master)) yield return master;
        if (level == AuthorizationLevel.System) yield return _system;
        if (level != AuthorizationLevel.Function) yield break;
        if (options.Keys.TryGetValue("default", out string? common)) yield return common;
        if (function is not null && options.Keys.TryGetValue(function, out string? own)) yield return own;
    }

    private static bool Same(string key, string given) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(given));
}
