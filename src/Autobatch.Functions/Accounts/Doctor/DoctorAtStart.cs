using Autobatch.Accounts.Doctor;
using Autobatch.Functions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Autobatch.Functions.Accounts.Doctor;

/// <summary>Looks every account over when the app starts, and logs a line for each check. Nothing waits for it.</summary>
internal sealed partial class DoctorAtStart(AccountDoctor doctor, BatchAccounts accounts, AppOptions options, ILogger<DoctorAtStart> logger) : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Task _looking = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        // No BackgroundService: a host that stops before one has begun, as for a port that is taken, calls that an unhandled exception.
        _looking = options.Doctor.AtStart ? Task.Run(() => LookAsync(_stop.Token), CancellationToken.None) : Task.CompletedTask;
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        await _looking.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose() => _stop.Dispose();

    private async Task LookAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Task.WhenAll(accounts.All.Select(a => ExamineAsync(a, stoppingToken)));
        }
        catch (OperationCanceledException)
        {
            // The app stops.
        }
    }

    private async Task ExamineAsync(BatchAccount account, CancellationToken cancellationToken)
    {
        foreach (DoctorCheck check in (await doctor.ExamineAsync(account, cancellationToken)).Checks)
        {
            if (check.State is CheckState.Ok or CheckState.Unknown)
            {
                LogFine(logger, account.Name, check.Name, check.State, check.Line);
            }
            else
            {
                LogTrouble(logger, account.Name, check.Name, check.State, check.Line, check.Mend ?? "");
            }
        }
    }

    [LoggerMessage(1, LogLevel.Information, "Account {Account}, {Check}: {State}. {Line}", EventName = "DoctorFine")]
    private static partial void LogFine(ILogger logger, string account, string check, CheckState state, string line);

    [LoggerMessage(2, LogLevel.Warning, "Account {Account}, {Check}: {State}. {Line} {Mend}", EventName = "DoctorTrouble")]
    private static partial void LogTrouble(ILogger logger, string account, string check, CheckState state, string line, string mend);
}
