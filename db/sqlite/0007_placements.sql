-- Referral, answer, placement, follow-up.

CREATE TABLE Referral (
    Seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    Id TEXT NOT NULL,
    CaseFileId TEXT NOT NULL REFERENCES CaseFile (Id),
    VacancyId TEXT NOT NULL REFERENCES Vacancy (Id),
    CvVersionId TEXT NOT NULL REFERENCES CvVersion (Id),
    MatchRunId TEXT NULL REFERENCES MatchRun (Id),
    Reason TEXT NOT NULL,
    Status TEXT NOT NULL,
    ReferredBy TEXT NOT NULL REFERENCES Account (Id),
    SentAt TEXT NOT NULL,
    AnswerDueOn TEXT NOT NULL,
    ConsentGivenAt TEXT NOT NULL,
    ConsentWithdrawnAt TEXT NULL,
    InterviewAt TEXT NULL,
    InterviewPlace TEXT NULL,
    AnsweredAt TEXT NULL,
    AnsweredBy TEXT NULL REFERENCES Account (Id),
    RefusalReasonCode TEXT NULL,
    AnswerNote TEXT NULL,
    Version INTEGER NOT NULL
);
CREATE UNIQUE INDEX UX_Referral_Id ON Referral (Id);
CREATE UNIQUE INDEX UX_Referral_Once ON Referral (CaseFileId, VacancyId);
CREATE INDEX IX_Referral_Vacancy ON Referral (VacancyId, Status);
CREATE INDEX IX_Referral_Unanswered ON Referral (AnswerDueOn) WHERE AnsweredAt IS NULL;

CREATE TABLE Placement (
    Seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    Id TEXT NOT NULL,
    CaseFileId TEXT NOT NULL REFERENCES CaseFile (Id),
    EmployerId TEXT NOT NULL REFERENCES Employer (Id),
    VacancyId TEXT NULL REFERENCES Vacancy (Id),
    ReferralId TEXT NULL REFERENCES Referral (Id),
    CreatedAt TEXT NOT NULL,
    Version INTEGER NOT NULL
);
CREATE UNIQUE INDEX UX_Placement_Id ON Placement (Id);
CREATE UNIQUE INDEX UX_Placement_Referral ON Placement (ReferralId) WHERE ReferralId IS NOT NULL;
CREATE INDEX IX_Placement_Case ON Placement (CaseFileId);

-- A correction is a new version with its reason; none is overwritten. The wage is riel a month.
CREATE TABLE PlacementVersion (
    Seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    PlacementId TEXT NOT NULL REFERENCES Placement (Id),
    Number INTEGER NOT NULL,
    IsCurrent bit NOT NULL,
    StartsOn TEXT NOT NULL,
    MonthlyWageKhr INTEGER NULL,
    HoursPerWeek INTEGER NULL,
    ContractCode TEXT NULL,
    EvidenceGrade TEXT NOT NULL,
    Reason TEXT NULL,
    RecordedBy TEXT NOT NULL REFERENCES Account (Id),
    RecordedAt TEXT NOT NULL
);
CREATE UNIQUE INDEX UX_PlacementVersion_Number ON PlacementVersion (PlacementId, Number);
CREATE UNIQUE INDEX UX_PlacementVersion_Current ON PlacementVersion (PlacementId) WHERE IsCurrent = 1;
CREATE INDEX IX_PlacementVersion_Start ON PlacementVersion (StartsOn) WHERE IsCurrent = 1;

CREATE TABLE FollowUp (
    Seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    Id TEXT NOT NULL,
    PlacementId TEXT NOT NULL REFERENCES Placement (Id),
    Months INTEGER NOT NULL,
    DueOn TEXT NOT NULL,
    ResultCode TEXT NULL,
    ChannelCode TEXT NULL,
    Note TEXT NULL,
    RecordedBy TEXT NULL REFERENCES Account (Id),
    RecordedAt TEXT NULL,
    Version INTEGER NOT NULL
);
CREATE UNIQUE INDEX UX_FollowUp_Id ON FollowUp (Id);
CREATE UNIQUE INDEX UX_FollowUp_Month ON FollowUp (PlacementId, Months);
CREATE INDEX IX_FollowUp_Due ON FollowUp (DueOn) WHERE RecordedAt IS NULL;
