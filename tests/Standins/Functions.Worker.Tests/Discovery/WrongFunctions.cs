using Azure.Storage.Blobs;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Autobatch.Standins.Functions.Worker.Tests.Discovery;

/// <summary>Every function here is wrong in one way.</summary>
public sealed class WrongFunctions
{
    [Function("NoTrigger")]
    public static void NoTrigger(string text) => GC.KeepAlive(text);

    [Function("TwoTriggers")]
    public static void TwoTriggers([TimerTrigger("0 * * * * *")] TimerInfo a, [HttpTrigger] HttpRequest b) => GC.KeepAlive((a, b));

    [Function("BadRoute")]
    public static string BadRoute([HttpTrigger(Route = "a/{b")] HttpRequest req) => req.Method;

    [Function("HostRoute")]
    public static string HostRoute([HttpTrigger(Route = "admin/x")] HttpRequest req) => req.Method;

    [Function("BadMethod")]
    public static string BadMethod([HttpTrigger("get it")] HttpRequest req) => req.Method;

    [Function("BadCron")]
    public static void BadCron([TimerTrigger("every day")] TimerInfo timer) => GC.KeepAlive(timer);

    [Function("MissingSetting")]
    public static void MissingSetting([TimerTrigger("%Nowhere%")] TimerInfo timer) => GC.KeepAlive(timer);

    [Function("BadBlobPath")]
    public static void BadBlobPath([BlobTrigger("inputs/{name")] string blob) => GC.KeepAlive(blob);

    [Function("BadContainer")]
    public static void BadContainer([BlobTrigger("In_Puts/{name}")] string blob) => GC.KeepAlive(blob);

    [Function("NoConnection")]
    public static void NoConnection([BlobTrigger("inputs/{name}", Connection = "Elsewhere")] BlobClient blob) => GC.KeepAlive(blob);

    [Function("BadBlobType")]
    public static void BadBlobType([BlobTrigger("inputs/{name}")] int blob) => GC.KeepAlive(blob);

    [Function("NoSuchPart")]
    public static void NoSuchPart([BlobTrigger("inputs/{name}")] string blob, string nome) => GC.KeepAlive((blob, nome));

    [Function("BadOrchestrator")]
    public static void BadOrchestrator([OrchestrationTrigger] string context) => GC.KeepAlive(context);

    [Function("TwoInputs")]
    public static void TwoInputs([OrchestrationTrigger] TaskOrchestrationContext context, int a, int b) => GC.KeepAlive((context, a, b));

    [Function("BadClient")]
    public static void BadClient([ActivityTrigger] string input, [DurableClient] object client) => GC.KeepAlive((input, client));

    [Function("bad name")]
    public static void BadName([ActivityTrigger] string input) => GC.KeepAlive(input);

    [Function("Twin")]
    public static void Twin([ActivityTrigger] string input) => GC.KeepAlive(input);

    [Function("TWIN")]
    public static void OtherTwin([ActivityTrigger] string input) => GC.KeepAlive(input);

    [Function("ByRef")]
    public static void ByRef([ActivityTrigger] string input, ref int number) => GC.KeepAlive((input, number));

    [Function("AsyncVoid")]
    public static async void AsyncVoid([ActivityTrigger] string input)
    {
        await Task.Yield();
        GC.KeepAlive(input);
    }

    [Function("Unretried")]
    [FixedDelayRetry(3, "00:00:01")]
    public static string Unretried([HttpTrigger] HttpRequest req) => req.Method;

    [Function("BadRetry")]
    [FixedDelayRetry(3, "soon")]
    public static void BadRetry([TimerTrigger("0 * * * * *")] TimerInfo timer) => GC.KeepAlive(timer);

    [Function("Hidden")]
    internal static void Hidden([ActivityTrigger] string input) => GC.KeepAlive(input);

    private static class Inner
    {
        [Function("Buried")]
        public static void Buried([ActivityTrigger] string input) => GC.KeepAlive(input);
    }
}
