using Microsoft.Azure.Functions.Worker.Runtime.Discovery;

namespace Microsoft.Azure.Functions.Worker.Runtime.Timers;

internal sealed record TimerTriggerModel(TimerSchedule Schedule, bool RunOnStartup, bool UseMonitor) : TriggerModel;
