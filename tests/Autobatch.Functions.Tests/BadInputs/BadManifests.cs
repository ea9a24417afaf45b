using Autobatch.Errors;

namespace Autobatch.Functions.Tests.BadInputs;

/// <summary>Manifests that are JSON and wrong: each is refused at once, or its run fails before it has a job.</summary>
internal static class BadManifests
{
    /// <summary>Stands in manifests where a credential would; no answer may repeat it.</summary>
    public const string Secret = "PlantedSignature0123456789abcdefghijklmnopqrs";

    private static readonly string s_long = new('a', 5000);

    public static IReadOnlyList<BadInput> Rows { get; } =
    [
        new("manifest is null", ErrorCodes.WrongType, d => d.PostAsync("null")), new("manifest is a list", ErrorCodes.WrongType, d => d.PostAsync("[]")), new("manifest is a number", ErrorCodes.WrongType, d => d.PostAsync("1e308")),
        new("manifest is empty", ErrorCodes.MissingProperty, d => d.PostAsync("{}")),
        new("manifest is of another version", ErrorCodes.InvalidValue, d => d.PostAsync("""{"schemaVersion":"2.0","id":"x","tasks":[{"id":"t","commandLine":"true"}]}""")) { Pointer = "/schemaVersion" },
        new("manifest's version has a blank", ErrorCodes.InvalidValue, d => d.PostAsync("""{"schemaVersion":"1.0 ","id":"x","tasks":[{"id":"t","commandLine":"true"}]}""")) { Pointer = "/schemaVersion" },
        new("manifest's version is a number", ErrorCodes.InvalidValue, d => d.PostAsync("""{"schemaVersion":1.0,"id":"x","tasks":[{"id":"t","commandLine":"true"}]}""")) { Pointer = "/schemaVersion" },
        .. new[]
        {
            ("leads out of a folder", "../../x"), ("has an encoded slash", "a%2fb"), ("has a backslash", "a\\\\b"), ("has a line feed", "a\\nb"), ("has combining marks", "u\u0308"), ("is full-width", "\uFF41\uFF42"),
            ("runs from right to left", "a\u202Eb"), ("is an emoji", "\U0001F4A5"), ("is a formula", "=1+1"), ("is 65 characters long", s_long[..65]), ("has 5,000 characters", s_long), ("is HTML", "<b>"), ("is a query", "' or 1 eq 1"), ("is empty", ""),
            ("is a blank", " "), ("is a dot", "."), ("has a dollar sign", "$x"), ("has a zero-width joiner", "a\u200Db"),
        }.Select(i => new BadInput($"job's id {i.Item1}", ErrorCodes.InvalidValue, d => d.PostAsync($$"""{"schemaVersion":"1.0","id":"{{i.Item2}}","tasks":[{"id":"t","commandLine":"true"}]}""")) { Pointer = "/id" }),
        new("job's id has a NUL", ErrorCodes.InvalidValue, d => d.PostAsync("{\"schemaVersion\":\"1.0\",\n\"id\":\"a\\u0000b\"}")) { Line = 2 },
        Job("priority is huge", ErrorCodes.InvalidValue, "/priority", "\"priority\":1001"), Job("priority has no end", ErrorCodes.WrongType, "/priority", "\"priority\":1e999"),
        Job("priority has 10,000 digits", ErrorCodes.InvalidValue, "/priority", "\"priority\":" + new string('9', 10_000)), Job("priority is almost nothing", ErrorCodes.WrongType, "/priority", "\"priority\":1e-999999"),
        Job("priority is a text", ErrorCodes.WrongType, "/priority", "\"priority\":\"1\""), Job("priority is minus zero point five", ErrorCodes.WrongType, "/priority", "\"priority\":-0.5"),
        Job("property is unknown", ErrorCodes.UnknownProperty, "/prioritty", "\"prioritty\":1"), Job("property is of a prototype", ErrorCodes.UnknownProperty, "/__proto__", "\"__proto__\":{}"), Job("property is empty", ErrorCodes.UnknownProperty, "/", "\"\":1"),
        Job("property runs from right to left", ErrorCodes.UnknownProperty, "/\u202Edi", "\"\u202Edi\":1"), Job("property is a reference", ErrorCodes.UnknownProperty, "/$ref", "\"$ref\":\"file:///etc/passwd\""),
        Job("property has 5,000 characters", ErrorCodes.UnknownProperty, null, $"\"{s_long}\":1"), Job("property has slashes and tildes", ErrorCodes.UnknownProperty, "/a~1b~0c", "\"a/b~c\":1"),
        Job("duration is not one", ErrorCodes.InvalidValue, "/constraints/maxWallClockTime", "\"constraints\":{\"maxWallClockTime\":\"an hour\"}"),
        Job("duration is beyond all bounds", ErrorCodes.InvalidValue, "/constraints/maxWallClockTime", "\"constraints\":{\"maxWallClockTime\":\"P99999999999999999999Y\"}"),
        Job("duration is negative", ErrorCodes.InvalidValue, "/constraints/maxWallClockTime", "\"constraints\":{\"maxWallClockTime\":\"-PT1S\"}"),
        Job("pool is given twice", ErrorCodes.PropertiesConflict, "/poolInfo", "\"poolInfo\":{\"poolId\":\"p\",\"autoPoolSpecification\":{\"poolLifetimeOption\":\"job\",\"pool\":{}}}"),
        Job("pool's id has a blank", ErrorCodes.InvalidValue, "/poolInfo/poolId", "\"poolInfo\":{\"poolId\":\"a b\"}"),
        Job("call of the end goes by file", ErrorCodes.InvalidValue, null, "\"notify\":{\"url\":\"file:///etc/passwd\"}"), Job("call of the end goes by script", ErrorCodes.InvalidValue, null, "\"notify\":{\"url\":\"javascript:alert(1)\"}"),
        Job("call of the end has a password", ErrorCodes.InvalidValue, null, $"\"notify\":{{\"url\":\"https://me:{Secret}@example.org/x\"}}"),
        Run("call of the end goes to a foreign host", ErrorCodes.NotifyNotAllowed, "\"notify\":{\"url\":\"https://example.org/x\"}"), Run("call of the end goes to the metadata service", ErrorCodes.NotifyNotAllowed, "\"notify\":{\"url\":\"https://169.254.169.254/x\"}"),
        Run("call of the end goes to this machine", ErrorCodes.NotifyNotAllowed, "\"notify\":{\"url\":\"https://[::1]:443/x\"}"),
        Run("package is not there", ErrorCodes.PackageNotFound, "\"applications\":[{\"applicationId\":\"nowhere\",\"version\":\"1.0\"}]"), Run("pool is not defined", ErrorCodes.PoolNotDefined, "\"poolInfo\":{\"poolId\":\"no-such-pool\"}"),
        new("call of the end is dropped in a blob", ErrorCodes.NotifyNotAllowed, d => d.DropAsync("Jobs", "notify.job.json", Manifest("\"notify\":{\"url\":\"https://example.org/x\"}"))),

        Task("task is null", ErrorCodes.WrongType, "/tasks/0", "null"), Task("task is a text", ErrorCodes.WrongType, "/tasks/0", "\"true\""), Task("task has no command", ErrorCodes.MissingProperty, "/tasks/0", "{\"id\":\"t\"}"),
        Task("command is empty", ErrorCodes.InvalidValue, "/tasks/0/commandLine", "{\"id\":\"t\",\"commandLine\":\"\"}"), Task("command is a list", ErrorCodes.WrongType, "/tasks/0/commandLine", "{\"id\":\"t\",\"commandLine\":[\"true\"]}"),
        Task("command has a NUL", ErrorCodes.InvalidValue, null, "{\"id\":\"t\",\"commandLine\":\"a\\u0000b\"}"),
        Task("task's id leads out of a folder", ErrorCodes.InvalidValue, "/tasks/0/id", "{\"id\":\"../t\",\"commandLine\":\"true\"}"), Task("task's id is a formula", ErrorCodes.InvalidValue, "/tasks/0/id", "{\"id\":\"@SUM(A1)\",\"commandLine\":\"true\"}"),
        Task("task's id is there in capitals too", ErrorCodes.DuplicateTaskId, "/tasks/1/id", "{\"id\":\"t\",\"commandLine\":\"true\"},{\"id\":\"T\",\"commandLine\":\"true\"}"),
        Task("task waits for itself", ErrorCodes.DependencyCycle, null, "{\"id\":\"t\",\"commandLine\":\"true\",\"dependsOn\":{\"taskIds\":[\"t\"]}}"),
        Task("task waits for nobody", ErrorCodes.UnknownDependency, "/tasks/0/dependsOn/taskIds/0", "{\"id\":\"t\",\"commandLine\":\"true\",\"dependsOn\":{\"taskIds\":[\"nobody\"]}}"),
        Task("tasks wait in a circle", ErrorCodes.DependencyCycle, null, Circle(3000)),
        Task("placeholder is of a prototype", ErrorCodes.UnknownPlaceholder, "/tasks/0/commandLine", "{\"id\":\"t\",\"commandLine\":\"echo {parameters.__proto__}\"}"),
        Task("container is $root", ErrorCodes.InvalidValue, "/tasks/0/resourceFiles/0/autoStorageContainerName", Resource("\"autoStorageContainerName\":\"$root\"")),
        Task("container is in capitals", ErrorCodes.InvalidValue, "/tasks/0/resourceFiles/0/autoStorageContainerName", Resource("\"autoStorageContainerName\":\"Inputs\"")),
        Task("container leads elsewhere", ErrorCodes.InvalidValue, "/tasks/0/resourceFiles/0/autoStorageContainerName", Resource("\"autoStorageContainerName\":\"a/../b\"")),
        Task("resource goes by file", ErrorCodes.InvalidValue, "/tasks/0/resourceFiles/0/httpUrl", Resource("\"httpUrl\":\"file:///etc/passwd\",\"filePath\":\"x\"")),
        Task("resource leads out of the task's folder", ErrorCodes.InvalidValue, "/tasks/0/resourceFiles/0/filePath", Resource("\"httpUrl\":\"https://example.org/a\",\"filePath\":\"../../../etc/cron.d/x\"")),
        Task("resource has an absolute path", ErrorCodes.InvalidValue, "/tasks/0/resourceFiles/0/filePath", Resource("\"httpUrl\":\"https://example.org/a\",\"filePath\":\"/etc/cron.d/x\"")),
        Task("resource has a signature", ErrorCodes.SecretInManifest, null, Resource($"\"httpUrl\":\"https://a.blob.core.windows.net/c/b?sv=2025-01-05&sig={Secret}%3D\",\"filePath\":\"x\"")),
        Task("environment has a storage key", ErrorCodes.SecretInManifest, null, $"{{\"id\":\"t\",\"commandLine\":\"true\",\"environmentSettings\":[{{\"name\":\"C\",\"value\":\"DefaultEndpointsProtocol=https;AccountName=a;AccountKey={Secret}==;EndpointSuffix=core.windows.net\"}}]}}"),
        Task("output leads out of its container", ErrorCodes.InvalidValue, null, "{\"id\":\"t\",\"commandLine\":\"true\",\"outputFiles\":[{\"filePattern\":\"a\",\"destination\":{\"autoStorage\":{\"path\":\"../../other/x\"}},\"uploadOptions\":{\"uploadCondition\":\"taskCompletion\"}}]}"),
        Late("container is not there", ErrorCodes.ContainerNotFound, Resource("\"autoStorageContainerName\":\"not-there\"")),
        Late("copy of a foreign host", ErrorCodes.CopyNotAllowed, Resource("\"httpUrl\":\"https://example.org/a\",\"filePath\":\"x\",\"copy\":true")),
        Late("copy of the metadata service", ErrorCodes.CopyNotAllowed, Resource("\"httpUrl\":\"http://169.254.169.254/latest\",\"filePath\":\"x\",\"copy\":true")),

        new("tasks are 400,000 numbers", ErrorCodes.WrongType, d => d.PostAsync($"{{\"schemaVersion\":\"1.0\",\"id\":\"x\",\"tasks\":[{string.Join(',', Enumerable.Repeat("1", 400_000))}]}}")) { Pointer = "/tasks/0" },
        new("tasks are an object", ErrorCodes.WrongType, d => d.PostAsync("""{"schemaVersion":"1.0","id":"x","tasks":{"0":{}}}""")) { Pointer = "/tasks" },
        new("tasks are too many", ErrorCodes.InvalidValue, d => d.PostAsync($"{{\"schemaVersion\":\"1.0\",\"id\":\"x\",\"tasks\":[{string.Join(',', Enumerable.Range(0, 10_001).Select(i => $"{{\"id\":\"{i}\",\"commandLine\":\"true\"}}"))}]}}")) { Pointer = "/tasks" },
        new("sweep is a million million tasks", ErrorCodes.TooManyTasks, d => d.RunAsync(Factory("\"type\":\"parametricSweep\",\"parameterSets\":[" + string.Join(',', Enumerable.Repeat("{\"start\":1,\"end\":1000}", 4)) + "]"))),
        new("factory finds no file", ErrorCodes.NoMatchingFiles, d => d.RunAsync(
            Factory($"\"type\":\"taskPerFile\",\"source\":{{\"autoStorageContainerName\":\"{d.App.Container("Inputs")}\",\"blobPrefix\":\"../\"}}"))),

        Parameter("parameter is not declared", ErrorCodes.UnknownParameter, "\"type\":\"string\"", "?parameters.p=a&parameters.q=b"), Parameter("parameter is not given", ErrorCodes.MissingParameter, "\"type\":\"string\"", ""),
        Parameter("parameter is given twice", ErrorCodes.InvalidQuery, "\"type\":\"string\"", "?parameters.p=a&parameters.p=b"), Parameter("parameter has no name", ErrorCodes.UnknownParameter, "\"type\":\"string\",\"default\":\"x\"", "?parameters.=a"),
        Parameter("parameter is no number", ErrorCodes.InvalidParameter, "\"type\":\"integer\"", "?parameters.p=1e3"), Parameter("parameter is beyond all numbers", ErrorCodes.InvalidParameter, "\"type\":\"integer\"", "?parameters.p=99999999999999999999"),
        Parameter("parameter is in Arabic digits", ErrorCodes.InvalidParameter, "\"type\":\"integer\"", "?parameters.p=%D9%A1"), Parameter("parameter is none of its choices", ErrorCodes.InvalidParameter, "\"type\":\"string\",\"enum\":[\"a\"]", "?parameters.p=A"),
        Parameter("parameter takes for ever to match", ErrorCodes.InvalidParameter, "\"type\":\"string\",\"pattern\":\"^(a+)+$\"", $"?parameters.p={s_long}!"),
        Parameter("pattern is broken", ErrorCodes.InvalidParameter, "\"type\":\"string\",\"pattern\":\"(\"", "?parameters.p=a"), Parameter("pattern looks back", ErrorCodes.InvalidParameter, "\"type\":\"string\",\"pattern\":\"(a)\\\\1\"", "?parameters.p=aa"),
        Parameter("parameter holds a signature", ErrorCodes.SecretInManifest, "\"type\":\"string\"", $"?parameters.p={Uri.EscapeDataString($"https://a.blob.core.windows.net/c/b?sv=1&sig={Secret}%3D")}"),
        Parameter("parameter holds a NUL", ErrorCodes.InvalidParameter, "\"type\":\"string\"", "?parameters.p=a%00b"),
    ];

    private static string Manifest(string property) => $$"""{"schemaVersion":"1.0","id":"x",{{property}},"tasks":[{"id":"t","commandLine":"true"}]}""";

    private static string Tasks(string tasks) => $$"""{"schemaVersion":"1.0","id":"x","tasks":[{{tasks}}]}""";

    private static string Factory(string properties) => "{\"schemaVersion\":\"1.0\",\"id\":\"x\",\"taskFactory\":{" + properties + ",\"repeatTask\":{\"commandLine\":\"echo\"}}}";

    private static string Resource(string properties) => "{\"id\":\"t\",\"commandLine\":\"true\",\"resourceFiles\":[{" + properties + "}]}";

    private static string Circle(int tasks) =>
        string.Join(',', Enumerable.Range(0, tasks).Select(i => $"{{\"id\":\"{i}\",\"commandLine\":\"true\",\"dependsOn\":{{\"taskIds\":[\"{(i + 1) % tasks}\"]}}}}"));

    private static BadInput Job(string name, string code, string? pointer, string property) => new(name, code, d => d.PostAsync(Manifest(property))) { Pointer = pointer };

    private static BadInput Run(string name, string code, string property) => new(name, code, d => d.RunAsync(Manifest(property)));

    private static BadInput Task(string name, string code, string? pointer, string tasks) => new(name, code, d => d.PostAsync(Tasks(tasks))) { Pointer = pointer };

    private static BadInput Late(string name, string code, string tasks) => new(name, code, d => d.RunAsync(Tasks(tasks)));

    private static BadInput Parameter(string name, string code, string declaration, string query) => new(
        name, code, d => d.PostAsync("{\"schemaVersion\":\"1.0\",\"id\":\"x\",\"parameters\":{\"p\":{" + declaration + "}},\"tasks\":[{\"id\":\"t\",\"commandLine\":\"echo {parameters.p}\"}]}", query));
}
