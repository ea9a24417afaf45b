using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using Microsoft.Azure.Functions.Worker.Runtime.Discovery;
using Microsoft.Azure.Functions.Worker.Runtime.Invocation;
using FromBody = Microsoft.Azure.Functions.Worker.Http.FromBodyAttribute;

namespace Microsoft.Azure.Functions.Worker.Runtime.Http;

/// <summary>Functions that answer HTTP requests.</summary>
/// <param name="aspNetCore">Whether the app called <c>ConfigureFunctionsWebApplication()</c>.</param>
internal sealed partial class HttpTriggerKind(bool aspNetCore) : ITriggerKind
{
    public Type AttributeType => typeof(HttpTriggerAttribute);

    public string TriggerTypes => "HttpRequest, HttpContext or a class for the JSON body";

    public (TriggerModel Model, IReadOnlyList<BindingModel> Bindings)? Read(
        FunctionCandidate function, ParameterInfo parameter, TriggerBindingAttribute attribute)
    {
        var trigger = (HttpTriggerAttribute)attribute;
        Type result = ResultReader.ValueType(function.Method.ReturnType);
        bool needsAspNetCore = parameter.ParameterType == typeof(HttpRequest) || parameter.ParameterType == typeof(HttpContext)
            || typeof(IActionResult).IsAssignableFrom(result) || typeof(IResult).IsAssignableFrom(result);
        if (needsAspNetCore && !aspNetCore)
            function.Report("it uses ASP.NET Core types. Call builder.ConfigureFunctionsWebApplication().");
        if (!Enum.IsDefined(trigger.AuthLevel)) function.Report($"the authorization level {trigger.AuthLevel} does not exist.");
        string[] methods = [.. (trigger.Methods ?? []).Select(m => (m ?? "").ToUpperInvariant())];
        foreach (string method in methods.Where(m => !Method().IsMatch(m)))
            function.Report($"'{method}' is no HTTP method.");
        if (ReadRoute(function, trigger.Route) is not { } route) return null;
        var json = new JsonObject { ["authLevel"] = trigger.AuthLevel.ToString(), ["route"] = route };
        if (methods.Length > 0) json["methods"] = new JsonArray([.. methods.Select(m => JsonValue.Create(m.ToLowerInvariant()))]);
        return (new HttpTriggerModel(route, methods, trigger.AuthLevel), [
            new BindingModel(parameter.Name!, "httpTrigger", BindingDirection.In, json),
            new BindingModel("$return", "http", BindingDirection.Out),
        ]);
    }

    public ParameterBinder? BindTrigger(FunctionCandidate function, TriggerModel model, ParameterInfo parameter) =>
        Request(parameter.ParameterType)
        ?? (parameter.ParameterType.IsClass && parameter.ParameterType != typeof(string) ? Body(parameter.ParameterType) : null);

    public ParameterBinder? BindData(FunctionCandidate function, TriggerModel model, ParameterInfo parameter)
    {
        if (parameter.GetCustomAttribute<FromBody>() is not null) return Body(parameter.ParameterType);
        if (Request(parameter.ParameterType) is { } request) return request;
        RoutePattern pattern = RoutePatternFactory.Parse(((HttpTriggerModel)model).Route);
        if (pattern.GetParameter(parameter.Name!) is null) return null;
        if (RouteValueReader.For(parameter) is { } reader) return reader;
        function.Report($"route parameter '{parameter.Name}' is {parameter.ParameterType}; a route gives text, numbers, Guid, times, bool or an enum.");
        return null;
    }

    private static ParameterBinder? Request(Type type)
    {
        if (type == typeof(HttpRequest)) return context => new(((HttpContext)context.Trigger).Request);
        return type == typeof(HttpContext) ? context => new(context.Trigger) : null;
    }

    private static ParameterBinder Body(Type type) =>
        async context => await BodyReader.ReadAsync((HttpContext)context.Trigger, type, context.CancellationToken);

    private static string? ReadRoute(FunctionCandidate function, string? template)
    {
        if (function.Resolve("the route", template ?? function.Name) is not { } route) return null;
        route = route.TrimStart('/');
        if (route.StartsWith("admin/", StringComparison.OrdinalIgnoreCase) || route.StartsWith("runtime/", StringComparison.OrdinalIgnoreCase))
        {
            function.Report($"the route '{route}' begins with 'admin' or 'runtime', which belong to the host.");
            return null;
        }

        try
        {
            RoutePatternFactory.Parse(route);
            return route;
        }
        catch (RoutePatternException bad)
        {
            function.Report($"the route '{route}' is no route template: {bad.Message}");
            return null;
        }
    }

    [GeneratedRegex("^[A-Z]+$")]
    private static partial Regex Method();
}
