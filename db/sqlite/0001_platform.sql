-- What any part of the product needs: the audit chain, idempotency, keys, messages to send, due work.

CREATE TABLE AuditRow (
    Sequence INTEGER NOT NULL PRIMARY KEY,
    At TEXT NOT NULL,
    AccountId TEXT NOT NULL,
    SessionId TEXT NOT NULL,
    Operation TEXT NOT NULL,
    SubjectKind TEXT NOT NULL,
    SubjectId TEXT NULL,
    PersonId TEXT NULL,
    Detail TEXT NULL,
    Hash BLOB NOT NULL
);
CREATE INDEX IX_AuditRow_Person ON AuditRow (PersonId, Sequence) WHERE PersonId IS NOT NULL;
CREATE INDEX IX_AuditRow_Subject ON AuditRow (SubjectId, Sequence) WHERE SubjectId IS NOT NULL;
CREATE INDEX IX_AuditRow_Account ON AuditRow (AccountId, Sequence);

CREATE TABLE AuditHead (
    Id INTEGER NOT NULL PRIMARY KEY,
    Sequence INTEGER NOT NULL,
    Hash BLOB NOT NULL
);
INSERT INTO AuditHead (Id, Sequence, Hash) VALUES (1, 0, X'0000000000000000000000000000000000000000000000000000000000000000');

CREATE TABLE Idempotency (
    Seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    AccountId TEXT NOT NULL,
    Operation TEXT NOT NULL,
    RequestKey TEXT NOT NULL,
    RequestHash TEXT NOT NULL,
    ValueJson TEXT NOT NULL,
    CreatedAt TEXT NOT NULL
);
CREATE UNIQUE INDEX UX_Idempotency ON Idempotency (AccountId, Operation, RequestKey);
CREATE INDEX IX_Idempotency_CreatedAt ON Idempotency (CreatedAt);

CREATE TABLE DataProtectionKey (
    Seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    FriendlyName TEXT NOT NULL,
    Xml TEXT NOT NULL,
    CreatedAt TEXT NOT NULL
);

CREATE TABLE OutboxMessage (
    Seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    Id TEXT NOT NULL,
    Channel TEXT NOT NULL,
    Recipient TEXT NOT NULL,
    Subject TEXT NOT NULL,
    Body TEXT NOT NULL,
    PersonId TEXT NULL,
    CreatedAt TEXT NOT NULL,
    DueAt TEXT NOT NULL,
    ClaimedUntil TEXT NULL,
    SentAt TEXT NULL,
    Attempts INTEGER NOT NULL,
    LastError TEXT NULL
);
CREATE UNIQUE INDEX UX_OutboxMessage_Id ON OutboxMessage (Id);
CREATE INDEX IX_OutboxMessage_Due ON OutboxMessage (DueAt) WHERE SentAt IS NULL;

CREATE TABLE DueWork (
    Seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    Job TEXT NOT NULL,
    DueKey TEXT NOT NULL,
    DoneAt TEXT NOT NULL,
    Effect INTEGER NOT NULL
);
CREATE UNIQUE INDEX UX_DueWork ON DueWork (Job, DueKey);
