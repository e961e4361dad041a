namespace Pes.Browser.Tests.Support;

/// <summary>What a person reads on the buttons and the fields that the journeys use.</summary>
public sealed record Wording
{
    public required string UserName { get; init; }

    public required string Password { get; init; }

    public required string SignIn { get; init; }

    public required string SignOut { get; init; }

    public required string Skip { get; init; }

    public required string FamilyName { get; init; }

    public required string GivenName { get; init; }

    public required string Female { get; init; }

    public required string LookForFile { get; init; }

    public required string NotTheSame { get; init; }

    public required string Province { get; init; }

    public required string Education { get; init; }

    public required string Occupation { get; init; }

    public required string SewingMachineOperators { get; init; }

    public required string WorkProvince { get; init; }

    public required string CaseWork { get; init; }

    public required string ShareWithEmployer { get; init; }

    public required string Register { get; init; }

    public required string SeeMatches { get; init; }

    public required string WhyFits { get; init; }

    public required string SendToEmployer { get; init; }

    public required string Waiting { get; init; }

    public required string Accept { get; init; }

    public required string AcceptCandidate { get; init; }

    public required string Accepted { get; init; }

    public required string RecordPlacement { get; init; }

    public required string ByEmployer { get; init; }

    public required string Record { get; init; }

    public required string Placed { get; init; }

    public required string Placements { get; init; }

    public static Wording In(string language) => language == "km" ? Khmer : English;

    private static Wording English { get; } = new()
    {
        UserName = "User name",
        Password = "Password",
        SignIn = "Sign in",
        SignOut = "Sign out",
        Skip = "Skip to the content",
        FamilyName = "Family name",
        GivenName = "Given name",
        Female = "Female",
        LookForFile = "Look for an existing file",
        NotTheSame = "Not the same person: go on",
        Province = "Province",
        Education = "Highest education",
        Occupation = "Occupation wanted",
        SewingMachineOperators = "Sewing machine operators",
        WorkProvince = "Province of work",
        CaseWork = "Use my data for case work at the job centre",
        ShareWithEmployer = "Share my CV with an employer",
        Register = "Register",
        SeeMatches = "See matching vacancies",
        WhyFits = "Why this jobseeker fits",
        SendToEmployer = "Send to the employer",
        Waiting = "Waiting for an answer",
        Accept = "Accept",
        AcceptCandidate = "Accept the candidate",
        Accepted = "Accepted",
        RecordPlacement = "Record the placement",
        ByEmployer = "Confirmed by the employer",
        Record = "Record",
        Placed = "Placed in work",
        Placements = "Placements",
    };

    private static Wording Khmer { get; } = new()
    {
        UserName = "ឈ្មោះអ្នកប្រើ",
        Password = "ពាក្យសម្ងាត់",
        SignIn = "ចូលប្រើ",
        SignOut = "ចាកចេញ",
        Skip = "រំលងទៅខ្លឹមសារ",
        FamilyName = "នាមត្រកូល",
        GivenName = "នាមខ្លួន",
        Female = "ស្រី",
        LookForFile = "ពិនិត្យមើលសំណុំឯកសារដែលមានរួច",
        NotTheSame = "មិនមែនមនុស្សតែមួយ៖ បន្តចុះឈ្មោះ",
        Province = "រាជធានី-ខេត្ត",
        Education = "កម្រិតវប្បធម៌ខ្ពស់បំផុត",
        Occupation = "មុខរបរចង់ធ្វើ",
        SewingMachineOperators = "អ្នកបញ្ជាម៉ាស៊ីនដេរ",
        WorkProvince = "រាជធានី-ខេត្តដែលចង់ធ្វើការ",
        CaseWork = "ប្រើទិន្នន័យរបស់ខ្ញុំសម្រាប់សេវានៅមជ្ឈមណ្ឌលការងារ",
        ShareWithEmployer = "ផ្តល់ប្រវត្តិរូបសង្ខេបរបស់ខ្ញុំដល់និយោជក",
        Register = "ចុះឈ្មោះ",
        SeeMatches = "មើលការងារដែលសម",
        WhyFits = "ហេតុអ្វីបានជាអ្នកស្វែងរកការងារនេះសម",
        SendToEmployer = "បញ្ជូនទៅនិយោជក",
        Waiting = "កំពុងរង់ចាំចម្លើយ",
        Accept = "ទទួលយក",
        AcceptCandidate = "ទទួលយកបេក្ខជន",
        Accepted = "បានទទួលយក",
        RecordPlacement = "កត់ត្រាការទទួលបានការងារ",
        ByEmployer = "បញ្ជាក់ដោយនិយោជក",
        Record = "កត់ត្រា",
        Placed = "ទទួលបានការងារ",
        Placements = "ការទទួលបានការងារ",
    };
}
