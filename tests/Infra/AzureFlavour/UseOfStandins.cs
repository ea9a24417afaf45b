using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Autobatch.Functions;

namespace Autobatch.Infra.Tests.AzureFlavour;

/// <summary>Types and members of the stand-ins that the built app refers to, read from its assembly.</summary>
internal sealed record UseOfStandins(IReadOnlySet<string> Assemblies, IReadOnlySet<string> Types, IReadOnlySet<string> Members)
{
    private const string Prefix = "Autobatch.Standins.";

    /// <param name="Members">As <c>Type::Member</c>, without generic arguments and parameters.</param>
    public static UseOfStandins OfTheApp()
    {
        using PEReader file = new(File.OpenRead(typeof(FunctionApp).Assembly.Location));
        MetadataReader reader = file.GetMetadataReader();
        HashSet<string> assemblies = [.. reader.AssemblyReferences.Select(a => reader.GetString(reader.GetAssemblyReference(a).Name)).Where(n => n.StartsWith(Prefix, StringComparison.Ordinal))];
        HashSet<string> types = [.. reader.TypeReferences.Select(t => TypeOf(reader, t)).OfType<string>()];
        HashSet<string> members = [];
        foreach (MemberReference member in reader.MemberReferences.Select(reader.GetMemberReference))
        {
            if (ParentOf(reader, member.Parent) is { } type) members.Add($"{type}::{Plain(reader.GetString(member.Name))}");
        }

        return new UseOfStandins(assemblies, types, members);
    }

    /// <summary>The full name of a type of a stand-in; null for others.</summary>
    private static string? TypeOf(MetadataReader reader, TypeReferenceHandle handle)
    {
        TypeReference type = reader.GetTypeReference(handle);
        string name = reader.GetString(type.Name).Split('`')[0];
        return type.ResolutionScope.Kind switch
        {
            HandleKind.TypeReference => TypeOf(reader, (TypeReferenceHandle)type.ResolutionScope) is { } outer ? $"{outer}.{name}" : null,
            HandleKind.AssemblyReference when reader.GetString(reader.GetAssemblyReference((AssemblyReferenceHandle)type.ResolutionScope).Name).StartsWith(Prefix, StringComparison.Ordinal)
                => $"{reader.GetString(type.Namespace)}.{name}",
            _ => null,
        };
    }

    private static string? ParentOf(MetadataReader reader, EntityHandle parent)
    {
        if (parent.Kind == HandleKind.TypeReference) return TypeOf(reader, (TypeReferenceHandle)parent);
        if (parent.Kind != HandleKind.TypeSpecification) return null;

        // A generic type with arguments: 0x15, class or value type, the type as a coded index.
        BlobReader signature = reader.GetBlobReader(reader.GetTypeSpecification((TypeSpecificationHandle)parent).Signature);
        if (signature.ReadByte() != (byte)SignatureTypeCode.GenericTypeInstance) return null;
        signature.ReadByte();
        EntityHandle generic = signature.ReadTypeHandle();
        return generic.Kind == HandleKind.TypeReference ? TypeOf(reader, (TypeReferenceHandle)generic) : null;
    }

    private static string Plain(string name) => name.StartsWith("get_", StringComparison.Ordinal) || name.StartsWith("set_", StringComparison.Ordinal) ? name[4..] : name;
}
