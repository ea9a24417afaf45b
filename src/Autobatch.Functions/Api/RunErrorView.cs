namespace Autobatch.Functions.Api;

/// <summary>Why a run did not complete; <c>error.json</c> may say more.</summary>
internal sealed record RunErrorView(string Code, string Detail);
