namespace Pes.Features.Employers;

/// <summary>How an employer's state is shown.</summary>
public static class EmployerLook
{
    /// <summary>The class of the tag that shows a state.</summary>
    public static string Tag(string status) => status switch
    {
        EmployerStatus.Verified => "pes-tag pes-tag--good",
        EmployerStatus.Suspended => "pes-tag pes-tag--danger",
        _ => "pes-tag pes-tag--warn",
    };
}
