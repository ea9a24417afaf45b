namespace Autobatch.Batch.Tests;

/// <summary>Error bodies as the service writes them.</summary>
internal static class ErrorJson
{
    public static string Of(string code, string sentence = "It did not work.") => $$"""
        {"odata.metadata":"https://acct.local1.batch.example/$metadata#x/@Element","code":"{{code}}",
         "message":{"lang":"en-US","value":"{{sentence}}\nRequestId:9d5c1a6e-0000-0000-0000-000000000000\nTime:2026-03-01T11:37:02.8079717Z"},
         "values":[{"key":"PropertyName","value":"poolInfo"},{"key":"Reason","value":"It is missing."}]}
        """;
}
