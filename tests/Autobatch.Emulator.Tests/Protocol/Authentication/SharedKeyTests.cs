using System.Text.Json;
using Autobatch.Emulator.Protocol;
using Autobatch.Emulator.Protocol.Authentication;

namespace Autobatch.Emulator.Tests.Protocol.Authentication;

public sealed class SharedKeyTests
{
    private static readonly JsonElement Vectors = JsonElement.Parse(Resources.Read("sharedkey-vectors.json"));
    private static readonly byte[] Key = Convert.FromBase64String(Vectors.GetProperty("key").GetString()!);

    public static TheoryData<int> All => new(Enumerable.Range(0, Vectors.GetProperty("vectors").GetArrayLength()));

    [Theory]
    [MemberData(nameof(All))]
    public void A_signature_of_a_real_client_is_accepted(int index)
    {
        var vector = Vectors.GetProperty("vectors")[index];

        Assert.Contains(vector.GetProperty("stringToSign").GetString(), SharedKey.StringsToSign(Request(vector), "myacct"));
        Assert.True(SharedKey.Verify(Request(vector), "myacct", Signature(vector), [Key]));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_signature_does_not_fit_another_request_key_or_account(int index)
    {
        var vector = Vectors.GetProperty("vectors")[index];
        var request = Request(vector);

        Assert.False(SharedKey.Verify(request with { Method = "PUT" }, "myacct", Signature(vector), [Key]));
        Assert.False(SharedKey.Verify(request with { Target = Target.Parse("/jobs/other?api-version=2022-10-01.16.0") }, "myacct", Signature(vector), [Key]));
        Assert.False(SharedKey.Verify(request, "other", Signature(vector), [Key]));
        Assert.False(SharedKey.Verify(request, "myacct", Signature(vector), [new byte[32]]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("not base64!")]
    [InlineData("AAAA")]
    public void What_is_no_signature_is_refused(string signature) =>
        Assert.False(SharedKey.Verify(Request(Vectors.GetProperty("vectors")[0]), "myacct", signature, [Key]));

    [Fact]
    public void The_second_key_is_as_good() =>
        Assert.True(SharedKey.Verify(Request(Vectors.GetProperty("vectors")[0]), "myacct", Signature(Vectors.GetProperty("vectors")[0]), [new byte[32], Key]));

    [Fact]
    public void Lower_cased_query_names_are_a_known_way_to_sign()
    {
        var request = new SignedRequest("GET", Target.Parse("/jobs?timeOut=30&api-version=2025-06-01"), new Dictionary<string, string>());

        Assert.Contains("GET\n\n\n\n\n\n\n\n\n\n\n\n/a/jobs\napi-version:2025-06-01\ntimeout:30", SharedKey.StringsToSign(request, "a"));
    }

    /// <summary>Signatures cover the length that a client thinks it sends, its date, and query names in its own case and order.</summary>
    [Theory]
    [InlineData("POST", "0", "ocp-date", "POST\n\n\n\n\n\n\n\n\n\n\n\nocp-date:D\n/a/p\n$select:id,state\napi-version:v\ntimeout:30")] // Azure.Compute.Batch: no length of an empty body, names in lower case
    [InlineData("DELETE", "0", "ocp-date", "DELETE\n\n\n\n\n\n\n\n\n\n\n\nocp-date:D\n/a/p\n$select:id,state\napi-version:v\ntimeOut:30")] // @azure/batch 13: a length for POST only, names as sent
    [InlineData("GET", "0", "Date", "GET\n\n\n0\n\n\nD\n\n\n\n\n\n/a/p\n$select:id,state\napi-version:v\ntimeout:30")] // Java: a length always, the Date header
    [InlineData("PUT", "", "ocp-date", "PUT\n\n\n0\n\n\n\n\n\n\n\n\nocp-date:D\n/a/p\n$select:id,state\napi-version:v\ntimeOut:30")] // Python 15: a length for all but GET and HEAD
    public void Each_client_signs_in_its_own_way(string method, string length, string date, string text)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { [date] = "D" };
        if (length.Length > 0)
        {
            headers["Content-Length"] = length;
        }

        Assert.Contains(text, SharedKey.StringsToSign(new(method, Target.Parse("/p?timeOut=30&$select=id%2Cstate&api-version=v"), headers), "a"));
    }

    private static string Signature(JsonElement vector) => vector.GetProperty("authorization").GetString()!.Split(':')[1];

    private static SignedRequest Request(JsonElement vector)
    {
        var headers = vector.GetProperty("headers").EnumerateObject().ToDictionary(h => h.Name, h => h.Value.GetString()!, StringComparer.OrdinalIgnoreCase);
        if (vector.GetProperty("body") is { ValueKind: JsonValueKind.String } body)
        {
            headers["Content-Length"] = $"{System.Text.Encoding.UTF8.GetByteCount(body.GetString()!)}";
        }

        var url = vector.GetProperty("url").GetString()!;
        return new(vector.GetProperty("method").GetString()!, Target.Parse(url[url.IndexOf('/', 8)..]), headers);
    }
}
