using System.Net.Sockets;
using Autobatch.Functions.Storage;
using Azure;
using Azure.Identity;

namespace Autobatch.Functions.Accounts.Facts;

/// <summary>Says in one line why Resource Manager told nothing.</summary>
internal static class ArmSilence
{
    /// <summary>The reason with its mend; null for a failure that is none of Resource Manager's.</summary>
    /// <param name="e">What was thrown.</param>
    /// <param name="what">What was to be read.</param>
    public static string? Reason(Exception e, string what) => e switch
    {
        RequestFailedException { Status: 401 or 403 } refused =>
            $"The app may not read {what} ({refused.Status} {refused.ErrorCode}): give its identity the role Reader.".Replace(" )", ")", StringComparison.Ordinal),
        RequestFailedException { Status: 404 } missing => $"Resource Manager does not know {what} ({missing.ErrorCode ?? "404"}): check the resource id.",
        RequestFailedException { Status: > 0 } failed => $"Resource Manager answered {failed.Status} {failed.ErrorCode} for {what}.".Replace("  ", " ", StringComparison.Ordinal),
        RequestFailedException or AggregateException or OperationCanceledException or HttpRequestException or IOException or SocketException => $"Resource Manager does not answer for {what}.",
        AuthenticationFailedException => $"The app has no identity with which to read {what}.",
        _ => null,
    };

    /// <summary>Whether the same question may be answered a little later.</summary>
    public static bool MayPass(Exception e) => e is not AuthenticationFailedException && (e is not RequestFailedException refused || refused.IsTransient());
}
