-- What spreading demand over equals cost a list: of its first page, the cost in NDCG in parts of a million and how many rows it moved.
-- Null where nothing was spread and on later pages.
ALTER TABLE MatchRun ADD SpreadCostPpm INTEGER NULL;
ALTER TABLE MatchRun ADD SpreadMoved INTEGER NULL;
CREATE INDEX IX_MatchRun_Ran ON MatchRun (RanAt, Direction, SpreadCostPpm, SpreadMoved);

-- People assigned to openings together, for a fair or a mass intake: what an officer asked for, from what it was worked out, and what came of each person.
CREATE TABLE AssignmentProposal (
    Seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    Id TEXT NOT NULL,
    AccountId TEXT NOT NULL REFERENCES Account (Id),
    AskedAt TEXT NOT NULL,
    Status TEXT NOT NULL,
    Choice BLOB NOT NULL,
    People INTEGER NOT NULL,
    Vacancies INTEGER NOT NULL,
    Openings INTEGER NOT NULL,
    Done INTEGER NOT NULL,
    ClaimedUntil TEXT NULL,
    ReadyAt TEXT NULL,
    ModelVersion TEXT NULL,
    InputChecksum TEXT NULL,
    Input BLOB NULL
);
CREATE UNIQUE INDEX UX_AssignmentProposal_Id ON AssignmentProposal (Id);
CREATE INDEX IX_AssignmentProposal_Account ON AssignmentProposal (AccountId, Seq);
CREATE INDEX IX_AssignmentProposal_Working ON AssignmentProposal (Seq) WHERE ReadyAt IS NULL;

CREATE TABLE AssignmentRow (
    ProposalId TEXT NOT NULL REFERENCES AssignmentProposal (Id),
    Place INTEGER NOT NULL,
    CaseFileId TEXT NOT NULL REFERENCES CaseFile (Id),
    VacancyId TEXT NULL REFERENCES Vacancy (Id),
    Score INTEGER NULL,
    Band INTEGER NULL,
    Reasons TEXT NULL,
    Without TEXT NULL,
    StruckAt TEXT NULL,
    ReferralId TEXT NULL REFERENCES Referral (Id),
    Refusal TEXT NULL,
    PRIMARY KEY (ProposalId, Place)
);
CREATE UNIQUE INDEX UX_AssignmentRow_Case ON AssignmentRow (ProposalId, CaseFileId);
