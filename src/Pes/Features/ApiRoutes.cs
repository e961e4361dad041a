namespace Pes.Features;

/// <summary>The API's table of contents: one line an endpoint, under /api/v1.</summary>
public static class ApiRoutes
{
    public static void MapApi(this IEndpointRouteBuilder app)
    {
        Home.SwitchLanguage.Map(app);

        var api = app.MapGroup("/api/v1");

        Home.CountWork.Map(api);

        Accounts.StartSession.Map(api);
        Accounts.SignOut.Map(api);
        Accounts.ReadOwnAccount.Map(api);
        Accounts.FindAccounts.Map(api);
        Accounts.ReadAccount.Map(api);
        Accounts.InviteAccount.Map(api);
        Accounts.InviteEmployerAccount.Map(api);
        Accounts.AccountsOfEmployer.Map(api);
        Accounts.ReinviteAccount.Map(api);
        Accounts.ChangeAccountPlace.Map(api);
        Accounts.DisableAccount.Map(api);
        Accounts.EnableAccount.Map(api);
        CaseFiles.SearchDuplicates.Map(api);
        CaseFiles.RegisterJobseeker.Map(api);
        CaseFiles.OpenCaseFile.Map(api);
        CaseFiles.ChangePerson.Map(api);
        CaseFiles.ChangeWish.Map(api);
        CaseFiles.ChangeSkills.Map(api);
        CaseFiles.ChangeWorkHistory.Map(api);
        CaseFiles.ChangeEducation.Map(api);
        CaseFiles.ChangeLanguages.Map(api);
        CaseFiles.ChangeLicences.Map(api);
        CaseFiles.ChangeCertificates.Map(api);
        CaseFiles.ChangeAccommodations.Map(api);
        CaseFiles.ChangePriorityGroups.Map(api);
        CaseFiles.GiveConsent.Map(api);
        CaseFiles.WithdrawConsent.Map(api);
        CaseFiles.AddNote.Map(api);
        CaseFiles.FindCaseFiles.Map(api);
        CaseFiles.ReadCv.Map(api);
        CaseFiles.AssignCounsellor.Map(api);
        CaseFiles.CounsellorsOfCentre.Map(api);
        CaseFiles.RequestTransfer.Map(api);
        CaseFiles.OfferTransfer.Map(api);
        CaseFiles.DecideTransfer.Map(api);
        CaseFiles.FindTransfers.Map(api);
        CaseFiles.CloseCase.Map(api);
        CaseFiles.ReopenCase.Map(api);

        Reference.Lookups.Map(app);
        Reference.FindPlaces.Map(api);
        Reference.FindRegulatedOccupations.Map(api);

        Employers.RegisterEmployer.Map(api);
        Employers.UpdateEmployer.Map(api);
        Employers.VerifyEmployer.Map(api);
        Employers.SuspendEmployer.Map(api);
        Employers.FindEmployers.Map(api);
        Employers.ReadEmployer.Map(api);

        Vacancies.DraftVacancy.Map(api);
        Vacancies.UpdateVacancy.Map(api);
        Vacancies.SubmitVacancy.Map(api);
        Vacancies.PublishVacancy.Map(api);
        Vacancies.ReturnVacancy.Map(api);
        Vacancies.CloseVacancy.Map(api);
        Vacancies.ReopenVacancy.Map(api);
        Vacancies.ResolveFlag.Map(api);
        Vacancies.FindVacancies.Map(api);
        Vacancies.ReadVacancy.Map(api);

        Matching.MatchVacancies.Map(api);
        Matching.ExplainMatch.Map(api);
        Matching.WhatWouldChange.Map(api);
        Matching.ValueOfSkills.Map(api);
        Matching.LiftsOfList.Map(api);
        Matching.MatchJobseekers.Map(api);
        Matching.ActOnMatch.Map(api);
        Matching.UndoMatchAction.Map(api);
        Matching.ListMatchReports.Map(api);
        Matching.AnswerMatchReport.Map(api);
        Matching.ReplayMatchRun.Map(api);
        Matching.ReadListFigures.Map(api);
        Matching.ReadOverrides.Map(api);
        Matching.Assignments.CountForAssignment.Map(api);
        Matching.Assignments.ProposeAssignment.Map(api);
        Matching.Assignments.FindAssignments.Map(api);
        Matching.Assignments.ReadAssignment.Map(api);
        Matching.Assignments.StrikeFromAssignment.Map(api);
        Matching.Assignments.ReferAssigned.Map(api);
        Matching.Assignments.ReplayAssignment.Map(api);

        RankingModels.ListRankingModels.Map(api);
        RankingModels.ReadRankingModel.Map(api);
        RankingModels.ImportRankingModel.Map(api);
        RankingModels.ExportRankingModel.Map(api);
        RankingModels.ApproveRankingModel.Map(api);
        RankingModels.RefuseRankingModel.Map(api);
        RankingModels.RollBackRanking.Map(api);

        Referrals.ReferToVacancy.Map(api);
        Referrals.AnswerReferral.Map(api);
        Referrals.WithdrawReferral.Map(api);
        Referrals.RenewReferral.Map(api);
        Referrals.ReadReferral.Map(api);
        Referrals.ReferralDesk.Map(api);
        Referrals.ReferralsOfCase.Map(api);
        Referrals.UnansweredReferrals.Map(api);
        Referrals.AnsweredRecently.Map(api);

        Placements.RecordPlacement.Map(api);
        Placements.CorrectPlacement.Map(api);
        Placements.RecordFollowUp.Map(api);
        Placements.PlacementsOfCase.Map(api);
        Placements.DueFollowUps.Map(api);

        Audit.ReadAudit.Map(api);
        Audit.VerifyAudit.Map(api);
        Monitoring.ReadFigures.Map(api);
        Monitoring.ExportFigures.Map(api);
        Monitoring.ListFigureCases.Map(api);
    }
}
