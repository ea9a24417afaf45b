using Autobatch.Accounts.Doctor;

namespace Autobatch.Functions.Accounts.Doctor;

/// <summary>Compares the app's clock with Batch's.</summary>
internal sealed class ClockProbe(TimeProvider time) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });

    /// <summary>How far the clocks are apart, by the header Date of any answer.</summary>
    public async Task<DoctorCheck> CompareAsync(BatchAccount account, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = new(HttpMethod.Head, account.Data.Endpoint);
        using HttpResponseMessage answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        return answer.Headers.Date is { } there
            ? ClockCheck.Of(time.GetUtcNow() - there)
            : DoctorCheck.Unknown(CheckNames.Clock, "Batch's answer has no date.");
    }

    public void Dispose() => _http.Dispose();
}
