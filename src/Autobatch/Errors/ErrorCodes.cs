namespace Autobatch.Errors;

/// <summary>Names of every error that the app itself reports. <see cref="ErrorCatalogue"/> says what each means.</summary>
public static class ErrorCodes
{
    // Manifests: the text itself.
    public const string BadJson = nameof(BadJson);
    public const string BadYaml = nameof(BadYaml);
    public const string ManifestTooLarge = nameof(ManifestTooLarge);
    public const string DuplicateProperty = nameof(DuplicateProperty);
    public const string UnknownProperty = nameof(UnknownProperty);
    public const string MissingProperty = nameof(MissingProperty);
    public const string PropertyNotAllowed = nameof(PropertyNotAllowed);
    public const string PropertiesConflict = nameof(PropertiesConflict);
    public const string WrongType = nameof(WrongType);
    public const string InvalidValue = nameof(InvalidValue);
    public const string UnknownPlaceholder = nameof(UnknownPlaceholder);
    public const string PlaceholderNotAvailable = nameof(PlaceholderNotAvailable);
    public const string DuplicateTaskId = nameof(DuplicateTaskId);
    public const string UnknownDependency = nameof(UnknownDependency);
    public const string DependencyCycle = nameof(DependencyCycle);
    public const string InvalidParameter = nameof(InvalidParameter);
    public const string InvalidManifest = nameof(InvalidManifest);
    public const string SecretInManifest = nameof(SecretInManifest);

    // Planning and preflight.
    public const string MissingParameter = nameof(MissingParameter);
    public const string UnknownParameter = nameof(UnknownParameter);
    public const string PackageNotFound = nameof(PackageNotFound);
    public const string PackageNotActive = nameof(PackageNotActive);
    public const string PackageSourceNotFound = nameof(PackageSourceNotFound);
    public const string PackageHashMismatch = nameof(PackageHashMismatch);
    public const string ContainerNotFound = nameof(ContainerNotFound);
    public const string NoMatchingFiles = nameof(NoMatchingFiles);
    public const string TooManyTasks = nameof(TooManyTasks);
    public const string OutputsCollide = nameof(OutputsCollide);
    public const string TaskTooLarge = nameof(TaskTooLarge);
    public const string TooManyResourceFiles = nameof(TooManyResourceFiles);
    public const string PoolNotDefined = nameof(PoolNotDefined);
    public const string InvalidPoolDefinition = nameof(InvalidPoolDefinition);
    public const string PoolTooSmall = nameof(PoolTooSmall);
    public const string PoolPropertyUnsupported = nameof(PoolPropertyUnsupported);
    public const string PoolIdentityMissing = nameof(PoolIdentityMissing);
    public const string PoolIdentityDenied = nameof(PoolIdentityDenied);
    public const string RunsTooLong = nameof(RunsTooLong);
    public const string AccountNotConfigured = nameof(AccountNotConfigured);
    public const string AccountNotFound = nameof(AccountNotFound);
    public const string AccountExists = nameof(AccountExists);
    public const string AccountRequestFailed = nameof(AccountRequestFailed);
    public const string InvalidAccount = nameof(InvalidAccount);
    public const string LinkInUse = nameof(LinkInUse);
    public const string OperationNotFound = nameof(OperationNotFound);
    public const string StorageNotConfigured = nameof(StorageNotConfigured);
    public const string AutoStorageNotLinked = nameof(AutoStorageNotLinked);
    public const string PackagesUnavailable = nameof(PackagesUnavailable);
    public const string PackageFallbackUnavailable = nameof(PackageFallbackUnavailable);
    public const string MountsUnavailable = nameof(MountsUnavailable);
    public const string CopyFailed = nameof(CopyFailed);
    public const string CopyNotAllowed = nameof(CopyNotAllowed);
    public const string CopyTooLarge = nameof(CopyTooLarge);
    public const string InputChanged = nameof(InputChanged);
    public const string StagingVanished = nameof(StagingVanished);
    public const string NotifyNotAllowed = nameof(NotifyNotAllowed);

    // Carrying a run out.
    public const string JobIdCollision = nameof(JobIdCollision);
    public const string JobVanished = nameof(JobVanished);
    public const string TaskRejected = nameof(TaskRejected);
    public const string BatchRequestFailed = nameof(BatchRequestFailed);
    public const string StorageRequestFailed = nameof(StorageRequestFailed);
    public const string BlockedDependency = nameof(BlockedDependency);
    public const string DeadlineExceeded = nameof(DeadlineExceeded);
    public const string NotifyFailed = nameof(NotifyFailed);
    public const string ArrivalFailed = nameof(ArrivalFailed);
    public const string EventUnreadable = nameof(EventUnreadable);
    public const string DeadLetterNotFound = nameof(DeadLetterNotFound);
    public const string ManifestVanished = nameof(ManifestVanished);
    public const string Internal = nameof(Internal);

    // Packages.
    public const string BadPackageName = nameof(BadPackageName);
    public const string PackageTooLarge = nameof(PackageTooLarge);
    public const string EmptyPackage = nameof(EmptyPackage);
    public const string CorruptPackage = nameof(CorruptPackage);
    public const string EncryptedPackage = nameof(EncryptedPackage);
    public const string UnsupportedPackage = nameof(UnsupportedPackage);
    public const string UnsafePackagePath = nameof(UnsafePackagePath);
    public const string DuplicatePackageEntry = nameof(DuplicatePackageEntry);
    public const string PackageBomb = nameof(PackageBomb);
    public const string BadDefaultVersion = nameof(BadDefaultVersion);
    public const string PackageVersionChanged = nameof(PackageVersionChanged);
    public const string PackageRegistrationFailed = nameof(PackageRegistrationFailed);

    // Workloads.
    public const string BadWorkloadName = nameof(BadWorkloadName);
    public const string WorkloadDefinedTwice = nameof(WorkloadDefinedTwice);
    public const string WorkloadNotFound = nameof(WorkloadNotFound);
    public const string WorkloadVersionLost = nameof(WorkloadVersionLost);

    // HTTP.
    public const string BadFileName = nameof(BadFileName);
    public const string RunNotFound = nameof(RunNotFound);
    public const string RunRejected = nameof(RunRejected);
    public const string TaskNotFound = nameof(TaskNotFound);
    public const string FileNotFound = nameof(FileNotFound);
    public const string SchemaNotFound = nameof(SchemaNotFound);
    public const string IdempotencyKeyReused = nameof(IdempotencyKeyReused);
    public const string InvalidIdempotencyKey = nameof(InvalidIdempotencyKey);
    public const string BodyTooLarge = nameof(BodyTooLarge);
    public const string UnsupportedMediaType = nameof(UnsupportedMediaType);
    public const string PreconditionFailed = nameof(PreconditionFailed);
    public const string OutputNotFound = nameof(OutputNotFound);
    public const string ApplicationNotFound = nameof(ApplicationNotFound);
    public const string TooManyStreams = nameof(TooManyStreams);
    public const string InvalidQuery = nameof(InvalidQuery);
    public const string InvalidRange = nameof(InvalidRange);
    public const string RunEnded = nameof(RunEnded);
    public const string RunNotEnded = nameof(RunNotEnded);
    public const string NothingToRerun = nameof(NothingToRerun);
    public const string RunPurged = nameof(RunPurged);
    public const string NotReady = nameof(NotReady);

    // What the local Functions host answers by itself, before or instead of a function.
    public const string BadRequest = nameof(BadRequest);
    public const string KeyRequired = nameof(KeyRequired);
    public const string HostNotLoopback = nameof(HostNotLoopback);
    public const string OriginNotLoopback = nameof(OriginNotLoopback);
    public const string RouteNotFound = nameof(RouteNotFound);
    public const string MethodNotAllowed = nameof(MethodNotAllowed);
    public const string ContentTypeNotJson = nameof(ContentTypeNotJson);
    public const string FunctionNotFound = nameof(FunctionNotFound);
    public const string InvalidEvents = nameof(InvalidEvents);
    public const string FunctionFailed = nameof(FunctionFailed);
    public const string HostFailed = nameof(HostFailed);
}
