using MediatR;
using Pes.Platform.Data;
using Pes.Platform.Requests;

namespace Pes.Features.Shared.Changes;

/// <summary>Something that profiles for ranking, or the search of vacancies, depend on has changed.</summary>
/// <param name="Kind">Of the audit subject of the command that changed it.</param>
/// <param name="SubjectId">Null: all of the kind.</param>
internal sealed record ProfileChange(string Kind, Guid? SubjectId);

/// <summary>Which audit subjects profiles depend on; what follows from a change is found when the change is read.</summary>
internal static class ProfileSubjects
{
    public const string Vacancy = "vacancy";

    /// <summary>Those whose last day was over closed together.</summary>
    public const string Expired = "vacancies";

    public const string VacancyImport = "vacancy-import";

    public const string Employer = "employer";

    public const string CaseFile = "case-file";

    public const string Referral = "referral";

    /// <summary>A file goes to another centre, whose lists it is on from then.</summary>
    public const string Transfer = "transfer-request";

    public const string CareerMoves = "career-moves";

    public const string SkillPairs = "skill-pairs";

    /// <summary>Places have coordinates, lists have the order that codes go by, words are what Khmer is cut into.</summary>
    public const string Reference = "reference";

    // A vacancy itself; many at once; how the employer answers, and what closes with it; what is pending, and who took her consent back; which skills are near.
    private static readonly HashSet<string> OfVacancies = new(StringComparer.Ordinal) { Vacancy, Expired, VacancyImport, Employer, Referral, CaseFile, Reference, SkillPairs };

    // Her file; a referral, with which she may have agreed to be suggested; the centre that has her file; where people of her career go.
    private static readonly HashSet<string> OfJobseekers = new(StringComparer.Ordinal) { CaseFile, Referral, Transfer, Reference, CareerMoves };

    public static bool Concern(string kind) => ConcernVacancies(kind) || ConcernJobseekers(kind);

    public static bool ConcernVacancies(string kind) => OfVacancies.Contains(kind);

    public static bool ConcernJobseekers(string kind) => OfJobseekers.Contains(kind);

    /// <summary>Whether so much may have changed that all is read anew.</summary>
    public static bool IsWhole(ProfileChange change) => change.SubjectId is null || change.Kind == VacancyImport;
}

/// <summary>
/// Notes a command whose audit subject profiles depend on, in its transaction. No command can forget it: it stands in the
/// way of all of them, and a test holds the kinds of subjects against the commands.
/// </summary>
public sealed class NoteProfileChange<TRequest, TResponse>(Database db, TimeProvider clock) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : ICommand
    where TResponse : IOutcome<TResponse>
{
    private const string InsertSql = "INSERT INTO ProfileChange (Kind, SubjectId, ChangedAt) VALUES (@Kind, @Id, @Now)";

    public async Task<TResponse> Handle(TRequest request, RequestHandlerDelegate<TResponse> next, CancellationToken cancellationToken)
    {
        var outcome = await next();
        if (outcome.Refusal is null && AuditSubjects.Of(request, outcome) is var subject && ProfileSubjects.Concern(subject.Kind))
        {
            // At the very end, so that the number is drawn as near to the commit as can be.
            db.BeforeCommit(ct => db.ExecuteAsync(InsertSql, new { subject.Kind, subject.Id, Now = clock.GetUtcNow().UtcDateTime }, ct));
        }

        return outcome;
    }
}
