using System.Collections;
using EventStoreDb.Client.Protocol;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace LaborMarketplace.Tests.Integration.EventStore.EventStoreDb;

/// <summary>Messages of the protocol with any content, and what is left of them when the bytes are damaged.</summary>
internal sealed class RandomMessages(Random random)
{
    private const int Deepest = 6;

    private static readonly string[] Texts = ["", "job-1", "$all", "type", "application/json", "not a uuid", "\0", "é", "99999999999999999999", "-1"];
    private static readonly ulong[] Numbers = [0, 1, 2, 5, 1024, int.MaxValue, (ulong)long.MaxValue, ulong.MaxValue];

    private static readonly IMessage[] Details =
    [
        new WrongExpectedVersion { CurrentStreamRevision = 3 }, new WrongExpectedVersion { CurrentStreamRevision = ulong.MaxValue }, new WrongExpectedVersion(),
        new AccessDenied(), new StreamDeleted(), new MaximumAppendSizeExceeded { MaxAppendSize = 5 }, new BadRequest { Message = "no" },
        new InvalidTransaction(), new ReadResp(),
    ];

    /// <summary>A message's bytes, damaged now and then.</summary>
    public byte[] Bytes(MessageDescriptor type)
    {
        var bytes = Message(type, 0).ToByteArray();
        return random.Next(4) switch
        {
            0 when bytes.Length > 0 => [.. bytes.Take(random.Next(bytes.Length))],
            1 when bytes.Length > 0 => Damaged(bytes),
            _ => bytes,
        };
    }

    /// <summary>An answer to an append, to whom it belongs or to nobody.</summary>
    public byte[] Answer(UUID correlation)
    {
        var answer = (BatchAppendResp)Message(BatchAppendResp.Descriptor, 0);
        answer.CorrelationId = random.Next(5) == 0 ? answer.CorrelationId : correlation;
        return random.Next(8) == 0 ? Damaged(answer.ToByteArray()) : answer.ToByteArray();
    }

    public string Trailer() => Texts[random.Next(Texts.Length)] is var text && text.Any(one => char.IsControl(one) || one > '~') ? "x" : text;

    private IMessage Message(MessageDescriptor type, int depth)
    {
        if (type == Any.Descriptor)
        {
            return random.Next(3) == 0
                ? new Any { TypeUrl = $"type.googleapis.com/{Details[random.Next(Details.Length)].Descriptor.FullName}", Value = Blob() }
                : Any.Pack(Details[random.Next(Details.Length)]);
        }

        var message = type.Parser.ParseFrom([]);
        foreach (var field in type.Fields.InDeclarationOrder().Where(_ => random.Next(4) > 0))
        {
            Fill(message, field, depth);
        }

        return message;
    }

    private void Fill(IMessage message, FieldDescriptor field, int depth)
    {
        if (field.IsMap)
        {
            var map = (IDictionary)field.Accessor.GetValue(message);
            foreach (var key in (string[])["type", "content-type", "created"])
            {
                map[key] = Texts[random.Next(Texts.Length)];
            }
        }
        else if (field.IsRepeated)
        {
            for (var count = random.Next(4); count > 0; count--)
            {
                ((IList)field.Accessor.GetValue(message)).Add(Value(field, depth));
            }
        }
        else if (field.FieldType != FieldType.Message || depth < Deepest)
        {
            field.Accessor.SetValue(message, Value(field, depth));
        }
    }

    private object Value(FieldDescriptor field, int depth) => field.FieldType switch
    {
        FieldType.Message => Message(field.MessageType, depth + 1),
        FieldType.String => random.Next(2) == 0 ? Texts[random.Next(Texts.Length)] : Guid.NewGuid().ToString(),
        FieldType.Bytes => random.Next(2) == 0 ? ByteString.CopyFromUtf8("job-1") : Blob(),
        FieldType.Bool => random.Next(2) == 0,
        FieldType.Enum or FieldType.Int32 => (int)Numbers[random.Next(Numbers.Length)],
        FieldType.UInt32 => (uint)Numbers[random.Next(Numbers.Length)],
        FieldType.Int64 => (long)Numbers[random.Next(Numbers.Length)],
        FieldType.UInt64 => Numbers[random.Next(Numbers.Length)],
        var other => throw new NotSupportedException($"{field.FullName} is a {other}."),
    };

    private ByteString Blob()
    {
        var bytes = new byte[random.Next(40)];
        random.NextBytes(bytes);
        return ByteString.CopyFrom(bytes);
    }

    private byte[] Damaged(byte[] bytes)
    {
        for (var count = random.Next(1, 4); count > 0 && bytes.Length > 0; count--)
        {
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        }

        return bytes;
    }
}
