using System.Text.Json.Serialization;

namespace Autobatch.Standins.DurableTask.Tests.Model;

/// <summary>A random orchestration as data: run by the engine, and evaluated by a few lines without one.</summary>
[JsonDerivedType(typeof(Call), "call")]
[JsonDerivedType(typeof(Flaky), "flaky")]
[JsonDerivedType(typeof(Failing), "failing")]
[JsonDerivedType(typeof(Pause), "pause")]
[JsonDerivedType(typeof(Event), "event")]
[JsonDerivedType(typeof(Nap), "nap")]
[JsonDerivedType(typeof(Child), "child")]
[JsonDerivedType(typeof(Sequence), "sequence")]
[JsonDerivedType(typeof(Parallel), "parallel")]
[JsonDerivedType(typeof(NewGeneration), "generation")]
internal abstract record Step;

/// <summary>An activity that returns the value.</summary>
internal sealed record Call(int Value) : Step;

/// <summary>An activity that fails the given number of times before it returns the value; retried often enough.</summary>
internal sealed record Flaky(int Value, int Failures) : Step;

/// <summary>An activity that fails for good; the failure is caught.</summary>
internal sealed record Failing : Step;

internal sealed record Pause(int Milliseconds) : Step;

/// <summary>An event that the orchestration sends to itself and then waits for.</summary>
internal sealed record Event(int Value) : Step;

/// <summary>An activity that suspends its orchestration, raises an event that comes too early, and resumes it.</summary>
internal sealed record Nap(int Value) : Step;

/// <summary>A sub-orchestration that runs the inner step.</summary>
internal sealed record Child(Step Inner) : Step;

internal sealed record Sequence(Step[] Steps) : Step;

internal sealed record Parallel(Step[] Steps) : Step;

/// <summary>A sub-orchestration that runs the first step, continues as new, and runs the second.</summary>
internal sealed record NewGeneration(Step First, Step Second) : Step;

/// <summary>The input of an orchestration that runs a step.</summary>
internal sealed record StepInput(Step Step);
