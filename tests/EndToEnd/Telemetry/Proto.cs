using System.Text;
using Google.Protobuf;

namespace Autobatch.EndToEnd.Telemetry;

/// <summary>A protobuf message by the numbers of its fields, which are those of OpenTelemetry's protocol.</summary>
internal sealed class Proto
{
    private readonly List<(int Number, object Value)> _fields = [];

    public Proto(ReadOnlyMemory<byte> message)
    {
        using CodedInputStream input = new(message.ToArray());
        while (input.ReadTag() is var tag and not 0)
        {
            _fields.Add((WireFormat.GetTagFieldNumber(tag), WireFormat.GetTagWireType(tag) switch
            {
                WireFormat.WireType.Varint => input.ReadUInt64(),
                WireFormat.WireType.Fixed64 => input.ReadFixed64(),
                WireFormat.WireType.Fixed32 => (ulong)input.ReadFixed32(),
                WireFormat.WireType.LengthDelimited => input.ReadBytes().Memory,
                var other => throw new InvalidDataException($"Field with wire type {other}."),
            }));
        }
    }

    public IEnumerable<Proto> Each(int number) => Values<ReadOnlyMemory<byte>>(number).Select(v => new Proto(v));

    public string Text(int number) => Encoding.UTF8.GetString(Values<ReadOnlyMemory<byte>>(number).LastOrDefault().Span);

    public string Hex(int number) => Convert.ToHexStringLower(Values<ReadOnlyMemory<byte>>(number).LastOrDefault().Span);

    public ulong Number(int number) => Values<ulong>(number).LastOrDefault();

    /// <summary>A list of attributes; values that are no text as invariant text.</summary>
    public Dictionary<string, string> Attributes(int number) => Each(number).DistinctBy(a => a.Text(1)).ToDictionary(a => a.Text(1), a => a.Each(2).Select(Value).FirstOrDefault() ?? "");

    private static string Value(Proto any) => any._fields is [(3, ulong whole), ..] ? $"{(long)whole}" : any.Text(1);

    private IEnumerable<T> Values<T>(int number) => _fields.Where(f => f.Number == number).Select(f => f.Value).OfType<T>();
}
