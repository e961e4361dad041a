using FluentValidation;
using MediatR;
using Microsoft.Extensions.Localization;
using Pes.Features.Reference;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Web;
using Pes.Ranking;

namespace Pes.Features.Matching;

/// <summary>The jobseekers in the reader's scope who fit a vacancy and agreed to be suggested, best first.</summary>
public static class MatchJobseekers
{
    internal const int PageSize = 20;

    private const int LastPage = 1_000;

    [Allows(Role.Counsellor, Role.CentreManager)]
    public sealed record Query : ScopedRequest, IQuery<Answer>
    {
        public required Guid VacancyId { get; init; }

        /// <summary>From 1.</summary>
        public int Page { get; init; } = 1;

        /// <summary>Where the jobseeker lives.</summary>
        public string? ProvinceCode { get; init; }

        /// <summary>Where the jobseeker lives.</summary>
        public string? DistrictCode { get; init; }

        /// <summary>Only those referred to this vacancy, however that ended, or only the others.</summary>
        public bool? IsReferred { get; init; }

        internal MatchFilter Filter => new(ProvinceCode, DistrictCode: DistrictCode, IsReferred: IsReferred);
    }

    public sealed class Validator : AbstractValidator<Query>
    {
        public Validator(Vocabulary vocabulary)
        {
            RuleFor(q => q.ProvinceCode).Must(code => code is null || vocabulary.Provinces.ContainsKey(code)).WithErrorCode("unknown-code");
            RuleFor(q => q.DistrictCode).Must(code => code is null || (code.Length == 4 && code.All(char.IsAsciiDigit))).WithErrorCode("unknown-code");
        }
    }

    public sealed record Answer
    {
        public required Guid RunId { get; init; }

        public required Guid VacancyId { get; init; }

        public required string? TitleEn { get; init; }

        public required string? TitleKm { get; init; }

        public required string EmployerNameEn { get; init; }

        public required string? EmployerNameKm { get; init; }

        public required string ModelVersion { get; init; }

        /// <summary>False where ranking is switched off and the newest cases stand first.</summary>
        public required bool IsRanked { get; init; }

        /// <summary>Open cases in scope that were looked at.</summary>
        public required int Considered { get; init; }

        /// <summary>Set while the ranking of all cases is being made ready after a start: the newest so many were compared, by the prior.</summary>
        public required int? ComparedNewest { get; init; }

        public required bool HasMore { get; init; }

        public required IReadOnlyList<Row> Rows { get; init; }

        /// <summary>Those of the reader's scope whom an officer hid from this vacancy, from whichever list.</summary>
        public required IReadOnlyList<HiddenJobseeker> Hidden { get; init; }

        /// <summary>What was reported of this vacancy with cases of the reader's scope and stands, the newest first.</summary>
        public required IReadOnlyList<OwnReport> Reports { get; init; }
    }

    public sealed record Row
    {
        public required int Place { get; init; }

        public required MatchedCase Case { get; init; }

        /// <summary>1 (weak) to 5 (strong); null where ranking is switched off.</summary>
        public required int? Band { get; init; }

        public required IReadOnlyList<ShownReason> For { get; init; }

        public required ShownReason? Against { get; init; }

        public required IReadOnlyList<ShownReason> Missing { get; init; }

        /// <summary>Set where an officer moved her in this list.</summary>
        public required Guid? PinActionId { get; init; }

        /// <summary>What keeps her off this list by now, where an officer moved her before; else empty.</summary>
        public required IReadOnlyList<string> Barriers { get; init; }

        /// <summary>Set where the jobseeker has been referred to it already.</summary>
        public required string? ReferralStatus { get; init; }

        /// <summary>A report of it waits for an answer; afterwards it can be reported again.</summary>
        public required bool IsReported { get; init; }
    }

    public sealed class Handler(
        Database db, ISender sender, JobseekerLists lists, Vocabulary vocabulary, IStringLocalizer<MatchingWords> words)
        : IRequestHandler<Query, Outcome<Answer>>
    {
        private const string ReferralsSql = "SELECT CaseFileId, Status FROM Referral WHERE VacancyId = @VacancyId AND CaseFileId IN (SELECT value FROM OPENJSON(@Ids))";

        private const string HiddenSql = $"""
            SELECT a.Id, a.CaseFileId, a.Reason
            FROM MatchAction a
            JOIN CaseFile c ON c.Id = a.CaseFileId
            WHERE a.VacancyId = @VacancyId AND a.Action = 'hide' AND a.UndoneAt IS NULL AND c.Status = 'open' AND {Scope.SeesCaseSql}
            ORDER BY a.Seq DESC
            """;

        public async Task<Outcome<Answer>> Handle(Query request, CancellationToken cancellationToken)
        {
            var scope = request.Scope;
            if (await lists.OpenAsync(scope, request.VacancyId, cancellationToken) is not { } list)
            {
                return Refusal.NotFound;
            }

            var (page, isRanked) = (Math.Clamp(request.Page, 1, LastPage), list.IsRanked);
            var (run, shown, moved, profiles, hasMore, comparedNewest) = await list.PageAsync(request.Filter, (page - 1) * PageSize, PageSize, cancellationToken);
            var kept = await sender.Send(
                new KeepMatchRun.Command
                {
                    Scope = scope,
                    VacancyId = request.VacancyId,
                    ModelVersion = run.ModelVersion,
                    InputChecksum = run.InputsChecksum,
                    Considered = run.Considered,
                    Rows = shown,
                    Input = new RunInput { Today = list.Today, Vacancy = list.Vacancy, Jobseekers = [.. shown.Select(m => profiles[m.Id])], Moved = moved, Filter = request.Filter == MatchFilter.None ? null : request.Filter, Page = page }.WithPortions(shown),
                },
                cancellationToken);
            if (kept.Refusal is { } refusal)
            {
                return refusal;
            }

            var args = new { Ids = System.Text.Json.JsonSerializer.Serialize(shown.Select(m => m.Id)), request.VacancyId };
            var hides = await db.QueryAsync<HiddenRow>(HiddenSql, new { request.VacancyId, scope.SessionId, scope.OwnCasesOf }, cancellationToken);
            var reports = await OwnReport.OfVacancyAsync(db, scope, request.VacancyId, cancellationToken);
            var names = (await MatchedCase.OfAsync(db, scope, [.. shown.Select(m => m.Id), .. hides.Select(h => h.CaseFileId)], cancellationToken)).ToDictionary(c => c.CaseFileId);
            var referrals = (await db.QueryAsync<ReferralRow>(ReferralsSql, args, cancellationToken)).ToDictionary(r => r.CaseFileId, r => r.Status);
            var card = (await VacancyCard.OfAsync(db, [request.VacancyId], cancellationToken))[request.VacancyId];
            var sentences = new ReasonSentences(words, vocabulary);
            return new Answer
            {
                RunId = kept.Value,
                VacancyId = request.VacancyId,
                TitleEn = card.TitleEn,
                TitleKm = card.TitleKm,
                EmployerNameEn = card.EmployerNameEn,
                EmployerNameKm = card.EmployerNameKm,
                ModelVersion = run.ModelVersion,
                IsRanked = isRanked,
                Considered = run.Considered,
                ComparedNewest = comparedNewest,
                HasMore = hasMore,
                Rows =
                [
                    .. shown.Select((m, i) => RowOf(m, ((page - 1) * PageSize) + i + 1, names[m.Id], isRanked, sentences) with
                    {
                        PinActionId = list.Moves.FirstOrDefault(o => o.CaseFileId == m.Id)?.ActionId,
                        ReferralStatus = referrals.GetValueOrDefault(m.Id),
                        IsReported = reports.Any(r => r.CaseFileId == m.Id && r.AnsweredAt is null),
                    }),
                ],
                Hidden = [.. hides.Select(h => new HiddenJobseeker(h.Id, names[h.CaseFileId], h.Reason))],
                Reports = reports,
            };
        }

        private static Row RowOf(Match match, int place, MatchedCase who, bool isRanked, ReasonSentences sentences)
        {
            var (reasons, against) = sentences.OnCard(match);
            return new Row
            {
                Place = place,
                Case = who,
                Band = isRanked ? match.Band : null,
                For = reasons,
                Against = against,
                Missing = [.. match.Missing.Select(sentences.Of)],
                PinActionId = null,
                Barriers = [.. match.Barriers.Select(sentences.Of)],
                ReferralStatus = null,
                IsReported = false,
            };
        }

        private sealed record HiddenRow
        {
            public required Guid Id { get; init; }

            public required Guid CaseFileId { get; init; }

            public required string? Reason { get; init; }
        }

        private sealed record ReferralRow
        {
            public required Guid CaseFileId { get; init; }

            public required string Status { get; init; }
        }
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.Get("/vacancies/{vacancyId:guid}/jobseekers", (Guid vacancyId, int? page, string? province, string? district, bool? referred, ApiEdge edge) =>
                edge.Ask(new Query { VacancyId = vacancyId, Page = page ?? 1, ProvinceCode = province, DistrictCode = district, IsReferred = referred, Scope = edge.Scope }))
            .For<Query>("The jobseekers who fit a vacancy, best first");
}

/// <summary>A jobseeker whom an officer took off the lists of a vacancy; the action undone, she stands there again.</summary>
public sealed record HiddenJobseeker(Guid ActionId, MatchedCase Case, string? Reason);
