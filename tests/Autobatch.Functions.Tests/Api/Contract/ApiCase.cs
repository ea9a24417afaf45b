using System.Net;

namespace Autobatch.Functions.Tests.Api.Contract;

/// <summary>One call of a route and the status that it must get.</summary>
/// <param name="Verb">The HTTP method.</param>
/// <param name="Path">The route as the OpenAPI document writes it.</param>
/// <param name="Status">What must come back.</param>
/// <param name="Url">What is called; the path itself when null.</param>
/// <param name="Header">A header to send.</param>
/// <param name="Body">A JSON body.</param>
internal sealed record ApiCase(string Verb, string Path, HttpStatusCode Status, string? Url = null, (string Name, string Value)? Header = null, string? Body = null)
{
    public override string ToString() => $"{Verb} {Url ?? Path}{(Header is { } header ? $" ({header.Name}: {header.Value})" : "")}";

    public HttpRequestMessage ToRequest()
    {
        HttpRequestMessage request = new(new HttpMethod(Verb), (Url ?? Path).TrimStart('/'));
        if (Header is { } header)
        {
            request.Headers.TryAddWithoutValidation(header.Name, header.Value);
        }

        if (Body is not null || Verb != "GET")
        {
            request.Content = new StringContent(Body ?? "{}", System.Text.Encoding.UTF8, "application/json");
        }

        return request;
    }
}
