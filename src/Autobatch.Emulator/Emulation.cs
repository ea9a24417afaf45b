using Autobatch.Emulator.Faults;
using Autobatch.Emulator.Lifecycle;
using Autobatch.Emulator.Nodes;
using Autobatch.Emulator.ResourceManager;
using Autobatch.Emulator.Scheduling;
using Autobatch.Emulator.State;
using Autobatch.Emulator.Tokens;

namespace Autobatch.Emulator;

/// <summary>What handlers work with.</summary>
internal sealed record Emulation(
    EmulatorOptions Options,
    World World,
    Wakeup Wakeup,
    PoolLifecycle Pools,
    NodeLifecycle Nodes,
    PoolAutoScale AutoScale,
    JobLifecycle Jobs,
    JobCreation NewJobs,
    JobScheduleLifecycle JobSchedules,
    TaskLifecycle Tasks,
    INodeAgent Agent,
    AutoStorage AutoStorage,
    AccountUrls Urls,
    FaultBook Faults,
    ServiceClock Clock,
    TokenAuthority Tokens,
    ServicePace Pace);
