using System.Globalization;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Autobatch.Batch;

/// <summary>Dates and signs each try anew, so that a retry after a long wait is not refused for its old date.</summary>
internal sealed class SharedKeyPolicy(SharedKeySigner signer, TimeProvider time) : HttpPipelineSynchronousPolicy
{
    public override void OnSendingRequest(HttpMessage message)
    {
        message.Request.Headers.SetValue("ocp-date", time.GetUtcNow().ToString("R", CultureInfo.InvariantCulture));
        message.Request.Headers.SetValue("Authorization", signer.Sign(StringToSign.Of(message.Request, signer.AccountName)));
    }
}
