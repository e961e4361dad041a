-- Who may sign in, with what, and what part of the country each session has in front of it.

CREATE TABLE Account (
    Seq bigint NOT NULL IDENTITY(1,1) PRIMARY KEY,
    Id uniqueidentifier NOT NULL,
    UserName nvarchar(120) COLLATE Latin1_General_100_BIN2 NOT NULL,
    NormalisedUserName nvarchar(120) COLLATE Latin1_General_100_BIN2 NOT NULL,
    DisplayName nvarchar(120) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Email nvarchar(200) COLLATE Latin1_General_100_BIN2 NULL,
    Role nvarchar(20) COLLATE Latin1_General_100_BIN2 NOT NULL,
    ScopeKind nvarchar(12) COLLATE Latin1_General_100_BIN2 NOT NULL,
    CentreId uniqueidentifier NULL REFERENCES Centre (Id),
    ProvinceCode nvarchar(2) COLLATE Latin1_General_100_BIN2 NULL REFERENCES Province (Code),
    EmployerId uniqueidentifier NULL,
    PersonId uniqueidentifier NULL,
    Language nvarchar(2) COLLATE Latin1_General_100_BIN2 NOT NULL,
    PasswordHash nvarchar(400) COLLATE Latin1_General_100_BIN2 NULL,
    SecurityStamp nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    TotpKey nvarchar(600) COLLATE Latin1_General_100_BIN2 NULL,
    TotpEnabled bit NOT NULL,
    TotpLastStep bigint NULL,
    AccessFailedCount int NOT NULL,
    LockoutEndAt datetime2(3) NULL,
    DisabledAt datetime2(3) NULL,
    CreatedAt datetime2(3) NOT NULL,
    Version int NOT NULL
);
CREATE UNIQUE INDEX UX_Account_Id ON Account (Id);
CREATE UNIQUE INDEX UX_Account_UserName ON Account (NormalisedUserName);
CREATE INDEX IX_Account_Employer ON Account (EmployerId) WHERE EmployerId IS NOT NULL;

CREATE TABLE AccountPasskey (
    Seq bigint NOT NULL IDENTITY(1,1) PRIMARY KEY,
    AccountId uniqueidentifier NOT NULL REFERENCES Account (Id),
    CredentialId varbinary(800) NOT NULL,
    Name nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
    PublicKey varbinary(max) NOT NULL,
    SignCount bigint NOT NULL,
    Transports nvarchar(200) COLLATE Latin1_General_100_BIN2 NULL,
    IsUserVerified bit NOT NULL,
    IsBackupEligible bit NOT NULL,
    IsBackedUp bit NOT NULL,
    AttestationObject varbinary(max) NOT NULL,
    ClientDataJson varbinary(max) NOT NULL,
    CreatedAt datetime2(3) NOT NULL
);
CREATE UNIQUE INDEX UX_AccountPasskey ON AccountPasskey (CredentialId);
CREATE INDEX IX_AccountPasskey_Account ON AccountPasskey (AccountId);

CREATE TABLE AccountRecoveryCode (
    Seq bigint NOT NULL IDENTITY(1,1) PRIMARY KEY,
    AccountId uniqueidentifier NOT NULL REFERENCES Account (Id),
    CodeHash nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL
);
CREATE UNIQUE INDEX UX_AccountRecoveryCode ON AccountRecoveryCode (AccountId, CodeHash);

CREATE TABLE AccountInvitation (
    Seq bigint NOT NULL IDENTITY(1,1) PRIMARY KEY,
    Id uniqueidentifier NOT NULL,
    AccountId uniqueidentifier NOT NULL REFERENCES Account (Id),
    TokenHash nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Purpose nvarchar(20) COLLATE Latin1_General_100_BIN2 NOT NULL,
    CreatedAt datetime2(3) NOT NULL,
    ExpiresAt datetime2(3) NOT NULL,
    UsedAt datetime2(3) NULL
);
CREATE UNIQUE INDEX UX_AccountInvitation_Id ON AccountInvitation (Id);
CREATE UNIQUE INDEX UX_AccountInvitation_Token ON AccountInvitation (TokenHash);

CREATE TABLE AccountSession (
    Seq bigint NOT NULL IDENTITY(1,1) PRIMARY KEY,
    Id uniqueidentifier NOT NULL,
    AccountId uniqueidentifier NOT NULL REFERENCES Account (Id),
    SecurityStamp nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Factor nvarchar(12) COLLATE Latin1_General_100_BIN2 NOT NULL,
    StartedAt datetime2(3) NOT NULL,
    LastSeenAt datetime2(3) NOT NULL,
    EndedAt datetime2(3) NULL
);
CREATE UNIQUE INDEX UX_AccountSession_Id ON AccountSession (Id);
CREATE INDEX IX_AccountSession_Account ON AccountSession (AccountId) WHERE EndedAt IS NULL;

CREATE TABLE ScopeCentre (
    Seq bigint NOT NULL IDENTITY(1,1) PRIMARY KEY,
    SessionId uniqueidentifier NOT NULL,
    CentreId uniqueidentifier NOT NULL REFERENCES Centre (Id)
);
CREATE UNIQUE INDEX UX_ScopeCentre ON ScopeCentre (SessionId, CentreId);

-- Failed guesses counted over all nodes; keys are hashes of account name and address.
CREATE TABLE SignInFailure (
    Seq bigint NOT NULL IDENTITY(1,1) PRIMARY KEY,
    Id uniqueidentifier NOT NULL,
    AccountKey nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    AddressKey nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    At datetime2(3) NOT NULL
);
CREATE UNIQUE INDEX UX_SignInFailure_Id ON SignInFailure (Id);
CREATE INDEX IX_SignInFailure_At ON SignInFailure (At);
CREATE INDEX IX_SignInFailure_Account ON SignInFailure (AccountKey, At);
CREATE INDEX IX_SignInFailure_Address ON SignInFailure (AddressKey, At);
