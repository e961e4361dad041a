-- The jobseeker, her case file, and what she said of herself.

CREATE TABLE Person (
    Seq bigint NOT NULL IDENTITY(1,1) PRIMARY KEY,
    Id uniqueidentifier NOT NULL,
    FamilyName nvarchar(80) COLLATE Latin1_General_100_BIN2 NOT NULL,
    GivenName nvarchar(80) COLLATE Latin1_General_100_BIN2 NOT NULL,
    FamilyNameLatin nvarchar(80) COLLATE Latin1_General_100_BIN2 NOT NULL,
    GivenNameLatin nvarchar(80) COLLATE Latin1_General_100_BIN2 NOT NULL,
    NameKey nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
    LatinKey nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
    SortKey varbinary(400) NOT NULL,
    Sex nvarchar(10) COLLATE Latin1_General_100_BIN2 NOT NULL,
    BornOn date NULL,
    Phone nvarchar(20) COLLATE Latin1_General_100_BIN2 NULL,
    Email nvarchar(200) COLLATE Latin1_General_100_BIN2 NULL,
    Language nvarchar(2) COLLATE Latin1_General_100_BIN2 NOT NULL,
    ProvinceCode nvarchar(2) COLLATE Latin1_General_100_BIN2 NULL REFERENCES Province (Code),
    DistrictCode nvarchar(8) COLLATE Latin1_General_100_BIN2 NULL REFERENCES Place (Code),
    CommuneCode nvarchar(8) COLLATE Latin1_General_100_BIN2 NULL REFERENCES Place (Code),
    VillageCode nvarchar(8) COLLATE Latin1_General_100_BIN2 NULL REFERENCES Place (Code),
    AddressLine nvarchar(200) COLLATE Latin1_General_100_BIN2 NULL,
    EducationCode nvarchar(40) COLLATE Latin1_General_100_BIN2 NULL,
    CreatedAt datetime2(3) NOT NULL,
    Version int NOT NULL
);
CREATE UNIQUE INDEX UX_Person_Id ON Person (Id);
CREATE INDEX IX_Person_NameKey ON Person (NameKey);
CREATE INDEX IX_Person_LatinKey ON Person (LatinKey);
CREATE INDEX IX_Person_Phone ON Person (Phone) WHERE Phone IS NOT NULL;
CREATE INDEX IX_Person_BornOn ON Person (BornOn) WHERE BornOn IS NOT NULL;

-- The number itself is encrypted; NumberKey is an HMAC of it, for the duplicate search.
CREATE TABLE PersonIdentity (
    Seq bigint NOT NULL IDENTITY(1,1) PRIMARY KEY,
    PersonId uniqueidentifier NOT NULL REFERENCES Person (Id),
    Kind nvarchar(20) COLLATE Latin1_General_100_BIN2 NOT NULL,
    NumberKey nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    NumberProtected nvarchar(600) COLLATE Latin1_General_100_BIN2 NOT NULL
);
CREATE UNIQUE INDEX UX_PersonIdentity ON PersonIdentity (PersonId, Kind);
CREATE INDEX IX_PersonIdentity_Number ON PersonIdentity (NumberKey);

CREATE TABLE CaseFile (
    Seq bigint NOT NULL IDENTITY(1,1) PRIMARY KEY,
    Id uniqueidentifier NOT NULL,
    Number nvarchar(20) COLLATE Latin1_General_100_BIN2 NOT NULL,
    PersonId uniqueidentifier NOT NULL REFERENCES Person (Id),
    CentreId uniqueidentifier NOT NULL REFERENCES Centre (Id),
    CounsellorId uniqueidentifier NULL REFERENCES Account (Id),
    Status nvarchar(12) COLLATE Latin1_General_100_BIN2 NOT NULL,
    OpenedAt datetime2(3) NOT NULL,
    ClosedAt datetime2(3) NULL,
    ClosedReason nvarchar(40) COLLATE Latin1_General_100_BIN2 NULL,
    Version int NOT NULL
);
CREATE UNIQUE INDEX UX_CaseFile_Id ON CaseFile (Id);
CREATE UNIQUE INDEX UX_CaseFile_Number ON CaseFile (Number);
CREATE UNIQUE INDEX UX_CaseFile_Person ON CaseFile (PersonId);
CREATE INDEX IX_CaseFile_Centre ON CaseFile (CentreId, Status, OpenedAt);
CREATE INDEX IX_CaseFile_Counsellor ON CaseFile (CounsellorId, Status, OpenedAt);

CREATE TABLE Consent (
    Seq bigint NOT NULL IDENTITY(1,1) PRIMARY KEY,
    Id uniqueidentifier NOT NULL,
    PersonId uniqueidentifier NOT NULL REFERENCES Person (Id),
    Purpose nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    GivenAt datetime2(3) NOT NULL,
    RecordedBy uniqueidentifier NOT NULL REFERENCES Account (Id),
    WithdrawnAt datetime2(3) NULL
);
CREATE UNIQUE INDEX UX_Consent_Id ON Consent (Id);
CREATE UNIQUE INDEX UX_Consent_Current ON Consent (PersonId, Purpose) WHERE WithdrawnAt IS NULL;

CREATE TABLE PersonPriorityGroup (
    PersonId uniqueidentifier NOT NULL REFERENCES Person (Id),
    GroupCode nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    PRIMARY KEY NONCLUSTERED (PersonId, GroupCode)
);

CREATE TABLE Education (
    Seq bigint NOT NULL IDENTITY(1,1) PRIMARY KEY,
    Id uniqueidentifier NOT NULL,
    PersonId uniqueidentifier NOT NULL REFERENCES Person (Id),
    LevelCode nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Field nvarchar(200) COLLATE Latin1_General_100_BIN2 NULL,
    Institution nvarchar(200) COLLATE Latin1_General_100_BIN2 NULL,
    FinishedYear int NULL
);
CREATE UNIQUE INDEX UX_Education_Id ON Education (Id);
CREATE INDEX IX_Education_Person ON Education (PersonId);

CREATE TABLE WorkHistory (
    Seq bigint NOT NULL IDENTITY(1,1) PRIMARY KEY,
    Id uniqueidentifier NOT NULL,
    PersonId uniqueidentifier NOT NULL REFERENCES Person (Id),
    IscoCode nvarchar(4) COLLATE Latin1_General_100_BIN2 NULL REFERENCES OccupationGroup (Code),
    Title nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
    EmployerName nvarchar(200) COLLATE Latin1_General_100_BIN2 NULL,
    Country nvarchar(2) COLLATE Latin1_General_100_BIN2 NOT NULL,
    StartedOn date NOT NULL,
    EndedOn date NULL
);
CREATE UNIQUE INDEX UX_WorkHistory_Id ON WorkHistory (Id);
CREATE INDEX IX_WorkHistory_Person ON WorkHistory (PersonId);

CREATE TABLE PersonSkill (
    PersonId uniqueidentifier NOT NULL REFERENCES Person (Id),
    SkillId int NOT NULL REFERENCES Skill (Id),
    Level int NOT NULL,
    PRIMARY KEY NONCLUSTERED (PersonId, SkillId)
);

CREATE TABLE PersonLanguage (
    PersonId uniqueidentifier NOT NULL REFERENCES Person (Id),
    LanguageCode nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Level int NOT NULL,
    PRIMARY KEY NONCLUSTERED (PersonId, LanguageCode)
);

CREATE TABLE PersonLicence (
    PersonId uniqueidentifier NOT NULL REFERENCES Person (Id),
    LicenceCode nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    ExpiresOn date NULL,
    PRIMARY KEY NONCLUSTERED (PersonId, LicenceCode)
);

CREATE TABLE PersonCertificate (
    Seq bigint NOT NULL IDENTITY(1,1) PRIMARY KEY,
    Id uniqueidentifier NOT NULL,
    PersonId uniqueidentifier NOT NULL REFERENCES Person (Id),
    Name nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Issuer nvarchar(200) COLLATE Latin1_General_100_BIN2 NULL,
    CqfLevel int NULL,
    IssuedOn date NULL
);
CREATE UNIQUE INDEX UX_PersonCertificate_Id ON PersonCertificate (Id);
CREATE INDEX IX_PersonCertificate_Person ON PersonCertificate (PersonId);

-- What work she looks for; the wage is riel a month.
CREATE TABLE Wish (
    PersonId uniqueidentifier NOT NULL PRIMARY KEY NONCLUSTERED REFERENCES Person (Id),
    MinimumWageKhr bigint NULL,
    HoursCode nvarchar(40) COLLATE Latin1_General_100_BIN2 NULL,
    ContractCode nvarchar(40) COLLATE Latin1_General_100_BIN2 NULL,
    MayMove bit NOT NULL,
    MaxDistanceKm int NULL,
    Version int NOT NULL
);

CREATE TABLE WishOccupation (
    PersonId uniqueidentifier NOT NULL REFERENCES Person (Id),
    IscoCode nvarchar(4) COLLATE Latin1_General_100_BIN2 NOT NULL REFERENCES OccupationGroup (Code),
    Rank int NOT NULL,
    PRIMARY KEY NONCLUSTERED (PersonId, IscoCode)
);

CREATE TABLE WishProvince (
    PersonId uniqueidentifier NOT NULL REFERENCES Person (Id),
    ProvinceCode nvarchar(2) COLLATE Latin1_General_100_BIN2 NOT NULL REFERENCES Province (Code),
    PRIMARY KEY NONCLUSTERED (PersonId, ProvinceCode)
);

CREATE TABLE AccommodationNeed (
    PersonId uniqueidentifier NOT NULL REFERENCES Person (Id),
    AccommodationCode nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    UseAsFilter bit NOT NULL,
    PRIMARY KEY NONCLUSTERED (PersonId, AccommodationCode)
);

CREATE TABLE CvVersion (
    Seq bigint NOT NULL IDENTITY(1,1) PRIMARY KEY,
    Id uniqueidentifier NOT NULL,
    PersonId uniqueidentifier NOT NULL REFERENCES Person (Id),
    Number int NOT NULL,
    IsCurrent bit NOT NULL,
    Document varbinary(max) NOT NULL,
    CreatedAt datetime2(3) NOT NULL
);
CREATE UNIQUE INDEX UX_CvVersion_Id ON CvVersion (Id);
CREATE UNIQUE INDEX UX_CvVersion_Number ON CvVersion (PersonId, Number);
CREATE UNIQUE INDEX UX_CvVersion_Current ON CvVersion (PersonId) WHERE IsCurrent = 1;

-- The timeline of a case: a stable word for what happened, and ids; Note is an officer's own text.
CREATE TABLE CaseEvent (
    Seq bigint NOT NULL IDENTITY(1,1) PRIMARY KEY,
    Id uniqueidentifier NOT NULL,
    CaseFileId uniqueidentifier NOT NULL REFERENCES CaseFile (Id),
    At datetime2(3) NOT NULL,
    Kind nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    AccountId uniqueidentifier NOT NULL,
    SubjectId uniqueidentifier NULL,
    Note nvarchar(1000) COLLATE Latin1_General_100_BIN2 NULL
);
CREATE UNIQUE INDEX UX_CaseEvent_Id ON CaseEvent (Id);
CREATE INDEX IX_CaseEvent_Case ON CaseEvent (CaseFileId, At);

CREATE TABLE TransferRequest (
    Seq bigint NOT NULL IDENTITY(1,1) PRIMARY KEY,
    Id uniqueidentifier NOT NULL,
    CaseFileId uniqueidentifier NOT NULL REFERENCES CaseFile (Id),
    ToCentreId uniqueidentifier NOT NULL REFERENCES Centre (Id),
    DecidingCentreId uniqueidentifier NOT NULL REFERENCES Centre (Id),
    RequestedBy uniqueidentifier NOT NULL REFERENCES Account (Id),
    RequestedAt datetime2(3) NOT NULL,
    Reason nvarchar(500) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Status nvarchar(12) COLLATE Latin1_General_100_BIN2 NOT NULL,
    DecidedBy uniqueidentifier NULL REFERENCES Account (Id),
    DecidedAt datetime2(3) NULL
);
CREATE UNIQUE INDEX UX_TransferRequest_Id ON TransferRequest (Id);
CREATE INDEX IX_TransferRequest_Deciding ON TransferRequest (DecidingCentreId) WHERE DecidedAt IS NULL;
CREATE UNIQUE INDEX UX_TransferRequest_Open ON TransferRequest (CaseFileId, ToCentreId) WHERE DecidedAt IS NULL;

-- The lists of a profile (skills, education …) are written whole; each has a version of its own. No row is version 0.
CREATE TABLE ProfilePart (
    PersonId uniqueidentifier NOT NULL REFERENCES Person (Id),
    Part nvarchar(20) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Version int NOT NULL,
    PRIMARY KEY NONCLUSTERED (PersonId, Part)
);

-- Answers of the duplicate search that named another centre, counted against the hourly limit of an account.
CREATE TABLE OutsideAnswer (
    Seq bigint NOT NULL IDENTITY(1,1) PRIMARY KEY,
    AccountId uniqueidentifier NOT NULL,
    At datetime2(3) NOT NULL
);
CREATE INDEX IX_OutsideAnswer_Account ON OutsideAnswer (AccountId, At);

-- Case numbers run by centre and year: PREFIX-YEAR-SERIAL.
CREATE TABLE NumberSeries (
    Series nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL PRIMARY KEY,
    LastNumber int NOT NULL
);
