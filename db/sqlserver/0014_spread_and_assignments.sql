-- What spreading demand over equals cost a list: of its first page, the cost in NDCG in parts of a million and how many rows it moved.
-- Null where nothing was spread and on later pages.
ALTER TABLE MatchRun ADD SpreadCostPpm int NULL;
ALTER TABLE MatchRun ADD SpreadMoved int NULL;
CREATE INDEX IX_MatchRun_Ran ON MatchRun (RanAt, Direction, SpreadCostPpm, SpreadMoved);

-- People assigned to openings together, for a fair or a mass intake: what an officer asked for, from what it was worked out, and what came of each person.
CREATE TABLE AssignmentProposal (
    Seq bigint NOT NULL IDENTITY(1,1) PRIMARY KEY,
    Id uniqueidentifier NOT NULL,
    AccountId uniqueidentifier NOT NULL REFERENCES Account (Id),
    AskedAt datetime2(3) NOT NULL,
    Status nvarchar(12) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Choice varbinary(max) NOT NULL,
    People int NOT NULL,
    Vacancies int NOT NULL,
    Openings int NOT NULL,
    Done int NOT NULL,
    ClaimedUntil datetime2(3) NULL,
    ReadyAt datetime2(3) NULL,
    ModelVersion nvarchar(40) COLLATE Latin1_General_100_BIN2 NULL,
    InputChecksum nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL,
    Input varbinary(max) NULL
);
CREATE UNIQUE INDEX UX_AssignmentProposal_Id ON AssignmentProposal (Id);
CREATE INDEX IX_AssignmentProposal_Account ON AssignmentProposal (AccountId, Seq);
CREATE INDEX IX_AssignmentProposal_Working ON AssignmentProposal (Seq) WHERE ReadyAt IS NULL;

CREATE TABLE AssignmentRow (
    ProposalId uniqueidentifier NOT NULL REFERENCES AssignmentProposal (Id),
    Place int NOT NULL,
    CaseFileId uniqueidentifier NOT NULL REFERENCES CaseFile (Id),
    VacancyId uniqueidentifier NULL REFERENCES Vacancy (Id),
    Score bigint NULL,
    Band int NULL,
    Reasons nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
    Without nvarchar(12) COLLATE Latin1_General_100_BIN2 NULL,
    StruckAt datetime2(3) NULL,
    ReferralId uniqueidentifier NULL REFERENCES Referral (Id),
    Refusal nvarchar(60) COLLATE Latin1_General_100_BIN2 NULL,
    PRIMARY KEY NONCLUSTERED (ProposalId, Place)
);
CREATE UNIQUE INDEX UX_AssignmentRow_Case ON AssignmentRow (ProposalId, CaseFileId);
