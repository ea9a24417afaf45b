using Microsoft.Azure.Functions.Worker.Runtime.Discovery;

namespace Microsoft.Azure.Functions.Worker.Runtime.Http;

/// <param name="Route">The template under the prefix.</param>
/// <param name="Methods">Upper case; empty for any.</param>
internal sealed record HttpTriggerModel(string Route, IReadOnlyList<string> Methods, AuthorizationLevel Level) : TriggerModel;
