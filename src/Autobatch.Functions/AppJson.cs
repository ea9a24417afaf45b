using System.Text.Json.Serialization;
using Autobatch.Batch;
using Autobatch.Errors;
using Autobatch.Functions.Accounts.Changes;
using Autobatch.Functions.Api;
using Autobatch.Functions.Api.Accounts;
using Autobatch.Functions.Api.Audit;
using Autobatch.Functions.Api.DeadLetters;
using Autobatch.Functions.Api.Outputs;
using Autobatch.Functions.Api.Packages;
using Autobatch.Functions.Api.Pools;
using Autobatch.Functions.Api.Timelines;
using Autobatch.Functions.Api.Workloads;
using Autobatch.Functions.Events;
using Autobatch.Functions.Explaining;
using Autobatch.Functions.Packages.Catalog;
using Autobatch.Functions.Packages.Fallback;
using Autobatch.Functions.Placing;
using Autobatch.Functions.Runs;
using Autobatch.Functions.Runs.Notify;
using Autobatch.Functions.Runs.Reruns;
using Autobatch.Functions.Staging;
using Autobatch.Functions.Watching;
using Autobatch.Functions.Workloads;
using Autobatch.Placement;

namespace Autobatch.Functions;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AccountDrainView))]
[JsonSerializable(typeof(AccountBody))]
[JsonSerializable(typeof(AccountChange))]
[JsonSerializable(typeof(AccountListView))]
[JsonSerializable(typeof(AuditListView))]
[JsonSerializable(typeof(DeadLetterListView))]
[JsonSerializable(typeof(DeletedLettersView))]
[JsonSerializable(typeof(ReplayView))]
[JsonSerializable(typeof(ApplicationListView))]
[JsonSerializable(typeof(ApplicationView))]
[JsonSerializable(typeof(AutoStorageBody))]
[JsonSerializable(typeof(BatchFailure))]
[JsonSerializable(typeof(ClosedBatch))]
[JsonSerializable(typeof(DoctorView))]
[JsonSerializable(typeof(ExplainView))]
[JsonSerializable(typeof(FairTurns))]
[JsonSerializable(typeof(HealthView))]
[JsonSerializable(typeof(IReadOnlyList<RerunChunk>))]
[JsonSerializable(typeof(IReadOnlyList<PoolSample>))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(IReadOnlyList<WorkloadVersion>))]
[JsonSerializable(typeof(NotifyBody))]
[JsonSerializable(typeof(OperationView))]
[JsonSerializable(typeof(OutputListView))]
[JsonSerializable(typeof(PoisonBlob))]
[JsonSerializable(typeof(PoolHistoryListView))]
[JsonSerializable(typeof(PoolListView))]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(RecordedProgress))]
[JsonSerializable(typeof(RunAccepted))]
[JsonSerializable(typeof(RunListView))]
[JsonSerializable(typeof(RunView))]
[JsonSerializable(typeof(PruneReport))]
[JsonSerializable(typeof(RunPackages))]
[JsonSerializable(typeof(RunPackageFiles))]
[JsonSerializable(typeof(SourceBlob))]
[JsonSerializable(typeof(PinnedWindow))]
[JsonSerializable(typeof(StagingRecord))]
[JsonSerializable(typeof(TaskListView))]
[JsonSerializable(typeof(TaskView))]
[JsonSerializable(typeof(TimelineView))]
[JsonSerializable(typeof(WorkloadError))]
[JsonSerializable(typeof(WorkloadListView))]
[JsonSerializable(typeof(PutFileView))]
[JsonSerializable(typeof(WorkloadReplayView))]
[JsonSerializable(typeof(WorkloadView))]
internal sealed partial class AppJson : JsonSerializerContext;
