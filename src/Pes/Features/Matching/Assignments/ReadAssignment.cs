using System.Text.Json.Serialization;
using FluentValidation;
using MediatR;
using Microsoft.Extensions.Localization;
using Pes.Features.Reference;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Features.Matching.Assignments;

/// <summary>A proposal of the reader or of her centre: how far it is, who goes where and why, who stays without, and what stays open. People who are no longer in her scope are not shown.</summary>
public static partial class ReadAssignment
{
    private const int MostLeft = 20;

    [Allows(Role.Counsellor, Role.CentreManager)]
    public sealed record Query : ScopedRequest, IQuery<Answer>
    {
        public required Guid ProposalId { get; init; }

        /// <summary>True: those who stay without; false: those who are assigned.</summary>
        public bool Without { get; init; }

        /// <summary>From 1.</summary>
        public int PageNumber { get; init; } = 1;

        public int PageSize { get; init; } = 50;
    }

    public sealed class Validator : AbstractValidator<Query>
    {
        public Validator()
        {
            RuleFor(q => q.PageNumber).InclusiveBetween(1, 1_000);
            RuleFor(q => q.PageSize).InclusiveBetween(1, 100);
        }
    }

    public sealed class Handler(Database db, Vocabulary vocabulary, IStringLocalizer<MatchingWords> words, RefusalSentences refusals) : IRequestHandler<Query, Outcome<Answer>>
    {
        private const string ProposalSql = $"""
            SELECT p.Id, p.Status, p.AskedAt, p.ReadyAt, p.ModelVersion, p.People, p.Vacancies, p.Openings, p.Done, p.Choice AS ChoiceBytes
            FROM AssignmentProposal p
            WHERE p.Id = @ProposalId AND {AssignmentSelection.SeesSql}
            """;

        private const string InScopeSql = $"""
            FROM AssignmentRow r
            JOIN CaseFile c ON c.Id = r.CaseFileId
            LEFT JOIN Vacancy v ON v.Id = r.VacancyId
            LEFT JOIN Employer e ON e.Id = v.EmployerId
            LEFT JOIN Referral f ON f.Id = r.ReferralId
            WHERE r.ProposalId = @ProposalId AND {Scope.SeesCaseSql}
            """;

        private const string CountsSql = $"""
            SELECT COUNT(r.VacancyId) AS Assigned, COUNT(r.Without) AS Without, COUNT(r.StruckAt) AS Struck, COUNT(r.ReferralId) AS Referred,
                   COUNT(CASE WHEN r.StruckAt IS NULL AND r.ReferralId IS NULL THEN r.Refusal END) AS Refused
            {InScopeSql}
            """;

        private const string RowsSql = $"""
            SELECT c.Id AS CaseFileId, r.VacancyId, v.TitleEn, v.TitleKm, e.NameEn AS EmployerNameEn, e.NameKm AS EmployerNameKm, r.Band, r.Reasons AS ReasonsText, r.Without,
                   CASE WHEN r.StruckAt IS NULL THEN 0 ELSE 1 END AS IsStruck, r.ReferralId, f.Status AS ReferralStatus, r.Refusal AS RefusalCode
            {InScopeSql}
              AND (CASE WHEN r.VacancyId IS NULL THEN 1 ELSE 0 END) = @Without
            ORDER BY r.Place
            OFFSET @Skip ROWS FETCH NEXT @Take ROWS ONLY
            """;

        private const string OpenSql = """
            SELECT o.Id, o.TitleEn, o.TitleKm, o.EmployerNameEn, o.EmployerNameKm, o.OpeningsLeft
            FROM (SELECT v.Id, v.Seq, v.TitleEn, v.TitleKm, e.NameEn AS EmployerNameEn, e.NameKm AS EmployerNameKm,
                         v.Openings - v.Taken - (SELECT COUNT(*) FROM AssignmentRow r WHERE r.ProposalId = @ProposalId AND r.VacancyId = v.Id AND r.StruckAt IS NULL) AS OpeningsLeft
                  FROM Vacancy v
                  JOIN Employer e ON e.Id = v.EmployerId
                  WHERE v.Status = 'live' AND v.Id IN (SELECT value FROM OPENJSON(@Ids))) o
            WHERE o.OpeningsLeft > 0
            ORDER BY o.OpeningsLeft DESC, o.Seq
            OFFSET @Skip ROWS FETCH NEXT @Take ROWS ONLY
            """;

        public async Task<Outcome<Answer>> Handle(Query query, CancellationToken cancellationToken)
        {
            var scope = query.Scope;
            if (await db.FirstOrDefaultAsync<Proposal>(ProposalSql, new { query.ProposalId, scope.AccountId, scope.SessionId, scope.OwnCasesOf }, cancellationToken) is not { } proposal)
            {
                return Refusal.NotFound;
            }

            var group = ChosenGroup.Parse(proposal.ChoiceBytes);
            var args = new { query.ProposalId, scope.SessionId, scope.OwnCasesOf, query.Without, Skip = (query.PageNumber - 1) * query.PageSize, Take = query.PageSize };
            var counts = await db.SingleAsync<Counts>(CountsSql, args, cancellationToken);
            var rows = await db.QueryAsync<Found>(RowsSql, args, cancellationToken);
            var cases = (await MatchedCase.OfAsync(db, scope, rows.Select(r => r.CaseFileId), cancellationToken)).ToDictionary(c => c.CaseFileId);
            var sentences = new ReasonSentences(words, vocabulary);
            return proposal with
            {
                Choice = group.Choice,
                Counts = counts,
                Total = query.Without ? counts.Without : counts.Assigned,
                Rows = [.. rows.Where(r => cases.ContainsKey(r.CaseFileId)).Select(row => row with { Case = cases[row.CaseFileId], Reason = ReasonOf(row, sentences), Refusal = RefusalOf(row) })],
                Open = proposal.Status != AssignmentStatus.Ready
                    ? []
                    : await db.QueryAsync<OpenVacancy>(
                        OpenSql, new { query.ProposalId, Ids = System.Text.Json.JsonSerializer.Serialize(group.VacancyIds), Skip = 0, Take = MostLeft }, cancellationToken),
            };
        }

        private static string? ReasonOf(Found row, ReasonSentences sentences) => row.ReasonsText is { } kept
            ? RowRecord.Parse(kept).ReasonsKept.Where(r => r.Direction == Pes.Ranking.Direction.For).Select(r => sentences.Of(r).Sentence).FirstOrDefault()
            : null;

        private string? RefusalOf(Found row) => row is { RefusalCode: { } code, ReferralId: null } ? refusals.Of(new Refusal(code)) : null;

        private sealed record Proposal : Answer
        {
            [JsonIgnore]
            public byte[] ChoiceBytes { get; init; } = [];
        }

        private sealed record Found : Row
        {
            [JsonIgnore]
            public Guid CaseFileId { get; init; }

            [JsonIgnore]
            public string? ReasonsText { get; init; }

            [JsonIgnore]
            public string? RefusalCode { get; init; }
        }
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.Get("/assignments/{proposalId:guid}", (Guid proposalId, bool? without, int? page, ApiEdge edge) =>
                edge.Ask(new Query { ProposalId = proposalId, Without = without ?? false, PageNumber = page ?? 1, Scope = edge.Scope }))
            .For<Query>("An assignment of people to openings: who goes where, and who stays without");
}
