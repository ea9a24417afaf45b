using Autobatch.EndToEnd.Chaos.Claims;
using Autobatch.EndToEnd.Chaos.Services;

namespace Autobatch.EndToEnd.Chaos.Disturbing;

/// <summary>Carries out a plan's moments, one after the other, as long as the load goes on.</summary>
internal sealed class Disturber(ChaosServices services, RecordedSuccesses successes, Queue<Moment> plan)
{
    /// <summary>How long Azurite is out of reach before it is killed.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromSeconds(6);

    /// <summary>How long disks stay full. Longer than Azurite takes to notice, shorter than nodes try to send a file.</summary>
    public static readonly TimeSpan FullDisks = TimeSpan.FromSeconds(6);

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    private readonly List<Moment> _done = [];

    public IReadOnlyList<Moment> Done => _done;

    /// <summary>Until the plan is empty or the load has ended; then everything is up again.</summary>
    public async Task DisturbAsync(Task load, CancellationToken cancellationToken)
    {
        while (!load.IsCompleted && plan.TryPeek(out Moment? moment))
        {
            await Task.WhenAny(load, Task.Delay(moment.Pause, TimeProvider.System, cancellationToken));
            if (load.IsCompleted)
            {
                break;
            }

            plan.Dequeue();
            await successes.NoteAsync(s_patience, cancellationToken);
            _done.Add(moment);
            await DisturbAsync(moment.Kind, cancellationToken);
        }

        await services.UpAsync(cancellationToken);
    }

    private Task DisturbAsync(DisturbanceKind kind, CancellationToken cancellationToken)
    {
        switch (kind)
        {
            case DisturbanceKind.KillApp:
                return services.App.KillAndStartAsync();
            case DisturbanceKind.KillEmulator:
                return services.Emulator.KillAndStartAsync();
            case DisturbanceKind.KillBoth:
                return services.KillBothAsync();
            case DisturbanceKind.ResetConnections:
                services.ResetConnections();
                return Task.CompletedTask;
            case DisturbanceKind.EndAzurite:
                return services.EndAzuriteAsync(cancellationToken);
            case DisturbanceKind.KillAzurite:
                return services.KillAzuriteAsync(Silence, cancellationToken);
            case DisturbanceKind.FillDisks:
                return services.FillDisksAsync(FullDisks, cancellationToken);
            default:
                throw new ArgumentOutOfRangeException(nameof(kind), kind, null);
        }
    }
}
