using Autobatch.Functions.Accounts;
using Autobatch.Functions.Accounts.Changes;
using Autobatch.Functions.Accounts.Doctor;
using Autobatch.Functions.Accounts.Facts;
using Autobatch.Functions.Api;
using Autobatch.Functions.Api.Accounts;
using Autobatch.Functions.Api.Events;
using Autobatch.Functions.Api.Outputs;
using Autobatch.Functions.Api.Timelines;
using Autobatch.Functions.Api.Workloads;
using Autobatch.Functions.Arrivals;
using Autobatch.Functions.Audit;
using Autobatch.Functions.Configuration;
using Autobatch.Functions.DeadLetters;
using Autobatch.Functions.Events;
using Autobatch.Functions.Explaining;
using Autobatch.Functions.Ledger;
using Autobatch.Functions.Packages;
using Autobatch.Functions.Packages.Catalog;
using Autobatch.Functions.Packages.Fallback;
using Autobatch.Functions.Packages.Sources;
using Autobatch.Functions.Placing;
using Autobatch.Functions.Retention;
using Autobatch.Functions.Runs;
using Autobatch.Functions.Runs.Collecting;
using Autobatch.Functions.Runs.Gate;
using Autobatch.Functions.Runs.Keys;
using Autobatch.Functions.Runs.Notify;
using Autobatch.Functions.Runs.Reruns;
using Autobatch.Functions.Staging;
using Autobatch.Functions.Storage;
using Autobatch.Functions.Telemetry;
using Autobatch.Functions.Watching;
using Autobatch.Functions.Workloads;
using Azure.Core;
using Azure.Identity;
using Azure.ResourceManager;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Autobatch.Functions;

/// <summary>Builds the function app's host; the same for Azure and for one machine.</summary>
public static class FunctionApp
{
    /// <summary>The host, with every setting read and checked.</summary>
    /// <param name="args">Settings as <c>--Key=value</c>, which win over the environment.</param>
    /// <param name="configure">More services; tests use it to bring their clock.</param>
    /// <param name="credential">Who the app is; null for whom the environment makes it.</param>
    /// <exception cref="Exception">A setting is wrong; the message is one line that names it.</exception>
    public static IHost Build(string[] args, Action<IServiceCollection>? configure = null, TokenCredential? credential = null)
    {
        FunctionsApplicationBuilder builder = FunctionsApplication.CreateBuilder(args);
        builder.ConfigureFunctionsWebApplication();
        Defaults.AddTo(builder.Configuration);
        AppOptions options = SettingsReader.Read(builder.Configuration);
        TelemetrySetup.AddTo(builder.Services, options.Telemetry, credential ??= new DefaultAzureCredential());
        AddServices(builder.Services, options, builder.Configuration, credential);
        configure?.Invoke(builder.Services);
        return builder.Build();
    }

    private static void AddServices(IServiceCollection services, AppOptions options, IConfiguration configuration, TokenCredential credential)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddSingleton(options.Containers);
        services.AddSingleton(options.Packages);
        services.AddSingleton(options.Runs);
        services.AddSingleton(options.Retention);
        services.AddSingleton(credential);

        StorageAccounts storage = StorageAccountsFactory.Create(options, configuration, credential);
        services.AddSingleton(storage).AddSingleton(storage.Primary);
        services.AddSingleton(new AppStorage(
            StorageConnections.Tables(configuration, StorageConnections.App, credential).GetTableClient(options.LedgerTable),
            StorageConnections.Blobs(configuration, StorageConnections.App, credential).GetBlobContainerClient(AppStorage.RunsContainer),
            StorageConnections.Queues(configuration, StorageConnections.App, credential).GetQueueClient(options.Events.Queue)));
        services.AddSingleton(provider => AccountFactory.Arm(options.ResourceManager, provider.GetRequiredService<TokenCredential>()));
        services.AddSingleton(provider => AccountFactory.Create(options, provider.GetRequiredService<ArmClient>(), provider.GetRequiredService<TokenCredential>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<AccountFacts>().AddSingleton<AccountDoctor>().AddSingleton<ClockProbe>().AddSingleton<EventsProbe>();
        services.AddHostedService<DoctorAtStart>();
        services.AddSingleton<AccountChanges>().AddSingleton<LinkUse>();
        services.AddHostedService<PrepareStorage>();

        services.AddSingleton<StorageUrlsFactory>().AddSingleton<RunFiles>().AddSingleton<ErrorFiles>();
        services.AddSingleton<RunLedger>().AddSingleton<BlobVersions>().AddSingleton<PackageRegistry>();
        services.AddSingleton<BlobArrived>().AddSingleton<EndMarkers>().AddSingleton<PoolHistory>().AddSingleton<ManifestArrived>().AddSingleton<PackageArrived>().AddSingleton<RunIntake>();
        services.AddSingleton<PackageContent>().AddSingleton<PackageRejection>().AddSingleton<DefaultVersionWishes>().AddSingleton<DefaultVersions>();
        services.AddSingleton<PackageUses>().AddSingleton<PackageCatalog>().AddSingleton<PackagePruner>();
        services.AddSingleton<RunPlans>().AddSingleton<RunWindows>().AddSingleton<ResultFile>();
        services.AddSingleton<RunPlaces>().AddSingleton<KeptTasks>().AddSingleton<ResultHeaders>();
        services.AddSingleton<ZipRows>().AddSingleton<StagedPackages>().AddSingleton<PackagePreparation>().AddSingleton<SourceBlobs>().AddSingleton<SourceRegistrations>().AddSingleton<SourceDefaults>();
        services.AddSingleton<PackagePins>().AddSingleton<PackageReadiness>().AddSingleton<PackageWarnings>();
        services.AddSingleton<PoolReadiness>().AddSingleton<PoolDefinitions>();
        services.AddSingleton<AccountGate>().AddSingleton<GateQuotas>().AddSingleton<WorkloadShares>().AddSingleton<WorkloadTurns>().AddSingleton<ChunkAdding>().AddSingleton<PoolTrouble>().AddSingleton<JobLooks>().AddSingleton<KeySymptoms>();
        services.AddSingleton<AccountPlaces>().AddSingleton<AccountDrains>().AddSingleton<RecentPlaces>().AddSingleton<AccountLooks>().AddSingleton<Placements>().AddSingleton<TaskProgress>();
        services.AddSingleton<StagedUse>().AddSingleton<PendingReruns>().AddSingleton<RunRows>().AddSingleton<PurgedRuns>().AddSingleton<RunPurge>().AddSingleton<RunBlobs>();
        services.AddSingleton<RunJobs>().AddSingleton<Tombstones>();
        services.AddSingleton(provider => new AppIdentity(Autobatch.Runs.Ids.ForApp(provider.GetRequiredService<AppStorage>().Ledger.AccountName, options.LedgerTable)));
        services.AddSingleton<LeftJobs>().AddSingleton<LeftPools>().AddSingleton<LeftPlaces>();
        services.AddSingleton<WorkloadCatalog>().AddSingleton<WorkloadRows>().AddSingleton<WorkloadDocuments>().AddSingleton<DeletedWorkloads>().AddSingleton<WorkloadRejection>();
        services.AddSingleton<InputArrived>().AddSingleton<InputIntake>().AddSingleton<InputLedger>().AddSingleton<InputFolders>().AddSingleton<InputAudit>();
        services.AddSingleton<CollectorWaker>().AddSingleton<BatchStore>().AddSingleton<BatchRuns>().AddSingleton<WorkloadViews>().AddSingleton<WorkloadPausing>();
        services.AddSingleton<RerunChunks>().AddSingleton<SucceededTasks>();
        services.AddSingleton(options.Notify).AddSingleton<NotifyClient>();
        services.AddSingleton<DeadLetterBox>().AddSingleton<DeadLetterReplay>().AddSingleton<EventIntake>();
        services.AddSingleton<ContainerAudit>().AddSingleton<AuditRecords>().AddSingleton<StuckRows>();
        services.AddSingleton<KnownRuns>().AddSingleton<RerunLinks>().AddSingleton<OpenRuns>().AddSingleton<RunViews>().AddSingleton<RunTasks>().AddSingleton<RunTimelines>().AddSingleton<TaskFiles>().AddSingleton<OutputBlobs>().AddSingleton<RunFeeds>();
        services.AddSingleton(options.Staging).AddSingleton<StagedBlobs>().AddSingleton<PinnedInputs>().AddSingleton<StagedLists>().AddSingleton<RunStaging>();
        services.AddSingleton<ExternalFiles>().AddSingleton<BlockCopy>().AddSingleton<ExternalCopier>().AddSingleton<CopyIndex>();
        services.AddSingleton<ExplainInputs>().AddSingleton<ExplainStaging>().AddSingleton<ExplainLimits>().AddSingleton<ExplainAccount>().AddSingleton<ManifestExplainer>();
    }
}
