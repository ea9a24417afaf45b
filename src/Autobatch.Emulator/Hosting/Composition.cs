using Autobatch.Emulator.Control;
using Autobatch.Emulator.DataPlane;
using Autobatch.Emulator.Faults;
using Autobatch.Emulator.Lifecycle;
using Autobatch.Emulator.Nodes;
using Autobatch.Emulator.Protocol;
using Autobatch.Emulator.Protocol.Authentication;
using Autobatch.Emulator.ResourceManager;
using Autobatch.Emulator.Scheduling;
using Autobatch.Emulator.State;
using Autobatch.Emulator.Storage;
using Autobatch.Emulator.Tokens;
using Microsoft.Extensions.Logging;

namespace Autobatch.Emulator.Hosting;

/// <summary>All parts of an emulator, put together.</summary>
internal sealed record Composition(Emulation Emulation, Journal Journal, Scheduler Scheduler, Readiness Ready, JobNodeLifecycle JobNodes, FileRetention Retention, Background Background, Pipeline Pipeline)
{
    /// <summary>The rows of all planes.</summary>
    public static IReadOnlyList<Operation> Operations { get; } = [.. DataPlaneTable.Operations, .. ResourceManagerTable.Operations, .. StorageAccountTable.Operations, .. SubscriptionTable.Operations, .. ControlTable.Operations, .. TokenTable.Operations];

    public static Composition Build(EmulatorOptions options, IStateStore store, INodeAgent agent, AutoStorage storage, TokenAuthority tokens, ILoggerFactory loggers)
    {
        var journal = new Journal(store, options.TimeProvider);
        var world = new World(options.TimeProvider, journal, options);
        var wakeup = new Wakeup(options.TimeProvider);
        var background = new Background(loggers.CreateLogger<Background>());
        var pace = new ServicePace(options.Realistic);
        var ready = new Readiness(world, pace);
        var urls = new AccountUrls();
        var jobNodes = new JobNodeLifecycle(world, wakeup);
        var faults = new FaultBook(world);
        var clock = new ServiceClock(options.TimeProvider, faults);
        storage.Attach(world, faults);
        var packages = new PackageResolver(world, storage);
        var nodeStart = new NodeStart(world, wakeup, packages, faults);
        var nodes = new NodeLifecycle(world, wakeup, nodeStart, agent, background);
        var pools = new PoolLifecycle(world, wakeup, nodes, new(world, nodes, faults, pace), new(world, faults, nodes));
        var autoScale = new PoolAutoScale(world, pools, options, pace);
        var retention = new FileRetention(world, agent, background);
        var autoPools = new AutoPools(world, pools);
        var jobs = new JobLifecycle(world, wakeup, agent, background, jobNodes, autoPools, retention);
        var tasks = new TaskLifecycle(world, wakeup, agent, background, jobs, jobNodes, ready, retention);
        var newJobs = new JobCreation(world, jobs, tasks, autoScale, options);
        var schedules = new JobScheduleLifecycle(world, wakeup, newJobs, jobs, autoPools);
        var runner = new AttemptRunner(world, agent, packages, tasks, urls, loggers.CreateLogger<AttemptRunner>());
        var jobTasks = new JobTaskRunner(world, agent, packages, jobNodes, jobs, wakeup, urls, loggers.CreateLogger<JobTaskRunner>());
        var starter = new NodeStarter(world, agent, packages, nodeStart, urls, loggers.CreateLogger<NodeStarter>());
        var scheduler = new Scheduler(world, wakeup, new(world), ready, jobs, schedules, pools, autoScale, nodeStart, starter, jobNodes, jobTasks, retention, runner, loggers.CreateLogger<Scheduler>());
        var emulation = new Emulation(options, world, wakeup, pools, nodes, autoScale, jobs, newJobs, schedules, tasks, agent, storage, urls, faults, clock, tokens, pace);
        var authenticator = new Authenticator(world, tokens, new(urls), clock, options.AllowedClockSkew, options.Secret ?? WellKnown.DevelopmentToken);
        var pipeline = new Pipeline(emulation, new(world, faults), authenticator, new(Operations), loggers.CreateLogger<Pipeline>());
        return new(emulation, journal, scheduler, ready, jobNodes, retention, background, pipeline);
    }
}
