using Autobatch.Standins.Runtime.Durable.Versioning;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;

namespace Autobatch.Standins.Runtime.Durable.Execution;

/// <summary>What orchestration contexts share.</summary>
internal sealed record EngineServices(DataConverter Converter, ILoggerFactory Loggers, VersioningOptions Versioning);
