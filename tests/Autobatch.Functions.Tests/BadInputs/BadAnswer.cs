using System.Text.Json;

namespace Autobatch.Functions.Tests.BadInputs;

/// <summary>What came back: an answer over HTTP, or the error that a dropped blob or its run left.</summary>
/// <param name="Status">Of HTTP; 0 when there was no answer to judge.</param>
/// <param name="Text">Everything that was told.</param>
internal sealed record BadAnswer(int Status, string Text)
{
    public string Code => Problem is { } problem && problem.TryGetProperty("code", out JsonElement code) ? code.GetString()! : "";

    /// <summary>The entries of <c>errors[]</c>, or none.</summary>
    public IEnumerable<JsonElement> Errors => Problem is { } problem && problem.TryGetProperty("errors", out JsonElement errors) ? errors.EnumerateArray() : [];

    private JsonElement? Problem => field ??= Read(Text);

    private static JsonElement? Read(string text)
    {
        int start = text.IndexOf('{', StringComparison.Ordinal);
        int end = text.LastIndexOf('}');
        return start < 0 || end < start ? null : JsonElement.Parse(text[start..(end + 1)]);
    }
}
