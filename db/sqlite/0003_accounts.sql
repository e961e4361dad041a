-- Who may sign in, with what, and what part of the country each session has in front of it.

CREATE TABLE Account (
    Seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    Id TEXT NOT NULL,
    UserName TEXT NOT NULL,
    NormalisedUserName TEXT NOT NULL,
    DisplayName TEXT NOT NULL,
    Email TEXT NULL,
    Role TEXT NOT NULL,
    ScopeKind TEXT NOT NULL,
    CentreId TEXT NULL REFERENCES Centre (Id),
    ProvinceCode TEXT NULL REFERENCES Province (Code),
    EmployerId TEXT NULL,
    PersonId TEXT NULL,
    Language TEXT NOT NULL,
    PasswordHash TEXT NULL,
    SecurityStamp TEXT NOT NULL,
    TotpKey TEXT NULL,
    TotpEnabled bit NOT NULL,
    TotpLastStep INTEGER NULL,
    AccessFailedCount INTEGER NOT NULL,
    LockoutEndAt TEXT NULL,
    DisabledAt TEXT NULL,
    CreatedAt TEXT NOT NULL,
    Version INTEGER NOT NULL
);
CREATE UNIQUE INDEX UX_Account_Id ON Account (Id);
CREATE UNIQUE INDEX UX_Account_UserName ON Account (NormalisedUserName);
CREATE INDEX IX_Account_Employer ON Account (EmployerId) WHERE EmployerId IS NOT NULL;

CREATE TABLE AccountPasskey (
    Seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    AccountId TEXT NOT NULL REFERENCES Account (Id),
    CredentialId BLOB NOT NULL,
    Name TEXT NOT NULL,
    PublicKey BLOB NOT NULL,
    SignCount INTEGER NOT NULL,
    Transports TEXT NULL,
    IsUserVerified bit NOT NULL,
    IsBackupEligible bit NOT NULL,
    IsBackedUp bit NOT NULL,
    AttestationObject BLOB NOT NULL,
    ClientDataJson BLOB NOT NULL,
    CreatedAt TEXT NOT NULL
);
CREATE UNIQUE INDEX UX_AccountPasskey ON AccountPasskey (CredentialId);
CREATE INDEX IX_AccountPasskey_Account ON AccountPasskey (AccountId);

CREATE TABLE AccountRecoveryCode (
    Seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    AccountId TEXT NOT NULL REFERENCES Account (Id),
    CodeHash TEXT NOT NULL
);
CREATE UNIQUE INDEX UX_AccountRecoveryCode ON AccountRecoveryCode (AccountId, CodeHash);

CREATE TABLE AccountInvitation (
    Seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    Id TEXT NOT NULL,
    AccountId TEXT NOT NULL REFERENCES Account (Id),
    TokenHash TEXT NOT NULL,
    Purpose TEXT NOT NULL,
    CreatedAt TEXT NOT NULL,
    ExpiresAt TEXT NOT NULL,
    UsedAt TEXT NULL
);
CREATE UNIQUE INDEX UX_AccountInvitation_Id ON AccountInvitation (Id);
CREATE UNIQUE INDEX UX_AccountInvitation_Token ON AccountInvitation (TokenHash);

CREATE TABLE AccountSession (
    Seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    Id TEXT NOT NULL,
    AccountId TEXT NOT NULL REFERENCES Account (Id),
    SecurityStamp TEXT NOT NULL,
    Factor TEXT NOT NULL,
    StartedAt TEXT NOT NULL,
    LastSeenAt TEXT NOT NULL,
    EndedAt TEXT NULL
);
CREATE UNIQUE INDEX UX_AccountSession_Id ON AccountSession (Id);
CREATE INDEX IX_AccountSession_Account ON AccountSession (AccountId) WHERE EndedAt IS NULL;

CREATE TABLE ScopeCentre (
    Seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    SessionId TEXT NOT NULL,
    CentreId TEXT NOT NULL REFERENCES Centre (Id)
);
CREATE UNIQUE INDEX UX_ScopeCentre ON ScopeCentre (SessionId, CentreId);

-- Failed guesses counted over all nodes; keys are hashes of account name and address.
CREATE TABLE SignInFailure (
    Seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    Id TEXT NOT NULL,
    AccountKey TEXT NOT NULL,
    AddressKey TEXT NOT NULL,
    At TEXT NOT NULL
);
CREATE UNIQUE INDEX UX_SignInFailure_Id ON SignInFailure (Id);
CREATE INDEX IX_SignInFailure_At ON SignInFailure (At);
CREATE INDEX IX_SignInFailure_Account ON SignInFailure (AccountKey, At);
CREATE INDEX IX_SignInFailure_Address ON SignInFailure (AddressKey, At);
