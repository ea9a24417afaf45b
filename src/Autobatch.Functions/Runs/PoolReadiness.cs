using System.Text.Json;
using Autobatch.Accounts;
using Autobatch.Errors;
using Autobatch.Functions.Accounts;
using Autobatch.Functions.Configuration;
using Autobatch.Planning;

namespace Autobatch.Functions.Runs;

/// <summary>Sees that a run's pool exists, making it when something defines it, and that its nodes have room for each task.</summary>
internal sealed class PoolReadiness(PoolDefinitions definitions, AppOptions options)
{
    /// <exception cref="FaultException">Nothing defines the pool, its definition is refused, or it cannot do what the run asks of it.</exception>
    public async Task EnsureAsync(BatchAccount account, RunPlan plan, BatchAccountFacts known, CancellationToken cancellationToken)
    {
        if (plan.PoolId is not { } id)
        {
            return;
        }

        if (await PoolLimits.FindAsync(account, id, cancellationToken) is not { } pool)
        {
            await CreateAsync(account, plan, id, known, cancellationToken);
            pool = await PoolLimits.FindAsync(account, id, cancellationToken) ?? throw new RetryLaterException($"Pool '{id}' was made and is not there.");
        }

        if (PoolLimits.FaultOf(pool, plan, id, known) is { } fault)
        {
            throw fault;
        }

        int slots = PoolNodes.Of(pool).TaskSlotsPerNode;
        if (plan.RequiredSlots > slots)
        {
            throw new FaultException(ErrorCodes.PoolTooSmall, $"A task asks for {plan.RequiredSlots} slots; nodes of pool '{id}' have {slots}.");
        }
    }

    private async Task CreateAsync(BatchAccount account, RunPlan plan, string id, BatchAccountFacts known, CancellationToken cancellationToken)
    {
        byte[]? body = await definitions.FindAsync(id, cancellationToken) ?? (id == options.DefaultPool?.Id ? options.DefaultPool.Body : null);
        if (body is null)
        {
            throw new FaultException(
                ErrorCodes.PoolNotDefined, $"Account '{account.Name}' has no pool '{id}', and there is no {options.Containers.Pools}/{PoolDefinitions.Name(id)} to make it from.");
        }

        if (known.MayBeKnownSoon)
        {
            // Made without an identity that its nodes need, it would have to be deleted again by hand.
            throw new RetryLaterException($"Pool '{id}' is not made while nobody tells whether its nodes need an identity: {known.Unknown}");
        }

        if (PoolLimits.FaultOfDefinition(JsonElement.Parse(body), plan, id, known) is { } fault)
        {
            throw fault;
        }

        await PoolCreation.CreateAsync(account, id, body, known, cancellationToken);
    }
}
