using System.Reflection;
using Microsoft.Azure.Functions.Worker.Runtime.Settings;

namespace Microsoft.Azure.Functions.Worker.Runtime.Discovery;

/// <summary>A method marked as a function, while it is being read.</summary>
internal sealed class FunctionCandidate(string name, MethodInfo method, SettingReferences settings, List<string> errors)
{
    public string Name => name;

    public MethodInfo Method => method;

    public SettingReferences Settings => settings;

    public bool Faulty { get; private set; }

    /// <summary>Notes what is wrong and how to mend it; the host lists every error at once and does not start.</summary>
    public void Report(string problem)
    {
        Faulty = true;
        errors.Add($"Function '{name}' ({method.DeclaringType?.FullName}.{method.Name}): {problem}");
    }

    /// <summary>Resolves <c>%Setting%</c> references; reports the missing ones and gives null.</summary>
    public string? Resolve(string what, string text)
    {
        if (settings.TryResolve(text, out string resolved, out string? missing)) return resolved;
        Report($"{what} '{text}' names the setting '{missing}', which is not set. Set it in local.settings.json or the environment.");
        return null;
    }
}
