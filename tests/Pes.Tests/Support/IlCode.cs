using System.Buffers.Binary;
using System.Reflection;
using System.Reflection.Emit;

namespace Pes.Tests.Support;

/// <summary>One instruction and what it points at: a member, a text, or nothing.</summary>
public sealed record IlStep(OpCode Code, MemberInfo? Member, string? Text);

/// <summary>Reads the instructions of compiled methods, so that tests see what the code does and not how it is written.</summary>
public static class IlCode
{
    private const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OpCode> Codes = typeof(OpCodes).GetFields()
        .Select(f => (OpCode)f.GetValue(null)!).ToDictionary(c => c.Value);

    public static IEnumerable<MethodBase> Methods(Type type) => type.GetMethods(All).Concat<MethodBase>(type.GetConstructors(All));

    public static IEnumerable<IlStep> Of(MethodBase method)
    {
        if (method.GetMethodBody()?.GetILAsByteArray() is not { } bytes)
        {
            yield break;
        }

        var (typeArguments, methodArguments) = (
            method.DeclaringType is { IsGenericType: true } type ? type.GetGenericArguments() : null,
            method.IsGenericMethod ? method.GetGenericArguments() : null);
        for (var at = 0; at < bytes.Length;)
        {
            var code = bytes[at] == 0xFE ? Codes[(short)(0xFE00 | bytes[at + 1])] : Codes[bytes[at]];
            at += code.Size;
            var operand = bytes.AsSpan(at);
            switch (code.OperandType)
            {
                case OperandType.InlineString:
                    yield return new(code, null, method.Module.ResolveString(BinaryPrimitives.ReadInt32LittleEndian(operand)));
                    break;
                case OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineType or OperandType.InlineTok:
                    yield return new(code, method.Module.ResolveMember(BinaryPrimitives.ReadInt32LittleEndian(operand), typeArguments, methodArguments), null);
                    break;
                default:
                    yield return new(code, null, null);
                    break;
            }

            at += code.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at))),
                _ => 4,
            };
        }
    }
}
