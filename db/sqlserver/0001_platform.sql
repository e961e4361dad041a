-- What any part of the product needs: the audit chain, idempotency, keys, messages to send, due work.

CREATE TABLE AuditRow (
    Sequence bigint NOT NULL PRIMARY KEY,
    At datetime2(3) NOT NULL,
    AccountId uniqueidentifier NOT NULL,
    SessionId uniqueidentifier NOT NULL,
    Operation nvarchar(80) COLLATE Latin1_General_100_BIN2 NOT NULL,
    SubjectKind nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    SubjectId uniqueidentifier NULL,
    PersonId uniqueidentifier NULL,
    Detail nvarchar(400) COLLATE Latin1_General_100_BIN2 NULL,
    Hash varbinary(32) NOT NULL
);
CREATE INDEX IX_AuditRow_Person ON AuditRow (PersonId, Sequence) WHERE PersonId IS NOT NULL;
CREATE INDEX IX_AuditRow_Subject ON AuditRow (SubjectId, Sequence) WHERE SubjectId IS NOT NULL;
CREATE INDEX IX_AuditRow_Account ON AuditRow (AccountId, Sequence);

CREATE TABLE AuditHead (
    Id int NOT NULL PRIMARY KEY,
    Sequence bigint NOT NULL,
    Hash varbinary(32) NOT NULL
);
INSERT INTO AuditHead (Id, Sequence, Hash) VALUES (1, 0, 0x0000000000000000000000000000000000000000000000000000000000000000);

CREATE TABLE Idempotency (
    Seq bigint NOT NULL IDENTITY(1,1) PRIMARY KEY,
    AccountId uniqueidentifier NOT NULL,
    Operation nvarchar(80) COLLATE Latin1_General_100_BIN2 NOT NULL,
    RequestKey nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
    RequestHash nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    ValueJson nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
    CreatedAt datetime2(3) NOT NULL
);
CREATE UNIQUE INDEX UX_Idempotency ON Idempotency (AccountId, Operation, RequestKey);
CREATE INDEX IX_Idempotency_CreatedAt ON Idempotency (CreatedAt);

CREATE TABLE DataProtectionKey (
    Seq bigint NOT NULL IDENTITY(1,1) PRIMARY KEY,
    FriendlyName nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Xml nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
    CreatedAt datetime2(3) NOT NULL
);

CREATE TABLE OutboxMessage (
    Seq bigint NOT NULL IDENTITY(1,1) PRIMARY KEY,
    Id uniqueidentifier NOT NULL,
    Channel nvarchar(10) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Recipient nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Subject nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Body nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
    PersonId uniqueidentifier NULL,
    CreatedAt datetime2(3) NOT NULL,
    DueAt datetime2(3) NOT NULL,
    ClaimedUntil datetime2(3) NULL,
    SentAt datetime2(3) NULL,
    Attempts int NOT NULL,
    LastError nvarchar(400) COLLATE Latin1_General_100_BIN2 NULL
);
CREATE UNIQUE INDEX UX_OutboxMessage_Id ON OutboxMessage (Id);
CREATE INDEX IX_OutboxMessage_Due ON OutboxMessage (DueAt) WHERE SentAt IS NULL;

CREATE TABLE DueWork (
    Seq bigint NOT NULL IDENTITY(1,1) PRIMARY KEY,
    Job nvarchar(60) COLLATE Latin1_General_100_BIN2 NOT NULL,
    DueKey nvarchar(60) COLLATE Latin1_General_100_BIN2 NOT NULL,
    DoneAt datetime2(3) NOT NULL,
    Effect int NOT NULL
);
CREATE UNIQUE INDEX UX_DueWork ON DueWork (Job, DueKey);
