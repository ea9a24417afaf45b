using System.Collections.Frozen;
using static Autobatch.Errors.ErrorCodes;

namespace Autobatch.Errors;

/// <summary>Every error of the app: its code, HTTP status, first sentence and mend, in one table.</summary>
public static class ErrorCatalogue
{
    /// <summary>The table, in the order in which a run may meet the errors.</summary>
    public static IReadOnlyList<ErrorEntry> All { get; } =
    [
        new(BadJson, 400, "The text is not valid JSON.", "Correct the text at the line and column given; comments and trailing commas are not JSON."),
        new(BadYaml, 400, "The text is not valid YAML, or uses what a manifest cannot hold.", "Mend the place named; YAML 1.2, one document, UTF-8."),
        new(ManifestTooLarge, 413, "The manifest is too large.", "Stay within the limit; many similar tasks are better made by a taskFactory."),
        new(DuplicateProperty, 400, "An object has the same property twice.", "Remove one of the two; otherwise it is undecided which one counts."),
        new(UnknownProperty, 400, "A property is neither Batch REST nor one of our additions.", "Use the name suggested, or remove the property."),
        new(MissingProperty, 400, "A required property is missing.", "Add the property named."),
        new(PropertyNotAllowed, 400, "A property is not allowed in this place.", "Remove it; the message says what takes its place."),
        new(PropertiesConflict, 400, "Properties exclude one another or one of several is required.", "Keep exactly the ones that the message names."),
        new(WrongType, 400, "A value has the wrong JSON type.", "Write the value with the type named."),
        new(InvalidValue, 400, "A value is outside its rule.", "Change the value as the message says."),
        new(UnknownPlaceholder, 400, "A placeholder is unknown.", "Use the name suggested; write {{ and }} for literal braces."),
        new(PlaceholderNotAvailable, 400, "A placeholder has no value in this place.", "Move it to where it has one, or write {{ and }} for literal braces."),
        new(DuplicateTaskId, 400, "Two tasks have the same id.", "Give each task its own id; Batch compares ids without regard to case."),
        new(UnknownDependency, 400, "A task depends on a task that the job does not have.", "Correct the id; the task would wait for ever."),
        new(DependencyCycle, 400, "Tasks depend on one another in a circle.", "Break the circle; none of these tasks could ever start."),
        new(InvalidParameter, 400, "A parameter's declaration or value breaks its own rule.", "Make the value fit the type, enum and pattern declared."),
        new(InvalidManifest, 400, "The manifest has errors.", "Mend every entry of errors[]."),
        new(SecretInManifest, 400, "The manifest holds a credential.", "Take it out: name containers, or give an identityReference; change the key or SAS that was written there."),
        new(NotSupportedYet, 400, "The manifest asks for something that is not carried out yet.", "Remove the property named for now."),
        new(MissingParameter, 400, "A parameter has neither a value nor a default.", "Give the value with the request, or a default in the manifest."),
        new(UnknownParameter, 400, "A value was given for a parameter that the manifest does not declare.", "Use a declared name."),
        new(PackageNotFound, 422, "An application package does not exist.", "Drop it as packages/{application}/{version}.zip, or correct the name."),
        new(PackageNotActive, 422, "An application package is not active.", "Drop the package's zip again so that it is registered completely."),
        new(ContainerNotFound, 422, "A storage container does not exist.", "Create the container, or correct its name."),
        new(NoMatchingFiles, 422, "No file matches the task factory's source.", "Check container, blobPrefix, include and exclude; upload inputs before the manifest."),
        new(TooManyTasks, 422, "The task factory would make more tasks than allowed.", "Narrow the source, or raise taskFactory.maxTasks."),
        new(OutputsCollide, 422, "Tasks would overwrite one another's outputs.", "Use {task.id} or {filePath} in the output path."),
        new(TaskTooLarge, 422, "A task is larger than one request to Batch may be.", "Move data out of the task into resource files."),
        new(TooManyResourceFiles, 422, "A task's list of resource files is larger than Batch takes.", "Name a container and a blobPrefix instead of single files."),
        new(PoolNotDefined, 422, "The pool does not exist and nothing defines it.", "Put pools/{poolId}.pool.json, correct poolInfo.poolId, or configure a default pool."),
        new(InvalidPoolDefinition, 422, "The pool's definition is refused.", "Correct pools/{poolId}.pool.json as the message says."),
        new(PoolTooSmall, 422, "A task needs more slots than a node of the pool has.", "Lower requiredSlots, or use a pool with more taskSlotsPerNode."),
        new(RunsTooLong, 422, "A task may run longer than its storage credentials can live.", "Lower maxWallClockTime to less than 7 days, or give destinations an identityReference."),
        new(AccountNotConfigured, 422, "The Batch account is not configured.", "Add it under Autobatch:Accounts, or name another one."),
        new(StorageNotConfigured, 422, "The storage account is not configured.", "Add it under Autobatch:Storage; runs that it started keep their inputs and outputs there."),
        new(AutoStorageNotLinked, 422, "The Batch account has no autostorage account.", "Link a storage account to the Batch account."),
        new(NotifyNotAllowed, 422, "The manifest asks to call a host that is not allowed.", "Have the host added to Autobatch:Notify:AllowedHosts, or remove notify."),
        new(JobIdCollision, 409, "A job with this id exists and belongs to somebody else.", "Delete that job, or change the manifest's id."),
        new(JobVanished, 409, "The run's job was deleted from outside.", "Start the run again."),
        new(TaskRejected, 422, "Batch refused a task.", "Correct the task as the message says."),
        new(BatchRequestFailed, 502, "Batch refused or failed a request.", "See the detail; Batch's own code is given there."),
        new(StorageRequestFailed, 502, "Storage refused or failed a request.", "See the detail; storage's own code is given there."),
        new(BlockedDependency, 422, "Tasks can never start, since a task that they depend on failed.", "Mend the task that failed, or let it satisfy its dependents by exitConditions."),
        new(DeadlineExceeded, 504, "A wait took longer than its limit.", "See waitingFor for what was missing, mend that, and start again."),
        new(NotifyFailed, 502, "The call that tells of the run's end did not succeed.", "See the detail; the run itself is not changed by it."),
        new(ManifestVanished, 404, "The manifest was deleted or overwritten before the run could read it.", "Drop it again."),
        new(Internal, 500, "Something unexpected went wrong on our side.", "Try again; the log has the particulars under the run's id."),
        new(BadPackageName, 400, "The name of a dropped package is not {application}/{version}.zip.", "Rename the blob as the message says."),
        new(PackageTooLarge, 413, "The package is larger than allowed.", "Split the package, or raise the limit in the settings."),
        new(EmptyPackage, 422, "The package's zip holds nothing.", "Put the application's files into the zip, and drop it again."),
        new(CorruptPackage, 422, "The package's zip is damaged or is no zip.", "Build and upload the zip anew; unzip -t shows whether it is whole."),
        new(EncryptedPackage, 422, "The package's zip is encrypted.", "Build the zip without a password; nodes have none."),
        new(UnsupportedPackage, 422, "The package's zip is of a kind that nodes may not unpack.", "Build one zip file with deflate or no compression."),
        new(UnsafePackagePath, 422, "An entry of the package's zip would be unpacked outside its folder.", "Build the zip with relative paths and links that stay inside."),
        new(DuplicatePackageEntry, 422, "Two entries of the package's zip have one place.", "Build the zip with each path once."),
        new(PackageBomb, 422, "The package's zip would unpack to more than allowed.", "Pack less, or raise the bound that the message names in the settings Autobatch:Packages."),
        new(PackageVersionChanged, 409, "This version exists with other content.", "Drop changed content under a new version, or allow updates in the settings."),
        new(BadDefaultVersion, 422, "A dropped default.txt holds no version.", "Write one version, such as 7.1, and nothing else."),
        new(PackageRegistrationFailed, 502, "The package could not be registered.", "See the detail, then drop the package again."),
        new(RunNotFound, 404, "There is no such run.", "Check the id; GET /api/runs lists the runs."),
        new(RunRejected, 409, "What was dropped never became a run.", "See the error of GET /api/runs/{id}."),
        new(TaskNotFound, 404, "The run has no such task.", "Check the id; GET /api/runs/{id}/tasks lists the tasks."),
        new(FileNotFound, 404, "There is no such file.", "Check the path; files of a task vanish with its node, outputs stay."),
        new(SchemaNotFound, 404, "There is no such schema.", "Use job-manifest.v1.schema.json or result.v1.schema.json."),
        new(IdempotencyKeyReused, 422, "The idempotency key was used before with another body.", "Use a fresh key for another manifest."),
        new(InvalidIdempotencyKey, 400, "The idempotency key is unusable.", "Send 1 to 256 printable ASCII characters."),
        new(BodyTooLarge, 413, "The request's body is too large.", "Stay within the limit given."),
        new(UnsupportedMediaType, 415, "The request's content type is not taken.", "Send application/json."),
        new(PreconditionFailed, 412, "The run has changed since the ETag given was read.", "Read the run again, decide anew, and send the new ETag or none."),
        new(OutputNotFound, 404, "The run has no such output.", "Take container and name from GET /api/runs/{id}/outputs."),
        new(ApplicationNotFound, 404, "No configured account has this application.", "Check the id; GET /api/packages lists the applications."),
        new(TooManyStreams, 503, "Too many event streams are open.", "Close streams that nobody reads, or try again later."),
        new(InvalidQuery, 400, "A query parameter is unusable.", "Correct the parameter named."),
        new(InvalidRange, 416, "The range asked for is outside the file.", "Ask for a range within the file's size."),
        new(RunEnded, 409, "The run has already ended.", "Nothing to do; start a new run if you need one."),
        new(RunNotEnded, 409, "The run has not ended yet.", "Wait for its end, or cancel it first."),
        new(NothingToRerun, 409, "Every task of the run succeeded.", "Leave out only=failed to run all of it again."),
        new(RunPurged, 409, "Retention has removed what a rerun needs of the run.", "Leave out only=failed to run all of it again, or drop its manifest anew."),
        new(NotReady, 503, "A service that the app needs does not answer.", "Try again; GET /api/health says which service it is."),
        new(BadRequest, 400, "The request is broken.", "Correct the request as the message says."),
        new(KeyRequired, 401, "The route wants a key.", "Send it in the header x-functions-key or in the query as code."),
        new(HostNotLoopback, 403, "The Host header names no loopback address.", "Call 127.0.0.1 or localhost."),
        new(OriginNotLoopback, 403, "The request comes from a web page of another origin.", "Call the loopback address directly, not from a web page."),
        new(RouteNotFound, 404, "There is no such route.", "GET /api/openapi.json lists the routes."),
        new(MethodNotAllowed, 405, "The route does not take this method.", "Use a method that the header Allow names."),
        new(ContentTypeNotJson, 415, "A request that changes something must be JSON.", "Send the header Content-Type: application/json."),
        new(FunctionFailed, 500, "A function failed unexpectedly.", "The log has the reason under the invocation's id."),
        new(HostFailed, 500, "The host failed to answer.", "The log has the reason."),
    ];

    private static readonly FrozenDictionary<string, ErrorEntry> s_byCode = All.ToFrozenDictionary(e => e.Code, StringComparer.Ordinal);

    /// <summary>The entry for <paramref name="code"/>; <see cref="Internal"/>'s for a code that is not ours.</summary>
    public static ErrorEntry Find(string code) => s_byCode.TryGetValue(code, out ErrorEntry? entry) ? entry : s_byCode[Internal];

    /// <summary>Whether <paramref name="code"/> is one of ours.</summary>
    public static bool Knows(string code) => s_byCode.ContainsKey(code);
}
