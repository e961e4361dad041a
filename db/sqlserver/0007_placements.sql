-- Referral, answer, placement, follow-up.

CREATE TABLE Referral (
    Seq bigint NOT NULL IDENTITY(1,1) PRIMARY KEY,
    Id uniqueidentifier NOT NULL,
    CaseFileId uniqueidentifier NOT NULL REFERENCES CaseFile (Id),
    VacancyId uniqueidentifier NOT NULL REFERENCES Vacancy (Id),
    CvVersionId uniqueidentifier NOT NULL REFERENCES CvVersion (Id),
    MatchRunId uniqueidentifier NULL REFERENCES MatchRun (Id),
    Reason nvarchar(500) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Status nvarchar(12) COLLATE Latin1_General_100_BIN2 NOT NULL,
    ReferredBy uniqueidentifier NOT NULL REFERENCES Account (Id),
    SentAt datetime2(3) NOT NULL,
    AnswerDueOn date NOT NULL,
    ConsentGivenAt datetime2(3) NOT NULL,
    ConsentWithdrawnAt datetime2(3) NULL,
    InterviewAt datetime2(3) NULL,
    InterviewPlace nvarchar(200) COLLATE Latin1_General_100_BIN2 NULL,
    AnsweredAt datetime2(3) NULL,
    AnsweredBy uniqueidentifier NULL REFERENCES Account (Id),
    RefusalReasonCode nvarchar(40) COLLATE Latin1_General_100_BIN2 NULL,
    AnswerNote nvarchar(500) COLLATE Latin1_General_100_BIN2 NULL,
    Version int NOT NULL
);
CREATE UNIQUE INDEX UX_Referral_Id ON Referral (Id);
CREATE UNIQUE INDEX UX_Referral_Once ON Referral (CaseFileId, VacancyId);
CREATE INDEX IX_Referral_Vacancy ON Referral (VacancyId, Status);
CREATE INDEX IX_Referral_Unanswered ON Referral (AnswerDueOn) WHERE AnsweredAt IS NULL;

CREATE TABLE Placement (
    Seq bigint NOT NULL IDENTITY(1,1) PRIMARY KEY,
    Id uniqueidentifier NOT NULL,
    CaseFileId uniqueidentifier NOT NULL REFERENCES CaseFile (Id),
    EmployerId uniqueidentifier NOT NULL REFERENCES Employer (Id),
    VacancyId uniqueidentifier NULL REFERENCES Vacancy (Id),
    ReferralId uniqueidentifier NULL REFERENCES Referral (Id),
    CreatedAt datetime2(3) NOT NULL,
    Version int NOT NULL
);
CREATE UNIQUE INDEX UX_Placement_Id ON Placement (Id);
CREATE UNIQUE INDEX UX_Placement_Referral ON Placement (ReferralId) WHERE ReferralId IS NOT NULL;
CREATE INDEX IX_Placement_Case ON Placement (CaseFileId);

-- A correction is a new version with its reason; none is overwritten. The wage is riel a month.
CREATE TABLE PlacementVersion (
    Seq bigint NOT NULL IDENTITY(1,1) PRIMARY KEY,
    PlacementId uniqueidentifier NOT NULL REFERENCES Placement (Id),
    Number int NOT NULL,
    IsCurrent bit NOT NULL,
    StartsOn date NOT NULL,
    MonthlyWageKhr bigint NULL,
    HoursPerWeek int NULL,
    ContractCode nvarchar(40) COLLATE Latin1_General_100_BIN2 NULL,
    EvidenceGrade nvarchar(20) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Reason nvarchar(500) COLLATE Latin1_General_100_BIN2 NULL,
    RecordedBy uniqueidentifier NOT NULL REFERENCES Account (Id),
    RecordedAt datetime2(3) NOT NULL
);
CREATE UNIQUE INDEX UX_PlacementVersion_Number ON PlacementVersion (PlacementId, Number);
CREATE UNIQUE INDEX UX_PlacementVersion_Current ON PlacementVersion (PlacementId) WHERE IsCurrent = 1;
CREATE INDEX IX_PlacementVersion_Start ON PlacementVersion (StartsOn) WHERE IsCurrent = 1;

CREATE TABLE FollowUp (
    Seq bigint NOT NULL IDENTITY(1,1) PRIMARY KEY,
    Id uniqueidentifier NOT NULL,
    PlacementId uniqueidentifier NOT NULL REFERENCES Placement (Id),
    Months int NOT NULL,
    DueOn date NOT NULL,
    ResultCode nvarchar(40) COLLATE Latin1_General_100_BIN2 NULL,
    ChannelCode nvarchar(40) COLLATE Latin1_General_100_BIN2 NULL,
    Note nvarchar(500) COLLATE Latin1_General_100_BIN2 NULL,
    RecordedBy uniqueidentifier NULL REFERENCES Account (Id),
    RecordedAt datetime2(3) NULL,
    Version int NOT NULL
);
CREATE UNIQUE INDEX UX_FollowUp_Id ON FollowUp (Id);
CREATE UNIQUE INDEX UX_FollowUp_Month ON FollowUp (PlacementId, Months);
CREATE INDEX IX_FollowUp_Due ON FollowUp (DueOn) WHERE RecordedAt IS NULL;
