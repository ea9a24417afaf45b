using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Azure.Functions.Worker;

namespace Autobatch.Functions.Api.Description;

/// <summary>One HTTP route of the app with one method, as its function declares it.</summary>
/// <param name="Function">The function's name.</param>
/// <param name="Verb">The HTTP method in upper case.</param>
/// <param name="Path">The path with its parameters in braces.</param>
/// <param name="Level">Which key it asks for.</param>
/// <param name="Method">The function.</param>
internal sealed partial record ApiRoute(string Function, string Verb, string Path, AuthorizationLevel Level, MethodInfo Method)
{
    private const string Prefix = "api/";

    /// <summary>Every route of the API, by path: not those of the dashboard's page.</summary>
    public static IReadOnlyList<ApiRoute> All { get; } =
    [
        .. from type in typeof(ApiRoute).Assembly.GetTypes()
           from method in type.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
           let function = method.GetCustomAttribute<FunctionAttribute>()
           where function is not null
           let trigger = method.GetParameters().Select(p => p.GetCustomAttribute<HttpTriggerAttribute>()).FirstOrDefault(t => t is not null)
           where trigger is not null
           let route = trigger.Route ?? function.Name
           where route.StartsWith(Prefix, StringComparison.Ordinal)
           from verb in trigger.Methods ?? []
           let path = "/" + CatchAll().Replace(route, "{")
           orderby path, verb
           select new ApiRoute(function.Name, verb.ToUpperInvariant(), path, trigger.AuthLevel, method),
    ];

    /// <summary>Names of the path's parameters.</summary>
    public IEnumerable<string> Parameters => Parameter().Matches(Path).Select(m => m.Groups[1].Value);

    [GeneratedRegex(@"\{\*+")]
    private static partial Regex CatchAll();

    [GeneratedRegex(@"\{([A-Za-z]+)\}")]
    private static partial Regex Parameter();
}
