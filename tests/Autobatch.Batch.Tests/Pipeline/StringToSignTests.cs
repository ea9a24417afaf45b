using System.Text.Json;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Autobatch.Batch.Tests;

public sealed class StringToSignTests
{
    private static readonly JsonElement s_file = Load();

    public static TheoryData<int> Vectors => [.. Enumerable.Range(0, s_file.GetProperty("vectors").GetArrayLength())];

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Signs_as_the_real_client_does(int index)
    {
        JsonElement vector = s_file.GetProperty("vectors")[index];
        Request request = RequestOf(vector);
        var signer = new SharedKeySigner(s_file.GetProperty("account").GetString()!, s_file.GetProperty("key").GetString()!);

        string text = StringToSign.Of(request, signer.AccountName);

        Assert.Equal(vector.GetProperty("stringToSign").GetString(), text);
        Assert.Equal(vector.GetProperty("authorization").GetString(), signer.Sign(text));
    }

    [Fact]
    public void There_are_vectors() => Assert.Equal(5, Vectors.Count);

    [Theory]
    [InlineData("https://a.example/jobs?b=2&a=", "/acct/jobs\na:\nb:2")]
    [InlineData("https://a.example/jobs?flag&B=1&a=x%27y", "/acct/jobs\nB:1\na:x'y\nflag:")]
    [InlineData("https://a.example/devbatch/jobs?x=1&x=2", "/acct/devbatch/jobs\nx:1,2")]
    public void Query_parameters_are_decoded_and_sorted(string url, string resource)
    {
        Request request = NewRequest();
        request.Method = RequestMethod.Get;
        request.Uri.Reset(new Uri(url));

        Assert.EndsWith("\n" + resource, StringToSign.Of(request, "acct"), StringComparison.Ordinal);
    }

    private static Request RequestOf(JsonElement vector)
    {
        Request request = NewRequest();
        request.Method = RequestMethod.Parse(vector.GetProperty("method").GetString()!);
        request.Uri.Reset(new Uri(vector.GetProperty("url").GetString()!));
        foreach (JsonProperty header in vector.GetProperty("headers").EnumerateObject())
            request.Headers.SetValue(header.Name, header.Value.GetString()!);
        if (vector.GetProperty("body").GetString() is { } body)
            request.Content = RequestContent.Create(body);
        return request;
    }

    private static Request NewRequest() => HttpPipelineBuilder.Build(new BatchDataClientOptions()).CreateRequest();

    private static JsonElement Load()
    {
        using Stream stream = typeof(StringToSignTests).Assembly.GetManifestResourceStream("sharedkey-vectors.json")!;
        return JsonDocument.Parse(stream).RootElement.Clone();
    }
}
