using Autobatch.Accounts.Doctor;
using Autobatch.Functions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Autobatch.Functions.Accounts.Doctor;

/// <summary>Looks every account over when the app starts, and logs a line for each check. Nothing waits for it.</summary>
internal sealed partial class DoctorAtStart(AccountDoctor doctor, BatchAccounts accounts, AppOptions options, ILogger<DoctorAtStart> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Doctor.AtStart)
        {
            return;
        }

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
