namespace Microsoft.Azure.Functions.Worker.Runtime.Http;

/// <summary>Puts the prefix of host.json before a function's route.</summary>
internal static class Routes
{
    public static string Full(string prefix, string route) =>
        prefix.Length == 0 ? "/" + route : route.Length == 0 ? "/" + prefix : $"/{prefix}/{route}";
}
