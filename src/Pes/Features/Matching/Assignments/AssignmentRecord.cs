using System.IO.Compression;
using System.Text.Json;
using Pes.Ranking.Allocation;

namespace Pes.Features.Matching.Assignments;

/// <summary>Where a proposal stands.</summary>
public static class AssignmentStatus
{
    public const string Working = "working";

    public const string Ready = "ready";

    /// <summary>Begun three times and never finished: given up.</summary>
    public const string Failed = "failed";
}

/// <summary>Why a person stays without.</summary>
public static class WithoutReason
{
    /// <summary>No vacancy passes the conditions and fits well enough.</summary>
    public const string NoneFits = "none-fits";

    /// <summary>The openings that fit go to others.</summary>
    public const string AllTaken = "all-taken";
}

/// <summary>Whom and what a proposal is about: the choice, and what it meant at that moment, in the scope of who asked.</summary>
public sealed record ChosenGroup(AssignmentChoice Choice, IReadOnlyList<Guid> CaseFileIds, IReadOnlyList<Guid> VacancyIds)
{
    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, RunInput.Json);

    public static ChosenGroup Parse(byte[] bytes) => JsonSerializer.Deserialize<ChosenGroup>(bytes, RunInput.Json)!;
}

/// <summary>Everything that a proposal was worked out from, packed, so that <see cref="ReplayAssignment"/> can make it again.</summary>
internal static class KeptAssignment
{
    public static byte[] Pack(GroupAssignmentInput input)
    {
        using var bytes = new MemoryStream();
        using (var packing = new BrotliStream(bytes, CompressionLevel.Fastest))
        {
            JsonSerializer.Serialize(packing, input, RunInput.Json);
        }

        return bytes.ToArray();
    }

    public static GroupAssignmentInput Unpack(byte[] bytes)
    {
        using var packed = new BrotliStream(new MemoryStream(bytes), CompressionMode.Decompress);
        return JsonSerializer.Deserialize<GroupAssignmentInput>(packed, RunInput.Json)!;
    }
}
