namespace Microsoft.Azure.Functions.Worker.Runtime.Invocation;

/// <summary>Waits for what a method returned and gives its value; one reader a function, chosen by the return type.</summary>
internal abstract class ResultReader
{
    /// <summary>The type of the value that comes out; <c>void</c> when none does.</summary>
    public static Type ValueType(Type returnType)
    {
        if (returnType == typeof(Task) || returnType == typeof(ValueTask)) return typeof(void);
        return IsGenericTask(returnType) ? returnType.GetGenericArguments()[0] : returnType;
    }

    public static ResultReader For(Type returnType)
    {
        if (returnType == typeof(void)) return new None();
        if (returnType == typeof(Task)) return new OfTask();
        if (returnType == typeof(ValueTask)) return new OfValueTask();
        if (!IsGenericTask(returnType)) return new Plain();
        Type reader = returnType.GetGenericTypeDefinition() == typeof(Task<>) ? typeof(OfTask<>) : typeof(OfValueTask<>);
        return (ResultReader)Activator.CreateInstance(reader.MakeGenericType(returnType.GetGenericArguments()))!;
    }

    public abstract ValueTask<object?> ReadAsync(object? returned);

    private static bool IsGenericTask(Type type) => type.IsGenericType
        && (type.GetGenericTypeDefinition() == typeof(Task<>) || type.GetGenericTypeDefinition() == typeof(ValueTask<>));

    private sealed class None : ResultReader
    {
        public override ValueTask<object?> ReadAsync(object? returned) => new((object?)null);
    }

    private sealed class Plain : ResultReader
    {
        public override ValueTask<object?> ReadAsync(object? returned) => new(returned);
    }

    private sealed class OfTask : ResultReader
    {
        public override async ValueTask<object?> ReadAsync(object? returned)
        {
            await (Task)returned!;
            return null;
        }
    }

    private sealed class OfValueTask : ResultReader
    {
        public override async ValueTask<object?> ReadAsync(object? returned)
        {
            await (ValueTask)returned!;
            return null;
        }
    }

    private sealed class OfTask<T> : ResultReader
    {
        public override async ValueTask<object?> ReadAsync(object? returned) => await (Task<T>)returned!;
    }

    private sealed class OfValueTask<T> : ResultReader
    {
        public override async ValueTask<object?> ReadAsync(object? returned) => await (ValueTask<T>)returned!;
    }
}
